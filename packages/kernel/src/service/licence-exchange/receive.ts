import type { Context } from '../../platform/context/index.ts';
import { digest } from '../../platform/crypto/index.ts';
import { sql } from '../../platform/database/index.ts';
import type { DomainError } from '../../platform/errors/index.ts';
import type { Files } from '../../platform/files/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { exchangeErrors } from './errors.ts';
import type { Lower } from './lower-store.ts';
import {
  canonical,
  contentDigest,
  type LicenceMessage,
  type Outcome,
  type Receipt,
  type TypeEntry,
} from './model.ts';
import { exchangeColumns, openMessage, sealLicence } from './sealed.ts';

/** The types of licences that a lower level issues; the same ones again change nothing. */
export async function receiveTypes(ctx: Context, lower: Lower, types: readonly TypeEntry[]): Promise<void> {
  for (const entry of types)
    await sql`insert into exchange_type (lower_id, code, content, received_at)
      values (${lower.id}, ${entry.certificateTypeCode}, ${JSON.stringify(entry)}::jsonb, ${ctx.now})
      on conflict (lower_id, code) do update set content = excluded.content, received_at = excluded.received_at`.execute(
      ctx.tx,
    );
  ctx.record({
    action: 'exchange.types',
    entity: 'exchangeLower',
    entityId: lower.id,
    detail: { types: types.length },
  });
}

/** Takes messages; each is answered for itself, in the order in which they came. */
export async function receiveLicences(
  ctx: Context,
  lower: Lower,
  messages: readonly LicenceMessage[],
): Promise<Receipt[]> {
  const receipts = new Map<LicenceMessage, Receipt>();
  // In one order for all, so that two deliveries of the same licences wait for each other and never in a circle.
  for (const message of messages.toSorted(byPlace)) receipts.set(message, await receive(ctx, lower, message));
  const all = messages.flatMap((message) => receipts.get(message) ?? []);
  ctx.record({
    action: 'exchange.receive',
    entity: 'exchangeLower',
    entityId: lower.id,
    detail: Object.fromEntries(
      Map.groupBy(all, ({ outcome }) => outcome)
        .entries()
        .map(([key, of]) => [key, of.length]),
    ),
  });
  return all;
}

function byPlace(a: LicenceMessage, b: LicenceMessage): number {
  if (a.certificateIdentifier === b.certificateIdentifier) return a.version - b.version;
  return a.certificateIdentifier < b.certificateIdentifier ? -1 : 1;
}

async function receive(ctx: Context, lower: Lower, message: LicenceMessage): Promise<Receipt> {
  const { certificateIdentifier, version } = message;
  const answer = (outcome: Outcome, error?: DomainError): Receipt => ({
    certificateIdentifier,
    version,
    outcome,
    reason: error ? error.text : null,
  });
  const { certificateEffectiveDate: from, certificateExpiringDate: until } = message;
  if (until !== null && until < from)
    return answer('refused', exchangeErrors.wrongPeriod({ identifier: certificateIdentifier }));
  const hash = contentDigest(message);
  const known = await findReceipt(ctx, lower, message);
  if (known)
    return answer(known.digest === hash ? known.outcome : await keepConflict(ctx, lower, message, hash));
  const taken = await saveNewest(ctx, lower, message, hash);
  if (taken === 'foreign')
    return answer('refused', exchangeErrors.foreign({ identifier: certificateIdentifier }));
  await sql`insert into exchange_receipt (lower_id, identifier, version, digest, outcome, received_at)
    values (${lower.id}, ${certificateIdentifier}, ${version}, ${hash}, ${taken}, ${ctx.now})`.execute(
    ctx.tx,
  );
  return answer(taken);
}

