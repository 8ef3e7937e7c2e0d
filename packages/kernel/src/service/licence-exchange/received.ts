import { dateOf } from '../../platform/clock/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { exchangeErrors } from './errors.ts';
import type { Lower } from './lower-store.ts';
import type { Ground, LicenceMessage } from './model.ts';
import { exchangeColumns, openMessage } from './sealed.ts';

/** A licence that a lower level issued, as its newest message says. */
export interface Received {
  identifier: string;
  version: number;
  digest: string;
  content: LicenceMessage;
}

export type ReceivedQuery = { identifier: string } | { holder: string; type?: string };

const mostFound = 100;

/** Licences that lower levels registered, by identifier or by holder; whoever looks has a ground and records it. */
export async function findReceived(ctx: Context, query: ReceivedQuery): Promise<Received[]> {
  const { rows } = await sql<Omit<Received, 'content'> & { id: string; contentSealed: Buffer }>`
    select id, identifier, version, digest, content_sealed from exchange_licence where ${await conditionOf(ctx, query)}
    order by identifier limit ${mostFound}`.execute(ctx.tx);
  return Promise.all(
    rows.map(async ({ id, contentSealed, ...row }) => ({
      ...row,
      content: await openMessage(ctx, exchangeColumns.content, id, contentSealed),
    })),
  );
}

async function conditionOf(ctx: Context, query: ReceivedQuery) {
  if ('identifier' in query) return sql`identifier = ${query.identifier}`;
  const indexes = await ctx.columns.indexesOf(ctx.tx, exchangeColumns.holder, query.holder);
  const type = query.type ?? null;
  return sql`holder_code_index = any(${indexes}::bytea[]) and (${type}::text is null or type_code = ${type})`;
}

/** What a lower level finds; each look is kept with its ground. */
export async function lookUp(
  ctx: Context,
  lower: Lower,
  query: ReceivedQuery,
  ground: Ground,
): Promise<LicenceMessage[]> {
  const found = await findReceived(ctx, query);
  const kind = 'identifier' in query ? 'identifier' : 'holder';
  await saveLook(
    ctx,
    lower,
    kind,
    found.map(({ identifier }) => identifier),
    ground,
  );
  return found.map(({ content }) => content);
}

/** A file of a licence by its digest. Errors: `exchange.unknown`. */
export async function lookUpFile(
  ctx: Context,
  lower: Lower,
  wanted: { identifier: string; digest: string },
  ground: Ground,
): Promise<string> {
  const { rows } = await sql<{ fileId: string }>`
    select f.file_id from exchange_licence x join exchange_file f on f.lower_id = x.lower_id
      and f.digest = x.file_digest
    where x.identifier = ${wanted.identifier} and f.digest = ${wanted.digest}`.execute(ctx.tx);
  if (!rows[0]) throw exchangeErrors.unknown();
  await saveLook(ctx, lower, 'file', [wanted.identifier], ground);
  return rows[0].fileId;
}

async function saveLook(
  ctx: Context,
  lower: Lower,
  kind: 'identifier' | 'holder' | 'file',
  identifiers: string[],
  { basis, matter }: Ground,
): Promise<void> {
  const id = newId();
  await ctx.tx
    .insertInto('exchangeLook')
    .values({ id, lowerId: lower.id, at: ctx.now, kind, identifiers, basis, matter })
    .execute();
  ctx.record({
    action: 'exchange.look',
    entity: 'exchangeLook',
    entityId: id,
    detail: { kind, found: identifiers.length },
  });
}

export interface Claim {
  certificateIdentifier: string;
  fileDigest?: string | undefined;
  fields?: { name: string; value: string }[] | undefined;
}

const comparable = [
  'certificateNumber',
  'certificateTypeName',
  'certificateHolderName',
  'certificateHolderCode',
  'certificateIssuingAuthorityName',
  'certificateIssuingAuthorityCode',
  'certificateIssuedDate',
  'certificateEffectiveDate',
  'certificateExpiringDate',
] as const;

/**
 * Whether everything that is claimed is so, and how the licence stands today; never what it says, nor which part of the
 * claim is wrong. A claim of nothing matches nothing.
 */
export async function verifyClaim(ctx: Context, { certificateIdentifier, fileDigest, fields = [] }: Claim) {
  const [found] = await findReceived(ctx, { identifier: certificateIdentifier });
  ctx.record({ action: 'exchange.verify', entity: 'exchangeLicence', entityId: certificateIdentifier });
  if (!found) return { match: false, state: null };
  const { content } = found;
  const says = (name: string): string | null | undefined => {
    const known = comparable.find((member) => member === name);
    return known ? content[known] : content.data.find((field) => field.name === name)?.value;
  };
  const claimed = fields.length > 0 || fileDigest !== undefined;
  const match =
    claimed &&
    (fileDigest === undefined || fileDigest === content.fileDigest) &&
    fields.every(({ name, value }) => says(name) === value);
  const { state, certificateExpiringDate: until } = content;
  const expired = state === 'valid' && until !== null && until < dateOf(ctx.now);
  return { match, state: match ? (expired ? 'expired' : state) : null };
}

export interface TypeSummary {
  certificateTypeCode: string;
  count: number;
  digest: string;
}

/** Of each type how many there are, and one digest over all: levels that agree need not compare more. */
export async function summarise(ctx: Context, lower: Lower): Promise<TypeSummary[]> {
  const { rows } = await sql<TypeSummary>`
    select type_code as certificate_type_code, count(*)::int as count,
      encode(sha256(string_agg(identifier || ' ' || version || ' ' || digest, ',' order by identifier collate "C")::bytea), 'hex') as digest
    from exchange_licence where lower_id = ${lower.id} group by type_code order by type_code limit 1000`.execute(
    ctx.tx,
  );
  return rows;
}

/** The same licence by licence, a page. */
export async function listHeldOf(
  ctx: Context,
  lower: Lower,
  { type, after, limit }: { type: string; after: string; limit: number },
): Promise<{ certificateIdentifier: string; version: number; digest: string }[]> {
  const { rows } = await sql<{ certificateIdentifier: string; version: number; digest: string }>`
    select identifier as certificate_identifier, version, digest from exchange_licence
    where lower_id = ${lower.id} and type_code = ${type} and identifier collate "C" > ${after}
    order by identifier collate "C" limit ${limit}`.execute(ctx.tx);
  return rows;
}
