import { postsOf, type Context } from '../../platform/context/index.ts';
import { plannedAnew, sql } from '../../platform/database/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { published } from '../../platform/publication/index.ts';
import { listAgencies } from '../../subject/organisation/index.ts';
import { examineItem, type Defect } from './audit.ts';
import { diffItems, type ItemDiff } from './diff.ts';
import { elementsOf, type DraftContent } from './draft-shape.ts';
import { itemErrors } from './errors.ts';
import type { ItemContent } from './model.ts';
import { searchQuery } from './search.ts';
import { publishItem } from './service.ts';

export interface ManagedItem {
  id: string;
  code: string;
  name: string;
  agency: string;
  agencyId: string | null;
  pack: string | null;
  state: 'draft' | 'review' | 'published' | 'withdrawn';
  version: number;
  rowVersion: number;
  caseType: string;
  online: boolean;
  defects: Defect[];
  content: DraftContent;
}

const columns = sql`v.id, v.code, v.name, v.agency_name as agency, v.agency_id, v.pack, v.state, v.version,
  v.row_version, v.case_type, v.online, v.defects`;

/** Versions that the caller's agencies own; an administrator also sees those of no agency here. */
function covered(ctx: Context) {
  const posts = postsOf(ctx.actor);
  if (posts.some((post) => post.role === 'admin')) return sql`true`;
  return sql`v.agency_id = any(${[...new Set(posts.map((post) => post.agencyId))]}::uuid[])`;
}

export interface ManagedFilter {
  q?: string | undefined;
  state?: string | undefined;
  /** Slug. */
  agency?: string | undefined;
}

/** Newest first, drafts and withdrawn ones among them. */
export async function listManaged(
  ctx: Context,
  { q, state = '', agency = '' }: ManagedFilter,
  limit: number,
  before: string | null,
): Promise<Omit<ManagedItem, 'content'>[]> {
  const conditions = [
    covered(ctx),
    ...(state === '' ? [] : [sql`v.state = ${state}`]),
    ...(agency === '' ? [] : [sql`v.agency_id = (select id from agency where slug = ${agency})`]),
    ...(q ? [matches(q)] : []),
    ...(before === null ? [] : [sql`v.id < ${before}::uuid`]),
  ];
  // The page is found by ids alone: thousands of wide rows, sorted for twenty of them, cost twice as much.
  const { rows } = await sql<
    Omit<ManagedItem, 'content'>
  >`${plannedAnew} select ${columns} from item_version v where v.id in (
      select v.id from item_version v
      where ${sql.join(conditions, sql` and `)} order by v.id desc limit ${limit})
    order by v.id desc`.execute(ctx.tx);
  return rows;
}

/** By the beginning of a code, or by words. */
function matches(q: string) {
  if (/^(?=.*\d)[0-9A-Z]{4,}$/i.test(q)) return sql`v.code like ${`${q.toUpperCase()}%`}`;
  const query = searchQuery(q);
  return query ? sql`v.search @@ ${query.strict}::tsquery` : sql`false`;
}

export async function getManaged(
  ctx: Context,
  id: string,
  lock: 'read' | 'lock' = 'read',
): Promise<ManagedItem> {
  const { rows } = await sql<ManagedItem>`select ${columns}, v.content from item_version v
    where v.id = ${id} and ${covered(ctx)} ${lock === 'lock' ? sql`for update` : sql``}`.execute(ctx.tx);
  if (!rows[0]) throw itemErrors.notFound({ code: id });
  return rows[0];
}

/** Errors: `platform.version-conflict` when the thing is not as its editor saw it. */
export function expectVersion(item: ManagedItem, rowVersion: number | null): void {
  if (rowVersion !== null && rowVersion !== item.rowVersion) throw platformErrors.versionConflict();
}

export interface VersionLine {
  id: string;
  version: number;
  state: ManagedItem['state'];
  createdAt: Date;
  publishedAt: Date | null;
}

/** All versions of the item that a version belongs to, newest first. */
export async function listVersions(ctx: Context, item: ManagedItem): Promise<VersionLine[]> {
  const { rows } = await sql<VersionLine>`
    select v.id, v.version, v.state, v.created_at, v.published_at from item_version v
    where v.code = ${item.code} and ${covered(ctx)} order by v.version desc limit 100`.execute(ctx.tx);
  return rows;
}

/** What a version changes against another one of the same item. */
export async function diffVersions(ctx: Context, id: string, against: string): Promise<ItemDiff> {
  const [after, before] = [await getManaged(ctx, id), await getManaged(ctx, against)];
  if (before.code !== after.code) throw platformErrors.notFound();
  return diffItems(before.content, after.content);
}

const moves = {
  review: { from: 'draft', to: 'review' },
  return: { from: 'review', to: 'draft' },
  withdraw: { from: 'published', to: 'withdrawn' },
} as const;

/** Sends a draft to review, gives it back, or withdraws what is published. */
export async function moveItem(
  ctx: Context,
  id: string,
  rowVersion: number | null,
  move: keyof typeof moves,
): Promise<void> {
  const item = await getManaged(ctx, id, 'lock');
  const { from, to } = moves[move];
  if (item.state !== from) throw itemErrors.wrongState({ state: item.state });
  expectVersion(item, rowVersion);
  await ctx.tx
    .updateTable('itemVersion')
    .set((eb) => ({ state: to, rowVersion: eb('rowVersion', '+', 1) }))
    .where('id', '=', id)
    .execute();
  published(ctx);
  ctx.record({ action: `item.${move}`, entity: 'item', entityId: id });
}

/**
 * Publishes what was reviewed as the version in force and answers its id; the audit rules and the base item
 * must agree. The draft gives its place to the version that it becomes.
 */
export async function publishReviewed(ctx: Context, id: string, rowVersion: number | null): Promise<string> {
  const item = await getManaged(ctx, id, 'lock');
  if (item.state !== 'review') throw itemErrors.wrongState({ state: item.state });
  expectVersion(item, rowVersion);
  const content = elementsOf(item.content);
  const agency = (await listAgencies(ctx.tx)).find((candidate) => candidate.id === item.agencyId);
  const defects = examineItem(content);
  if (!agency || defects.length > 0) {
    const fields = defects.map((defect) => ({ path: `/${defect.field}`, text: defect.text }));
    if (!agency)
      fields.unshift({ path: '/agency', text: { zh: '缺少实施部门。', en: 'The agency is missing.' } });
    throw itemErrors.defective({ code: item.code, count: fields.length }, fields);
  }
  await ctx.tx.deleteFrom('itemVersion').where('id', '=', id).execute();
  const published = await publishItem(ctx, { item: content as ItemContent, agency, pack: item.pack });
  ctx.record({ action: 'item.leave-review', entity: 'item', entityId: id, detail: { became: published.id } });
  return published.id;
}
