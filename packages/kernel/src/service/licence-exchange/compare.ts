import type { Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import type { Ask } from './channel.ts';
import type { TypeSummary } from './received.ts';
import { findUpper, saveAnswered, saveAway, type Upper } from './upper-store.ts';

const kind = 'exchange.compare';
const dayMs = 86_400_000;
/** More pages of one type than these there are not: 10 million licences. */
const mostPages = 10_000;

/** Has the two levels compared once a day; called from time to time. */
export async function compareDaily(ctx: Context): Promise<void> {
  const upper = await findUpper(ctx);
  if (upper?.state !== 'active' || (upper.retryAt !== null && upper.retryAt > ctx.now)) return;
  if (upper.comparedAt !== null && ctx.now.getTime() - upper.comparedAt.getTime() < dayMs) return;
  lineUpComparison(ctx);
}

export function lineUpComparison(ctx: Context): void {
  ctx.enqueue({ kind, key: 'daily', payload: {} });
}

interface HeldThere {
  certificateIdentifier: string;
  version: number;
  digest: string;
}

/**
 * Compares what was acknowledged with what the upper level has: first counts and digests of each type, then licence by
 * licence where these differ. What is on its way is left out. Differences are kept until the next comparison.
 */
export function compareHandlers(ask: Ask) {
  return {
    [kind]: async (ctx: Context) => {
      const upper = await findUpper(ctx);
      if (upper?.state !== 'active' || (upper.retryAt !== null && upper.retryAt > ctx.now)) return;
      const reply = await ask<{ items: TypeSummary[] }>(ctx, upper, 'summary', {});
      if (reply.kind !== 'answer') return saveAway(ctx, upper.id, reply.problem);
      const theirs = new Map(reply.body.items.map((item) => [item.certificateTypeCode, item.digest]));
      const ours = await summariseStanding(ctx);
      await sql`delete from exchange_difference`.execute(ctx.tx);
      for (const type of new Set([...theirs.keys(), ...ours.keys()]))
        if (theirs.get(type) !== ours.get(type) && !(await compareType(ctx, upper, type))) return;
      await saveAnswered(ctx, upper.id);
      await sql`update exchange_upper set compared_at = ${ctx.now} where id = ${upper.id}`.execute(ctx.tx);
    },
  };

  /** False when it went away meanwhile: then it is compared anew another time. */
  async function compareType(ctx: Context, upper: Upper, type: string): Promise<boolean> {
    const held: HeldThere[] = [];
    let after = '';
    for (let page = 0; page < mostPages; page += 1) {
      const reply = await ask<{ items: HeldThere[]; next: string | null }>(ctx, upper, 'summary/licences', {
        certificateTypeCode: type,
        after,
      });
      if (reply.kind !== 'answer') {
        await saveAway(ctx, upper.id, reply.problem);
        return false;
      }
      held.push(...reply.body.items);
      if (reply.body.next === null) break;
      after = reply.body.next;
    }
    await saveDifferences(ctx, type, held);
    return true;
  }
}

async function summariseStanding(ctx: Context): Promise<Map<string, string>> {
  const { rows } = await sql<{ typeCode: string; digest: string }>`
    select type_code,
      encode(sha256(string_agg(identifier || ' ' || version || ' ' || digest, ',' order by identifier collate "C")::bytea), 'hex') as digest
    from exchange_standing group by type_code`.execute(ctx.tx);
  return new Map(rows.map(({ typeCode, digest }) => [typeCode, digest]));
}

async function saveDifferences(ctx: Context, type: string, held: readonly HeldThere[]): Promise<void> {
  await sql`
    with theirs as (
      select t."certificateIdentifier" as identifier, t.version, t.digest
      from jsonb_to_recordset(${JSON.stringify(held)}::jsonb) as t("certificateIdentifier" text, version int, digest text)),
    ours as (select licence_id, identifier, version, digest from exchange_standing where type_code = ${type})
    insert into exchange_difference (identifier, licence_id, type_code, kind, our_version, their_version, found_at)
    select coalesce(o.identifier, t.identifier), o.licence_id, ${type},
      case when o.identifier is null then 'extra' when t.identifier is null then 'missing' else 'differs' end,
      o.version, t.version, ${ctx.now}
    from ours o full join theirs t on t.identifier = o.identifier
    where (o.version, o.digest) is distinct from (t.version, t.digest)
      and not exists (select 1 from exchange_message m where m.licence_id = o.licence_id and m.status = 'waiting')
    on conflict (identifier) do nothing`.execute(ctx.tx);
}
