import type { Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import type { Calendar } from '../../platform/calendar/index.ts';
import type { CaseRow } from './model.ts';
import { refreshDue } from './terms.ts';

/** Open cases whose due date a notice that begins on `from` may move; null for provisional ones alone. */
export function mayMove(from: string | null) {
  return sql`ended_at is null and (due_provisional or greatest(due, statutory_due) >= ${from}::date)`;
}

/**
 * Computes due dates again that a notice may move: those that rest on a year that was not announced when they
 * were set, and those that end on `from`, its first day, or later, as when a holiday is lengthened while terms
 * run. Answers how many changed, at most `limit` at a time from `after` on.
 */
export async function recomputeDue(
  ctx: Context,
  calendar: Calendar,
  { from, after }: { from: string | null; after: string | null },
  limit = 500,
): Promise<{ changed: number; next: string | null }> {
  const { rows } = await sql<CaseRow>`
    select * from service_case where ${mayMove(from)} and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit ${limit} for update`.execute(ctx.tx);
  let changed = 0;
  for (const row of rows) {
    const before = [row.due?.getTime(), row.statutoryDue?.getTime(), row.dueProvisional].join();
    refreshDue(row, calendar);
    if ([row.due?.getTime(), row.statutoryDue?.getTime(), row.dueProvisional].join() === before) continue;
    changed += 1;
    await ctx.tx
      .updateTable('serviceCase')
      .set((eb) => ({
        due: row.due,
        statutoryDue: row.statutoryDue,
        dueProvisional: row.dueProvisional,
        version: eb('version', '+', 1),
        updatedAt: ctx.now,
      }))
      .where('id', '=', row.id)
      .execute();
  }
  if (changed > 0)
    ctx.record({
      action: 'case.recompute-due',
      entity: 'case',
      entityId: 'provisional',
      detail: { changed },
    });
  return { changed, next: rows.length === limit ? (rows.at(-1)?.id ?? null) : null };
}
