import type { Context } from '@quancheng/kernel/platform/context';
import { createAccount, givePosts } from '@quancheng/kernel/subject/accounts';
import { loadStaff, type DemoStaff } from '../city.ts';
import { asSystem, type Services } from '../services.ts';
import { findSetting, saveSetting } from '../settings.ts';
import { generateBatch } from './generate.ts';
import { giveSeals } from './seals.ts';
import { loadStories, type LoadedStory, type Story } from './stories.ts';

const firstPeople = 500;
const batch = 2000;

/** Loads the stories and the first people before the server opens; the rest follows as a job. */
export async function loadDemo(services: Services): Promise<void> {
  await asSystem(services, 'the demo city is loaded into its database', async (base) => {
    const ctx: Context = { ...base, purpose: 'supervision' };
    const known = (await findSetting(ctx, 'demo.stories')) as LoadedStory[] | undefined;
    await loadNewcomers(ctx, services, known ?? []);
    if (known === undefined) await beginCity(ctx, services);
    ctx.enqueue({ kind: 'demo.seals', key: 'demo', payload: {} });
  });
}

/** People of the stories and staff that the demo does not have yet: all at first, later those of a new pack. */
async function loadNewcomers(ctx: Context, services: Services, known: readonly LoadedStory[]): Promise<void> {
  const accounts = new Set(known.map(({ account }) => account));
  const isNew = ({ account }: { account: string }): boolean => !accounts.has(account);
  const stories = services.packs.flatMap(storiesOf).filter(isNew);
  const staff = (await loadStaff(services.config.city)).filter(isNew);
  if (stories.length + staff.length === 0) return;
  const division = services.city.districts[0]?.code ?? services.city.city.code;
  const people = await loadStories(ctx, services.catalogue, stories, {
    division,
    ownerOf: (pack) => ownerOf(services, pack),
    firstIndex: known.length,
  });
  await saveSetting(ctx, 'demo.stories', [...known, ...people, ...(await addStaff(ctx, services, staff))]);
}

async function beginCity(ctx: Context, services: Services): Promise<void> {
  const total = services.config.demoPeople;
  const done = Math.min(firstPeople, total);
  await generateBatch(ctx, services, 0, done);
  await saveSetting(ctx, 'demo.progress', { done, total });
  if (total > done) ctx.enqueue({ kind: 'demo.people', key: 'demo', payload: {} });
}

/** A story is shown among those of its pack. */
function storiesOf({ content, manifest }: Services['packs'][number]): Story[] {
  const file = content.fixtures['stories'] as { stories?: Omit<Story, 'topic'>[] } | undefined;
  return (file?.stories ?? []).map((story) => ({ ...story, topic: manifest.name }));
}

function ownerOf({ packs }: Services, id: string): string {
  return packs.find((pack) => pack.manifest.id === id)?.manifest.agency ?? id;
}

async function addStaff(
  ctx: Context,
  services: Services,
  staff: readonly DemoStaff[],
): Promise<LoadedStory[]> {
  const posts = await ctx.tx.selectFrom('post').select(['id', 'slug']).limit(5000).execute();
  const ids = new Map(posts.map(({ slug, id }) => [slug, id]));
  const roles = new Map(services.city.posts.map(({ slug, role }) => [slug, role]));
  for (const member of staff) {
    const accountId = await createAccount(ctx, { login: member.account, name: member.name, demo: true });
    const held = member.posts.map((slug) => ids.get(slug));
    if (held.includes(undefined)) throw new Error(`demo staff ${member.account} names an unknown post`);
    await givePosts(ctx, accountId, held as string[]);
  }
  return staff.map(({ account, name, story, posts: [first = ''] }) => ({
    account,
    name,
    story,
    group: roles.get(first) ?? 'staff',
    topic: { zh: '工作人员', en: 'Staff' },
    apply: [],
  }));
}

/** The job that makes the city whole: a batch a run, so that it survives a restart where it stood. */
export function demoJobs(services: Services): Record<string, (ctx: Context) => Promise<void>> {
  return {
    'demo.seals': (ctx) => giveSeals(ctx, services),
    'demo.people': async (ctx) => {
      const { done, total } = await readProgress(ctx);
      const count = Math.min(batch, total - done);
      if (count <= 0) return;
      await generateBatch(ctx, services, done, count);
      await saveSetting(ctx, 'demo.progress', { done: done + count, total });
      if (done + count < total)
        ctx.enqueue({ kind: 'demo.people', key: `demo ${done + count}`, payload: {} });
    },
  };
}

export interface DemoProgress {
  done: number;
  total: number;
}

export async function readProgress(ctx: Context): Promise<DemoProgress> {
  return ((await findSetting(ctx, 'demo.progress')) ?? { done: 0, total: 0 }) as DemoProgress;
}
