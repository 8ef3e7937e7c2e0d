import type { Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import type { Calendar } from '../../platform/calendar/index.ts';
import type { CaseRow } from './model.ts';
import { refreshDue } from './terms.ts';

/**
 * Computes due dates again that rest on a year whose calendar was not announced when they were set; called
 * when its notice is loaded. Answers how many changed, at most `limit` at a time from `after` on.
 */
export async function recomputeProvisional(
  ctx: Context,
  calendar: Calendar,
  after: string | null,
  limit = 500,
): Promise<{ changed: number; next: string | null }> {
  const { rows } = await sql<CaseRow>`
    select * from service_case where due_provisional and ended_at is null and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit ${limit} for update`.execute(ctx.tx);
  let changed = 0;
  for (const row of rows) {
    const before = row.due?.getTime();
    refreshDue(row, calendar);
    if (row.due?.getTime() !== before) changed += 1;
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