/** Whoever receives messages of the same licence waits here. */
async function findReceipt(
  ctx: Context,
  lower: Lower,
  { certificateIdentifier, version }: LicenceMessage,
): Promise<{ digest: string; outcome: 'accepted' | 'late' } | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`exchange ${certificateIdentifier}`}, 0))`.execute(
    ctx.tx,
  );
  const { rows } = await sql<{ digest: string; outcome: 'accepted' | 'late' }>`
    select digest, outcome from exchange_receipt
    where lower_id = ${lower.id} and identifier = ${certificateIdentifier} and version = ${version}`.execute(
    ctx.tx,
  );
  return rows[0];
}

/** Another content under a number that was taken is kept for a person and changes nothing; decided on, it stays so. */
async function keepConflict(
  ctx: Context,
  lower: Lower,
  message: LicenceMessage,
  hash: string,
): Promise<Outcome> {
  const { certificateIdentifier, version } = message;
  const id = newId();
  const { sealed } = await ctx.columns.seal(ctx.tx, exchangeColumns.conflict, id, canonical(message));
  await sql`
    insert into exchange_conflict (id, lower_id, identifier, version, digest, content_sealed, received_at)
    values (${id}, ${lower.id}, ${certificateIdentifier}, ${version}, ${hash}, ${sealed}, ${ctx.now})
    on conflict (lower_id, identifier, version, digest) do nothing`.execute(ctx.tx);
  return 'conflict';
}

async function saveNewest(
  ctx: Context,
  lower: Lower,
  message: LicenceMessage,
  hash: string,
): Promise<'accepted' | 'late' | 'foreign'> {
  const { certificateIdentifier: identifier, version } = message;
  const { rows } = await sql<{ id: string; lowerId: string; version: number }>`
    select id, lower_id, version from exchange_licence where identifier = ${identifier} for update`.execute(
    ctx.tx,
  );
  const [held] = rows;
  if (held && held.lowerId !== lower.id) return 'foreign';
  if (held && held.version >= version) return 'late';
  await writeLicence(ctx, { id: held?.id ?? newId(), lowerId: lower.id }, message, hash);
  return 'accepted';
}

/** What is sealed is bound to the id of the row, which stays the same as long as the licence is known. */
async function writeLicence(
  ctx: Context,
  { id, lowerId }: { id: string; lowerId: string },
  message: LicenceMessage,
  hash: string,
): Promise<void> {
  const { content, holder } = await sealLicence(ctx, id, message);
  const { certificateIdentifier, version, certificateTypeCode, state, fileDigest } = message;
  await sql`
    insert into exchange_licence (id, identifier, lower_id, version, digest, content_sealed, holder_code_sealed,
      holder_code_index, type_code, state, file_digest, received_at)
    values (${id}, ${certificateIdentifier}, ${lowerId}, ${version}, ${hash}, ${content}, ${holder.sealed},
      ${holder.index}, ${certificateTypeCode}, ${state}, ${fileDigest}, ${ctx.now})
    on conflict (id) do update set version = excluded.version, digest = excluded.digest,
      content_sealed = excluded.content_sealed, holder_code_sealed = excluded.holder_code_sealed,
      holder_code_index = excluded.holder_code_index, type_code = excluded.type_code, state = excluded.state,
      file_digest = excluded.file_digest, received_at = excluded.received_at`.execute(ctx.tx);
}

/** Keeps a file under its digest; the same one again changes nothing. Errors: `exchange.bad-digest`. */
export async function receiveFile(
  ctx: Context,
  files: Files,
  lower: Lower,
  given: { digest: string; content: Buffer },
): Promise<void> {
  if (digest('SM3', given.content).toString('hex') !== given.digest) throw exchangeErrors.badDigest();
  const { rows } = await sql`
    select 1 from exchange_file where lower_id = ${lower.id} and digest = ${given.digest}`.execute(ctx.tx);
  if (rows.length > 0) return;
  const { id } = await files.keep(ctx, {
    name: `${given.digest.slice(0, 16)}.ofd`,
    mediaType: 'application/ofd',
    content: given.content,
  });
  await sql`insert into exchange_file (lower_id, digest, file_id) values (${lower.id}, ${given.digest}, ${id})
    on conflict do nothing`.execute(ctx.tx);
}

export interface ConflictRow {
  id: string;
  lowerId: string;
  identifier: string;
  version: number;
  digest: string;
  contentSealed: Buffer;
  receivedAt: Date;
  settledAt: Date | null;
}

/**
 * Decides which of two contents counts. What was taken stands in the place of the first one, and is what the licence
 * says if no newer message came since. Errors: `exchange.unknown`, `exchange.settled`.
 */
export async function settleConflict(
  ctx: Context,
  id: string,
  { outcome, reason }: { outcome: 'kept' | 'taken'; reason: string },
): Promise<void> {
  const { rows } = await sql<ConflictRow>`
    select id, lower_id, identifier, version, digest, content_sealed, received_at, settled_at
    from exchange_conflict where id = ${id} for update`.execute(ctx.tx);
  const [conflict] = rows;
  if (!conflict) throw exchangeErrors.unknown();
  if (conflict.settledAt) throw exchangeErrors.settled();
  if (outcome === 'taken') await take(ctx, conflict);
  await sql`update exchange_conflict set outcome = ${outcome}, reason = ${reason}, settled_at = ${ctx.now},
    settled_by = ${ctx.actor.kind === 'account' ? ctx.actor.accountId : null} where id = ${id}`.execute(
    ctx.tx,
  );
  ctx.record({ action: 'exchange.settle', entity: 'exchangeConflict', entityId: id, detail: { outcome } });
}

async function take(ctx: Context, conflict: ConflictRow): Promise<void> {
  const { lowerId, identifier, version, digest: hash } = conflict;
  await sql`update exchange_receipt set digest = ${hash}
    where lower_id = ${lowerId} and identifier = ${identifier} and version = ${version}`.execute(ctx.tx);
  const { rows } = await sql<{ id: string }>`select id from exchange_licence
    where lower_id = ${lowerId} and identifier = ${identifier} and version = ${version} for update`.execute(
    ctx.tx,
  );
  const [licence] = rows;
  if (!licence) return;
  const message = await openMessage(ctx, exchangeColumns.conflict, conflict.id, conflict.contentSealed);
  await writeLicence(ctx, { id: licence.id, lowerId }, message, hash);
}
