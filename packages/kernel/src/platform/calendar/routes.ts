import Type from 'typebox';
import type { Context } from '../context/index.ts';
import { route, type Route } from '../http/index.ts';
import { createCalendar, type Calendar, type CalendarNotice } from './calendar.ts';
import { addDays, weekday } from './dates.ts';
import { firstDayOf, holdCalendar, listNotices, saveNotices } from './notices.ts';

const who = { posts: ['admin'], reach: 'city' } as const;

const Notices = Type.Object(
  {
    days: Type.Array(
      Type.Object(
        {
          date: Type.String({ format: 'date' }),
          working: Type.Boolean({ description: 'False for a holiday, true for a make-up day' }),
          source: Type.String({ minLength: 1, maxLength: 200, description: 'Number or title of the notice' }),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 400 },
    ),
  },
  { additionalProperties: false },
);

const Preview = Type.Object({
  checked: Type.Integer({ description: 'Cases whose due date rests on a year that was not announced' }),
  changed: Type.Array(
    Type.Object({
      number: Type.String(),
      before: Type.Union([Type.String(), Type.Null()]),
      after: Type.Union([Type.String(), Type.Null()]),
    }),
    { description: 'At most 200' },
  ),
});

/** What a changed calendar does to due dates; cases are a later folder, so it is handed in. */
export interface DueDates {
  /** `from` is the first day that the calendar has otherwise. */
  preview(
    ctx: Context,
    calendar: Calendar,
    from: string | null,
  ): Promise<{ checked: number; changed: unknown[] }>;
}

interface Deps {
  calendar: () => Calendar;
  dueDates: DueDates;
}

/** The working-day calendar year by year, and the loading of a year's notice. */
export function calendarRoutes(deps: Deps): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/admin/calendar/:year',
      summary: 'Days of a year that are not as their weekday says',
      who,
      params: Type.Object({ year: Type.Integer({ minimum: 2004, maximum: 2100 }) }),
      output: Type.Object({
        year: Type.Integer(),
        provisional: Type.Boolean({
          description: 'Its notice is not loaded: make-up days are not known yet',
        }),
        workingDays: Type.Integer(),
        days: Type.Array(
          Type.Object({
            date: Type.String({ format: 'date' }),
            working: Type.Boolean(),
            source: Type.Union([Type.String(), Type.Null()], {
              description: 'The loaded notice; null for what is built in',
            }),
          }),
        ),
      }),
      handler: (ctx, { params }) => presentYear(ctx, deps.calendar(), params.year),
    }),
    route({
      method: 'POST',
      url: '/api/v1/admin/calendar/preview',
      summary: 'Which due dates a notice would change; nothing is saved',
      who,
      body: Notices,
      output: Preview,
      handler: async (ctx, { body }) =>
        deps.dueDates.preview(ctx, await calendarWith(ctx, deps, body.days), firstDayOf(body.days)),
    }),
    route({
      method: 'POST',
      url: '/api/v1/admin/calendar/notices',
      summary: 'Take a yearly notice; due dates that rest on it are computed again',
      who,
      status: 201,
      body: Notices,
      output: Type.Object({ days: Type.Integer() }),
      handler: async (ctx, { body }) => {
        await holdCalendar(ctx);
        await saveNotices(ctx, body.days);
        ctx.enqueue({ kind: 'calendar.recompute', payload: { from: firstDayOf(body.days), after: null } });
        return { days: body.days.length };
      },
    }),
  ];
}

async function calendarWith(
  ctx: Context,
  { calendar }: Deps,
  days: readonly CalendarNotice[],
): Promise<Calendar> {
  return createCalendar([...(await listNotices(ctx.tx)), ...days], calendar().officeHours);
}

async function presentYear(ctx: Context, calendar: Calendar, year: number) {
  const notices = new Map((await listNotices(ctx.tx)).map(({ date, source }) => [date, source]));
  const days = [];
  let workingDays = 0;
  for (let date = `${year}-01-01`; date <= `${year}-12-31`; date = addDays(date, 1)) {
    const working = calendar.isWorkingDay(date);
    if (working) workingDays += 1;
    const usual = weekday(date) !== 0 && weekday(date) !== 6;
    if (working !== usual) days.push({ date, working, source: notices.get(date) ?? null });
  }
  return { year, provisional: calendar.isProvisional(`${year}-06-30`), workingDays, days };
}
