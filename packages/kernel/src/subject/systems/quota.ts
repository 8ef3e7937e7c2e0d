import { dateOf } from '../../platform/clock/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { accountIdOf } from '../accounts/index.ts';
import { systemErrors } from './errors.ts';

const dayMs = 86_400_000;

/**
 * Counts one call of the agency system that acts; days are those of China. Errors: `system.quota-used`,
 * `platform.forbidden` for whoever is no open system.
 */
export async function countCall(ctx: Context): Promise<void> {
  const accountId = accountIdOf(ctx);
  const { rows } = await sql`
    insert into agency_system_day as d (system_id, day, calls)
    select s.id, ${dateOf(ctx.now)}::date, 1 from agency_system s
    where s.account_id = ${accountId} and s.closed_at is null
    on conflict (system_id, day) do update set calls = d.calls + 1
      where d.calls < (select s.crypto_quota from agency_system s where s.id = d.system_id)
    returning d.calls`.execute(ctx.tx);
  if (rows.length > 0) return;
  const system = await ctx.tx
    .selectFrom('agencySystem')
    .select('cryptoQuota')
    .where('accountId', '=', accountId)
    .where('closedAt', 'is', null)
    .executeTakeFirst();
  if (!system) throw platformErrors.forbidden();
  throw systemErrors.quotaUsed({ quota: system.cryptoQuota, opens: nextDay(ctx.now) });
}

/** When the next civil day of China begins, such as `2026-03-03T00:00:00+08:00`. */
function nextDay(now: Date): string {
  return `${dateOf(new Date(now.getTime() + dayMs))}T00:00:00+08:00`;
}
