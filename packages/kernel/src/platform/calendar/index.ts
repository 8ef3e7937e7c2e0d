export { createCalendar, type Calendar, type CalendarNotice, type OfficeHours } from './calendar.ts';
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
