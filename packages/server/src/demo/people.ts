import type { DemoPerson } from '@quancheng/kernel/subject/identity';
import { findSetting } from '../settings.ts';
import { asSystem, type Services } from '../services.ts';
import type { LoadedStory } from './stories.ts';

/** The people and staff of the demo, as the sign-in page offers them. */
export async function listDemoPeople(services: Services): Promise<DemoPerson[]> {
  const groups: Record<string, DemoPerson['group']> = {
    resident: { zh: '居民', en: 'Residents' },
    business: { zh: '企业', en: 'Businesses' },
    staff: { zh: '工作人员', en: 'Staff' },
  };
  const stories = await listStories(services);
  return stories.map(({ account, name, story, group }) => ({
    account,
    name,
    story,
    group: groups[group] ?? { zh: group, en: group },
  }));
}

/** Stories as they were loaded, with what each applies for and what should come of it. */
export async function listStories(services: Services): Promise<LoadedStory[]> {
  const stories = await asSystem(services, 'the demo shows its own people', (ctx) => findSetting(ctx, 'demo.stories'));
  return (stories ?? []) as LoadedStory[];
}
