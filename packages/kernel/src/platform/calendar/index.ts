export { createCalendar, type Calendar, type CalendarNotice, type OfficeHours } from './calendar.ts';
export { calendarRoutes, type DueDates } from './routes.ts';
export { firstDayOf, listNotices, saveNotices } from './notices.ts';
export { addDays, addYears, longDate } from './dates.ts';
export {
  dueDate,
  dueInstant,
  extend,
  resume,
  startTerm,
  suspend,
  daysLeft,
  type Due,
  type Term,
  type TermUnit,
} from './term.ts';
