import type { DemoPerson } from '@quancheng/kernel/subject/identity';
import { findSetting } from '../settings.ts';
import { asSystem, type Services } from '../services.ts';
import type { LoadedStory } from './stories.ts';

/** The people and staff of the demo, as the sign-in page offers them. */
export async function listDemoPeople(services: Services): Promise<DemoPerson[]> {
  const stories = await listStories(services);
  return stories.map(({ account, name, story, topic }) => ({ account, name, story, group: topic }));
}

/** Stories as they were loaded, with what each applies for and what should come of it. */
export async function listStories(services: Services): Promise<LoadedStory[]> {
  const stories = await asSystem(services, 'the demo shows its own people', (ctx) =>
    findSetting(ctx, 'demo.stories'),
  );
  return (stories ?? []) as LoadedStory[];
}
