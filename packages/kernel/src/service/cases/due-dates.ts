import { createCalendar, listNotices, type Calendar, type DueDates } from '../../platform/calendar/index.ts';
import { dateOf } from '../../platform/clock/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import type { JobHandlers } from '../../platform/jobs/index.ts';
import type { CaseRow } from './model.ts';
import { mayMove, recomputeDue } from './recompute.ts';
import { refreshDue } from './terms.ts';

const shown = 200;
const batch = 1000;

/** Which due dates a calendar would move, without moving them: numbers and days, nothing about people. */
export const dueDates: DueDates = {
  async preview(ctx, calendar, from) {
    const changed: { number: string; before: string | null; after: string | null }[] = [];
    let checked = 0;
    let after: string | null = null;
    do {
      const rows: CaseRow[] = await readMovable(ctx, from, after);
      checked += rows.length;
      for (const row of rows) {
        const before = row.due && dateOf(row.due);
        refreshDue(row, calendar);
        const next = row.due && dateOf(row.due);
        if (next !== before && changed.length < shown)
          changed.push({ number: row.number, before, after: next });
      }
      after = rows.length === batch ? (rows.at(-1)?.id ?? null) : null;
    } while (after !== null);
    return { checked, changed };
  },
};

async function readMovable(ctx: Context, from: string | null, after: string | null): Promise<CaseRow[]> {
  const { rows } = await sql<CaseRow>`
    select * from service_case where ${mayMove(from)} and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit ${batch}`.execute(ctx.tx);
  return rows;
}

/** After a notice was loaded: part after part, each in a transaction of its own. */
export function calendarHandlers(calendar: () => Calendar): JobHandlers {
  return {
    'calendar.recompute': async (ctx, payload) => {
      // The process that does this may not have read the notice yet.
      const current = createCalendar(await listNotices(ctx.tx), calendar().officeHours);
      const after = typeof payload['after'] === 'string' ? payload['after'] : null;
      const from = typeof payload['from'] === 'string' ? payload['from'] : null;
      const { next } = await recomputeDue(ctx, current, { from, after });
      if (next !== null) ctx.enqueue({ kind: 'calendar.recompute', payload: { from, after: next } });
    },
  };
}
