import { postsOf, type Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { listAgencies } from '../../subject/organisation/index.ts';
import { auditItem, type Defect } from './audit.ts';
import { diffItems, type ItemDiff } from './diff.ts';
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
  state: 'draft' | 'review' | 'published' | 'withdrawn';
  version: number;
  rowVersion: number;
  caseType: string;
  online: boolean;
  defects: Defect[];
  content: Partial<ItemContent>;
}

const columns = sql`v.id, v.code, v.name, v.agency_name as agency, v.agency_id, v.state, v.version, v.row_version, v.case_type, v.online, v.defects`;

/** Versions that the caller's agencies own; an administrator also sees those of no agency here. */
function covered(ctx: Context) {
  const posts = postsOf(ctx.actor);
  if (posts.some((post) => post.role === 'admin')) return sql`true`;
  return sql`v.agency_id = any(${[...new Set(posts.map((post) => post.agencyId))]}::uuid[])`;
}

/** Newest first, drafts and withdrawn ones among them. */
export async function listManaged(
  ctx: Context,
  filter: { q?: string | undefined; state?: string | undefined },
  limit: number,
  before: string | null,
): Promise<Omit<ManagedItem, 'content'>[]> {
  const query = filter.q ? searchQuery(filter.q) : undefined;
  const { rows } = await sql<Omit<ManagedItem, 'content'>>`select ${columns} from item_version v
    where ${covered(ctx)} and (${filter.state ?? null}::text is null or v.state = ${filter.state ?? null})
      and (${query === undefined} or v.search @@ to_tsquery('simple', ${query?.strict ?? "''"}) or v.code like ${`${filter.q ?? ''}%`})
      and (${before}::uuid is null or v.id < ${before}::uuid)
    order by v.id desc limit ${limit}`.execute(ctx.tx);
  return rows;
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

/** What a version changes against the one before it. */
export async function diffWithBefore(ctx: Context, item: ManagedItem): Promise<ItemDiff | null> {
  const { rows } = await sql<{ content: Partial<ItemContent> }>`
    select content from item_version where code = ${item.code} and version < ${item.version} order by version desc limit 1`.execute(
    ctx.tx,
  );
  return rows[0] ? diffItems(rows[0].content, item.content) : null;
}

/** Changes a draft; `rowVersion` is the one that the editor has seen. */
export async function editDraft(
  ctx: Context,
  id: string,
  rowVersion: number | null,
  content: Partial<ItemContent>,
): Promise<ManagedItem> {
  const item = await getManaged(ctx, id, 'lock');
  if (item.state !== 'draft') throw itemErrors.wrongState({ state: item.state });
  if (rowVersion !== null && rowVersion !== item.rowVersion) throw platformErrors.versionConflict();
  const merged = { ...item.content, ...content };
  const defects = auditItem(merged);
  await ctx.tx
    .updateTable('itemVersion')
    .set((eb) => ({
      content: JSON.stringify(merged),
      defects: JSON.stringify(defects),
      rowVersion: eb('rowVersion', '+', 1),
    }))
    .where('id', '=', id)
    .execute();
  ctx.record({ action: 'item.edit', entity: 'item', entityId: id });
  return getManaged(ctx, id);
}

const moves = {
  review: { from: 'draft', to: 'review' },
  return: { from: 'review', to: 'draft' },
  withdraw: { from: 'published', to: 'withdrawn' },
} as const;

/** Sends a draft to review, gives it back, or withdraws what is published. */
export async function moveItem(ctx: Context, id: string, move: keyof typeof moves): Promise<void> {
  const item = await getManaged(ctx, id, 'lock');
  const { from, to } = moves[move];
  if (item.state !== from) throw itemErrors.wrongState({ state: item.state });
  await ctx.tx.updateTable('itemVersion').set({ state: to }).where('id', '=', id).execute();
  ctx.record({ action: `item.${move}`, entity: 'item', entityId: id });
}

/** Publishes what was reviewed as the version in force; the audit rules and the base item must agree. */
export async function publishReviewed(ctx: Context, id: string): Promise<{ code: string; version: number }> {
  const item = await getManaged(ctx, id, 'lock');
  if (item.state !== 'review') throw itemErrors.wrongState({ state: item.state });
  const agency = (await listAgencies(ctx.tx)).find((candidate) => candidate.id === item.agencyId);
  const defects = auditItem(item.content);
  if (!agency || defects.length > 0) {
    const fields = defects.map((defect) => ({ path: `/${defect.field}`, text: defect.text }));
    throw itemErrors.defective({ code: item.code, count: defects.length + (agency ? 0 : 1) }, fields);
  }
  const published = await publishItem(ctx, { item: item.content as ItemContent, agency, pack: null });
  await ctx.tx.updateTable('itemVersion').set({ state: 'withdrawn' }).where('id', '=', id).execute();
  return published;
}
