import type { Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import type { Channel } from './channel.ts';

/** What our books and the channel's statement of a day say of each other; amounts in fen. */
export interface Reconciliation {
  date: string;
  matched: number;
  /** The channel did it, we do not know of it. */
  onlyChannel: Entry[];
  /** We think that it was done, the channel does not. */
  onlyHere: Entry[];
  differ: (Entry & { here: number })[];
}

interface Entry {
  kind: 'order' | 'refund' | 'payout';
  id: string;
  amount: number;
}

/** Compares a day's statement of the channel with what we recorded as paid, refunded or paid out. */
export async function reconcile(ctx: Context, channel: Channel, date: string): Promise<Reconciliation> {
  const statement = await channel.statement(date);
  const ids = statement.map(({ id }) => id);
  const { rows } = await sql<Entry & { day: string }>`
    select * from (
      select 'order' as kind, id, amount, (paid_at at time zone 'UTC')::date::text as day from payment_order where paid_at is not null
      union all
      select 'refund', id, amount, (refunded_at at time zone 'UTC')::date::text from payment_order where refunded_at is not null
      union all
      select 'payout', id, amount, (paid_at at time zone 'UTC')::date::text from payout where paid_at is not null) e
    where e.day = ${date} or e.id = any(${ids}::uuid[]) limit 100000`.execute(ctx.tx);
  const here = new Map(rows.map((row) => [`${row.kind} ${row.id}`, row]));
  const there = new Set(statement.map(({ kind, id }) => `${kind} ${id}`));
  const report: Reconciliation = { date, matched: 0, onlyChannel: [], onlyHere: [], differ: [] };
  for (const { kind, id, amount } of statement) {
    const known = here.get(`${kind} ${id}`);
    if (!known) report.onlyChannel.push({ kind, id, amount });
    else if (known.amount !== amount) report.differ.push({ kind, id, amount, here: known.amount });
    else report.matched += 1;
  }
  // What we recorded on the day by a notice that came just after midnight stands on the channel's next day.
  report.onlyHere = rows
    .filter((row) => row.day === date && !there.has(`${row.kind} ${row.id}`))
    .map(({ kind, id, amount }) => ({ kind, id, amount }));
  return report;
}
