import { sql } from 'kysely';
import type { Context } from '../context/index.ts';
import type { Db, Tx } from '../database/index.ts';
import type { CalendarNotice } from './calendar.ts';

/** Every day that a loaded notice fixes; a year has some thirty. */
export async function listNotices(db: Db | Tx): Promise<CalendarNotice[]> {
  return db
    .selectFrom('calendarNotice')
    .select(['date', 'working', 'source'])
    .orderBy('date')
    .limit(10_000)
    .execute();
}

/** Keeps the days of a notice; one that is there already is replaced. */
export async function saveNotices(ctx: Context, notices: readonly CalendarNotice[]): Promise<void> {
  for (const { date, working, source } of notices) {
    const values = { working, source, loadedAt: ctx.now };
    await ctx.tx
      .insertInto('calendarNotice')
      .values({ date, ...values })
      .onConflict((conflict) => conflict.column('date').doUpdateSet(values))
      .execute();
  }
  ctx.record({
    action: 'calendar.load',
    entity: 'calendar',
    entityId: firstDayOf(notices)?.slice(0, 4) ?? '',
    detail: { days: notices.length },
  });
}

/** The first day that a notice fixes: no due date before it can move. */
export function firstDayOf(notices: readonly CalendarNotice[]): string | null {
  return notices.map(({ date }) => date).toSorted()[0] ?? null;
}

/** Several who load notices at once do so one after the other. */
export async function holdCalendar(ctx: Context): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('calendar'))`.execute(ctx.tx);
}
