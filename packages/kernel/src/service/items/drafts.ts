import { createHash } from 'node:crypto';
import { postsOf, type Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { listAgencies, type Agency } from '../../subject/organisation/index.ts';
import { examineItem } from './audit.ts';
import { implementationCode } from './codes.ts';
import { readPatch, type DraftContent } from './draft-shape.ts';
import { itemErrors } from './errors.ts';
import { expectVersion, getManaged, type ManagedItem } from './manage.ts';
import { searchDocument } from './search.ts';
import { alteredElements, findBase } from './service.ts';

/** Begins an item of an agency of the caller. Errors: `item.draft-exists`. */
export async function createDraft(
  ctx: Context,
  input: { agency: string; code: string; name: string },
): Promise<string> {
  const agency = await getOwnAgency(ctx, input.agency);
  const content: DraftContent = { code: input.code, name: input.name, agency: agency.slug, level: 3 };
  const code = implementationCode(agency.code, 3, input.code);
  return insertDraft(ctx, { code, content, agency, pack: null });
}

/** Begins the next version of an item with the content of this one. Errors: `item.draft-exists`. */
export async function reviseItem(ctx: Context, id: string): Promise<string> {
  const item = await getManaged(ctx, id);
  if (item.state !== 'published' && item.state !== 'withdrawn')
    throw itemErrors.wrongState({ state: item.state });
  const agency = (await listAgencies(ctx.tx)).find((candidate) => candidate.id === item.agencyId) ?? null;
  return insertDraft(ctx, { code: item.code, content: item.content, agency, pack: item.pack });
}

/**
 * Changes elements of a draft; `rowVersion` is the one that the editor has seen. What a base item fixes is
 * inherited. Errors: `platform.invalid-input`, `platform.version-conflict`, `item.alters-base`.
 */
export async function editDraft(
  ctx: Context,
  id: string,
  rowVersion: number | null,
  body: Record<string, unknown>,
): Promise<ManagedItem> {
  const item = await getManaged(ctx, id, 'lock');
  if (item.state !== 'draft') throw itemErrors.wrongState({ state: item.state });
  expectVersion(item, rowVersion);
  const patch = readPatch(body);
  const merged = Object.fromEntries(
    Object.entries({ ...item.content, ...patch }).filter(([, value]) => value !== null),
  ) as DraftContent;
  const base = merged.base === undefined ? undefined : await findBase(ctx, merged.base);
  const altered = base === undefined ? [] : alteredElements(base, { ...base, ...(patch as DraftContent) });
  if (altered.length > 0) throw itemErrors.altersBase({ code: item.code, elements: altered.join(', ') });
  const content = { ...merged, ...base } as DraftContent;
  const agency = patch.agency ? await getOwnAgency(ctx, patch.agency) : null;
  await ctx.tx
    .updateTable('itemVersion')
    .set((eb) => ({
      ...columnsOf(content, agency?.name.zh ?? item.agency),
      ...ownerOf(agency),
      rowVersion: eb('rowVersion', '+', 1),
    }))
    .where('id', '=', id)
    .execute();
  const detail = { elements: Object.keys(patch) };
  ctx.record({ action: 'item.edit', entity: 'item', entityId: id, detail });
  return getManaged(ctx, id);
}

/** An agency that the caller keeps items for; an administrator keeps those of all. */
async function getOwnAgency(ctx: Context, slug: string): Promise<Agency> {
  const posts = postsOf(ctx.actor);
  const agency = (await listAgencies(ctx.tx)).find((candidate) => candidate.slug === slug);
  if (!agency) throw platformErrors.notFound();
  const own = posts.some((post) => post.role === 'admin' || post.agencyId === agency.id);
  if (!own) throw platformErrors.forbidden();
  return agency;
}

interface NewDraft {
  code: string;
  content: DraftContent;
  agency: Agency | null;
  pack: string | null;
}

async function insertDraft(ctx: Context, { code, content, agency, pack }: NewDraft): Promise<string> {
  const newest = await ctx.tx
    .selectFrom('itemVersion')
    .select(['version', 'state'])
    .where('code', '=', code)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (newest?.state === 'draft' || newest?.state === 'review') throw itemErrors.draftExists({ code });
  const id = newId();
  const version = (newest?.version ?? 0) + 1;
  await ctx.tx
    .insertInto('itemVersion')
    .values({
      id,
      code,
      version,
      pack,
      state: 'draft',
      origin: 'desk',
      createdAt: ctx.now,
      ...columnsOf(content, agency?.name.zh ?? '—'),
      ...ownerOf(agency),
    })
    .execute();
  ctx.record({ action: 'item.draft', entity: 'item', entityId: id, detail: { code, version } });
  return id;
}

function ownerOf(agency: Agency | null) {
  return agency ? { agencyId: agency.id, agencyName: agency.name.zh, divisionCode: agency.divisionCode } : {};
}

/** The columns by which lists find a draft, and its content with what is still wrong in it. */
function columnsOf(content: DraftContent, agencyName: string) {
  const text = JSON.stringify(content);
  const document = searchDocument({ ...content, name: content.name ?? '' }, agencyName);
  return {
    agencyName,
    name: content.name ?? '',
    slug: content.slug ?? null,
    caseType: content.caseType ?? '',
    itemType: content.type ?? '',
    online: content.handlingForm?.includes('online') ?? false,
    popular: content.popular ?? false,
    serviceObjects: (content.serviceObjects ?? []) as number[],
    lifeEvents: content.lifeEvents ?? [],
    content: text,
    hash: createHash('sha256').update(text).digest('hex'),
    defects: JSON.stringify(examineItem(content)),
    search: sql<string>`${document.vector}::tsvector`,
    grams: document.grams,
  };
}
