import { dateOf } from '../../platform/clock/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import type { Text } from '../../platform/text/index.ts';
import { administeredPrefixes } from '../organisation/index.ts';

/** A program of an agency, as an administrator sees it. */
export interface AgencySystem {
  id: string;
  accountId: string;
  login: string;
  /** Slug. */
  agency: string;
  name: Text;
  /** Calls of the crypto service a day. */
  cryptoQuota: number;
  callsToday: number;
  closed: boolean;
  /** End of its token; null when it has none. */
  tokenUntil: Date | null;
}

/** Systems of the agencies that the caller administers, in the order of their registration. */
export async function listSystems(
  ctx: Context,
  limit: number,
  after: string | null,
): Promise<AgencySystem[]> {
  return select(ctx, sql`(${after}::uuid is null or s.id > ${after}::uuid) order by s.id limit ${limit}`);
}

/** Waits for whoever changes the same system. */
export async function findSystem(ctx: Context, id: string): Promise<AgencySystem | undefined> {
  const [found] = await select(ctx, sql`s.id = ${id} for no key update of s`);
  return found;
}

type Rest = ReturnType<typeof sql>;

async function select(ctx: Context, rest: Rest): Promise<AgencySystem[]> {
  const { rows } = await sql<Omit<AgencySystem, 'name'> & { nameZh: string; nameEn: string }>`
    select s.id, s.account_id, u.login, a.slug as agency, s.name_zh, s.name_en, s.crypto_quota,
      coalesce((select d.calls from agency_system_day d where d.system_id = s.id and d.day = ${dateOf(ctx.now)}), 0) as calls_today,
      s.closed_at is not null as closed,
      (select max(t.expires_at) from session t where t.account_id = s.account_id and t.ended_at is null
        and t.expires_at > ${ctx.now}) as token_until
    from agency_system s join agency a on a.id = s.agency_id join account u on u.id = s.account_id
    where exists (select 1 from unnest(${administeredPrefixes(ctx)}::text[]) prefix where a.division_code like prefix || '%')
      and ${rest}`.execute(ctx.tx);
  return rows.map(({ nameZh, nameEn, ...row }) => ({ ...row, name: { zh: nameZh, en: nameEn } }));
}
