import type { Context } from '../../platform/context/index.ts';
import { postsOf } from '../../platform/context/index.ts';
import { hold, sql, type Tx } from '../../platform/database/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { sealErrors } from './errors.ts';
import { fullNameOf } from './make.ts';
import type { SealRow, UseRow } from './model.ts';

export interface SealRequest {
  agencyId: string;
  /**
   * `agency`: the platform seals by rule, under the agency's grant for `forType`, whoever is waiting for it; `caller`:
   * a person seals, under a grant of their own.
   */
  by: 'agency' | 'caller';
  /** Code of a licence type or item. */
  forType?: string;
  /** One seal of several; whichever is granted unless said. */
  sealId?: string;
  /** What it is sealed for, as the use record says it. */
  purpose: string;
  entity: { kind: UseRow['entityKind']; id: string };
}

/** A grant that holds, and its seal. */
export interface Granted extends Pick<SealRow, 'name' | 'usage' | 'state'> {
  grantId: string;
  sealId: string;
  most: number | null;
  used: number;
  grantFrom: Date;
  grantUntil: Date;
  validUntil: Date;
}

/** What a grant and its seal must be for one more signature, at an instant. */
const holdsAt = (now: Date) => sql`(g.ended_at is null and g.valid_from <= ${now} and g.valid_until > ${now}
  and (g.most is null or g.used < g.most) and s.state = 'active' and s.valid_until > ${now})`;

const columns = sql`g.id as grant_id, s.id as seal_id, s.name, s.usage, s.state, g.most, g.used, g.valid_from as grant_from,
  g.valid_until as grant_until, s.valid_until`;

/**
 * The grant under which a request may be sealed now. Errors: `seal.not-granted`, `seal.not-now`, `seal.used-up`,
 * `seal.frozen`, `seal.ended`, `seal.expired`.
 */
export async function getGrant(ctx: Context, request: SealRequest): Promise<Granted> {
  const { agencyId, forType = null, sealId = null } = request;
  const { rows } = await sql<Granted>`select ${columns} from seal_grant g join seal s on s.id = g.seal_id
    where s.agency_id = ${agencyId} and g.ended_at is null and ${isFor(ctx, request)}
      and (${sealId}::uuid is null or s.id = ${sealId}::uuid)
    order by ${holdsAt(ctx.now)} desc, g.for_type = ${forType} desc nulls last, g.id desc limit 1`.execute(
    ctx.tx,
  );
  const [found] = rows;
  if (!found) throw sealErrors.notGranted();
  refuse(ctx, found);
  return found;
}

function isFor(ctx: Context, { by, agencyId, forType: wanted }: SealRequest) {
  const forType = wanted ?? null;
  if (by === 'agency') return sql`(g.account_id is null and g.for_type = ${forType})`;
  const { actor } = ctx;
  // Whoever has left the agency has left their grants.
  const isThere = postsOf(actor).some((post) => post.role !== 'system' && post.agencyId === agencyId);
  if (actor.kind !== 'account' || !isThere) throw sealErrors.notGranted();
  return sql`(g.account_id = ${actor.accountId} and (g.for_type is null or g.for_type = ${forType}))`;
}

/** Says why a grant does not hold; nothing where it does. */
function refuse(ctx: Context, grant: Granted): void {
  const { state, most, used, grantFrom, grantUntil, validUntil } = grant;
  const name = fullNameOf(grant);
  if (state === 'frozen') throw sealErrors.frozen({ name });
  if (state !== 'active') throw sealErrors.ended({ name });
  if (validUntil <= ctx.now) throw sealErrors.expired({ name });
  if (grantFrom > ctx.now || grantUntil <= ctx.now)
    throw sealErrors.notNow({ from: grantFrom.toISOString(), until: grantUntil.toISOString() });
  if (most !== null && used >= most) throw sealErrors.usedUp({ most });
}

/**
 * Counts one signature and writes its record, in one statement that looks at grant and seal again: what was frozen or
 * used up meanwhile is refused. A grant with a bound is counted at once, so that it is never passed; one without is
 * counted with the commit, so that signatures of many transactions do not wait for each other. Errors: as `getGrant`.
 */
export async function countUse(
  ctx: Context,
  { grantId, most }: Granted,
  request: SealRequest,
  signed: { form: UseRow['form']; digest: Uint8Array },
): Promise<void> {
  const id = newId();
  const { actor } = ctx;
  const accountId = request.by === 'caller' && actor.kind === 'account' ? actor.accountId : null;
  const { kind, id: entityId } = request.entity;
  const insert = sql`insert into seal_use
    (id, at, seal_id, grant_id, account_id, purpose, form, digest, entity_kind, entity_id, request_id)
    select ${id}::uuid, ${ctx.now}::timestamptz, seal_id, id, ${accountId}::uuid, ${request.purpose}, ${signed.form},
      ${Buffer.from(signed.digest)}::bytea, ${kind}, ${entityId}, ${ctx.requestId}`;
  const { rows } =
    most === null
      ? await sql<{ sealId: string }>`${insert} from (select g.id, g.seal_id from seal_grant g
          join seal s on s.id = g.seal_id where g.id = ${grantId} and ${holdsAt(ctx.now)}) held
          returning seal_id`.execute(ctx.tx)
      : await sql<{ sealId: string }>`with counted as (update seal_grant g set used = g.used + 1 from seal s
          where g.id = ${grantId} and s.id = g.seal_id and ${holdsAt(ctx.now)} returning g.id, g.seal_id)
          ${insert} from counted returning seal_id`.execute(ctx.tx);
  const [used] = rows;
  if (!used) return sayWhyNot(ctx, grantId);
  if (most === null) countAtCommit(ctx, grantId);
  ctx.record({
    action: 'seal.use',
    entity: 'seal',
    entityId: used.sealId,
    detail: {
      useId: id,
      grantId,
      form: signed.form,
      [kind === 'file' ? 'by' : kind]: kind === 'file' ? 'hand' : entityId,
    },
  });
}

async function sayWhyNot(ctx: Context, grantId: string): Promise<never> {
  const { rows } = await sql<Granted>`select ${columns} from seal_grant g join seal s on s.id = g.seal_id
    where g.id = ${grantId} and g.ended_at is null`.execute(ctx.tx);
  if (rows[0]) refuse(ctx, rows[0]);
  throw sealErrors.notGranted();
}

const waiting = new WeakMap<Tx, Map<string, number>>();

/** One update a grant and transaction, which reaches the database together with the commit. */
function countAtCommit(ctx: Context, grantId: string): void {
  const known = waiting.get(ctx.tx);
  const counts = known ?? new Map<string, number>();
  counts.set(grantId, (counts.get(grantId) ?? 0) + 1);
  if (known) return;
  waiting.set(ctx.tx, counts);
  ctx.beforeCommit(async () => {
    const rows = [...counts].map(([id, uses]) => ({ id, uses }));
    const update = sql`update seal_grant g set used = g.used + n.uses
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) n (id uuid, uses int) where g.id = n.id`;
    await hold(ctx.tx, update);
  });
}
