/** Dates and times of FEEL (DMN 1.5 §10.3.2.3.4–7). Years run from -999,999,999 to 999,999,999. */

const secondsPerDay = 86_400;

/** A zone: seconds east of UTC, or the name of an IANA zone, or none (local time). */
export type Zone = number | string | null;

export class FeelDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;

  constructor(year: number, month: number, day: number) {
    this.year = year;
    this.month = month;
    this.day = day;
  }

  /** Days since 1970-01-01. */
  get epochDay(): number {
    return daysFromCivil(this.year, this.month, this.day);
  }
}

export class FeelTime {
  readonly hour: number;
  readonly minute: number;
  /** With fraction, to the nanosecond. */
  readonly second: number;
  readonly zone: Zone;

  constructor(hour: number, minute: number, second: number, zone: Zone) {
    this.hour = hour;
    this.minute = minute;
    this.second = second;
    this.zone = zone;
  }

  get secondOfDay(): number {
    return this.hour * 3600 + this.minute * 60 + this.second;
  }

  /** Seconds of the day in UTC. */
  get utcSeconds(): number {
    return this.secondOfDay - (this.offset ?? 0);
  }

  /** Seconds east of UTC; a named zone counts with what it had at the end of 1999, as a time has no date. */
  get offset(): number | null {
    return typeof this.zone === 'string' ? zoneOffset(this.zone, 946_598_400) : this.zone;
  }
}

export class FeelDateTime {
  readonly date: FeelDate;
  readonly time: FeelTime;

  constructor(date: FeelDate, time: FeelTime) {
    this.date = date;
    this.time = time;
  }

  /** Seconds since the epoch in UTC; a local time is read as UTC. */
  get epochSeconds(): number {
    return this.date.epochDay * secondsPerDay + this.time.secondOfDay - (offsetOf(this) ?? 0);
  }
}

/** Offset in seconds of a date and time, or null where it has no zone. */
export function offsetOf(value: FeelDateTime): number | null {
  const { zone } = value.time;
  if (typeof zone !== 'string') return zone;
  const local = value.date.epochDay * secondsPerDay + Math.floor(value.time.secondOfDay);
  const first = zoneOffset(zone, local);
  return first === null ? null : (zoneOffset(zone, local - first) ?? first);
}

const formats = new Map<string, Intl.DateTimeFormat | null>();

function zoneFormat(zone: string): Intl.DateTimeFormat | null {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  let format: Intl.DateTimeFormat | null = null;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    // not a zone that this machine knows
  }
  formats.set(zone, format);
  return format;
}

function isZone(zone: string): boolean {
  return zoneFormat(zone) !== null;
}

/**
 * What the wall clock of a zone shows, less the instant; old browsers cannot name the offset itself. Zones
 * have one local mean time before 1800, and JavaScript dates end with the year 275,760.
 */
function zoneOffset(zone: string, epochSeconds: number): number | null {
  const format = zoneFormat(zone);
  if (!format) return null;
  const instant = Math.max(-5_364_662_400, Math.min(8e12, epochSeconds));
  const parts = new Map(format.formatToParts(instant * 1000).map(({ type, value }) => [type, value]));
  const read = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
  const days = daysFromCivil(read('year'), read('month'), read('day'));
  return (
    days * secondsPerDay + read('hour') * 3600 + read('minute') * 60 + read('second') - Math.floor(instant)
  );
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar (H. Hinnant's algorithm). */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export function civilFromDays(days: number): FeelDate {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const mp = Math.floor((5 * dayOfYear + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  return new FeelDate(
    yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    dayOfYear - Math.floor((153 * mp + 2) / 5) + 1,
  );
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

export function daysInMonth(year: number, month: number): number {
  return month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

export function makeDate(year: number, month: number, day: number): FeelDate | null {
  const valid =
    Number.isInteger(year) &&
    Number.isInteger(month) &&
    Number.isInteger(day) &&
    Math.abs(year) <= 999_999_999 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= daysInMonth(year, month);
  return valid ? new FeelDate(year, month, day) : null;
}

export function makeTime(hour: number, minute: number, second: number, zone: Zone): FeelTime | null {
  const valid =
    Number.isInteger(hour) &&
    Number.isInteger(minute) &&
    hour >= 0 &&
    hour <= 23 &&
    minute >= 0 &&
    minute <= 59 &&
    second >= 0 &&
    second < 60 &&
    (typeof zone !== 'number' || Math.abs(zone) <= 18 * 3600) &&
    (typeof zone !== 'string' || isZone(zone));
  return valid ? new FeelTime(hour, minute, second, zone) : null;
}

export function parseDate(text: string): FeelDate | null {
  const match = /^(-?)([1-9]\d{4,8}|\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!match) return null;
  const year = Number(match[2]) * (match[1] ? -1 : 1);
  return makeDate(year, Number(match[3]), Number(match[4]));
}

const timePattern =
  /^(\d\d):(\d\d):(\d\d)(\.\d{1,})?(?:(Z|z)|([+-])(\d\d):(\d\d)(?::(\d\d))?|@([A-Za-z][\w+-]*(?:\/[\w+-]+)*))?$/;

export function parseTime(text: string): FeelTime | null {
  const match = timePattern.exec(text);
  if (!match) return null;
  const fraction = match[4] ? Number(match[4].slice(0, 10)) : 0;
  return makeTime(Number(match[1]), Number(match[2]), Number(match[3]) + fraction, zoneOf(match));
}

function zoneOf(match: RegExpExecArray): Zone {
  if (match[5]) return 0;
  if (match[6]) {
    const seconds = Number(match[7]) * 3600 + Number(match[8]) * 60 + Number(match[9] ?? 0);
    return match[6] === '-' ? -seconds : seconds;
  }
  return match[10] ?? null;
}

/** A date with time; a bare date is midnight without zone. */
export function parseDateTime(text: string): FeelDateTime | null {
  const at = text.indexOf('T');
  const date = parseDate(at < 0 ? text : text.slice(0, at));
  const end = at < 0 ? null : /^24:00:00(?:\.0+)?(?=Z|[+\-@]|$)/.exec(text.slice(at + 1));
  if (date && end) {
    // The end of a day is the beginning of the next.
    const next = addDays(date, 1);
    const start = parseTime(`00:00:00${text.slice(at + 1 + end[0].length)}`);
    return next && start && new FeelDateTime(next, start);
  }
  const time = at < 0 ? new FeelTime(0, 0, 0, null) : parseTime(text.slice(at + 1));
  return date && time ? new FeelDateTime(date, time) : null;
}

export function addDays(date: FeelDate, days: number): FeelDate | null {
  const moved = civilFromDays(date.epochDay + days);
  return Math.abs(moved.year) <= 999_999_999 ? moved : null;
}

/** Months later; a day that the month does not have becomes its last. */
export function addMonths(date: FeelDate, months: number): FeelDate | null {
  const index = date.year * 12 + date.month - 1 + months;
  const year = Math.floor(index / 12);
  const month = index - year * 12 + 1;
  return makeDate(year, month, Math.min(date.day, daysInMonth(year, month)));
}

export function addSecondsToTime(time: FeelTime, seconds: number): FeelTime {
  const total = clean((((time.secondOfDay + seconds) % secondsPerDay) + secondsPerDay) % secondsPerDay);
  return timeOfSeconds(total, time.zone);
}

export function addSecondsToDateTime(value: FeelDateTime, seconds: number): FeelDateTime | null {
  const total = value.time.secondOfDay + seconds;
  const days = Math.floor(total / secondsPerDay);
  const date = addDays(value.date, days);
  return date && new FeelDateTime(date, timeOfSeconds(clean(total - days * secondsPerDay), value.time.zone));
}

/** Rounds away what binary fractions add beyond the nanosecond. */
function clean(seconds: number): number {
  return Math.round(seconds * 1e9) / 1e9;
}

function timeOfSeconds(total: number, zone: Zone): FeelTime {
  const hour = Math.floor(total / 3600);
  const minute = Math.floor((total - hour * 3600) / 60);
  return new FeelTime(hour, minute, clean(total - hour * 3600 - minute * 60), zone);
}

export function formatDate(date: FeelDate): string {
  const year = `${date.year < 0 ? '-' : ''}${String(Math.abs(date.year)).padStart(4, '0')}`;
  return `${year}-${pad(date.month)}-${pad(date.day)}`;
}

export function formatTime(time: FeelTime): string {
  const whole = Math.floor(time.second);
  const fraction = time.second === whole ? '' : (time.second - whole).toFixed(9).slice(1).replace(/0+$/, '');
  return `${pad(time.hour)}:${pad(time.minute)}:${pad(whole)}${fraction}${formatZone(time.zone)}`;
}

export function formatDateTime(value: FeelDateTime): string {
  return `${formatDate(value.date)}T${formatTime(value.time)}`;
}

function formatZone(zone: Zone): string {
  if (zone === null) return '';
  if (typeof zone === 'string') return `@${zone}`;
  if (zone === 0) return 'Z';
  const total = Math.abs(zone);
  const seconds = total % 60;
  const text = `${zone < 0 ? '-' : '+'}${pad(Math.floor(total / 3600))}:${pad(Math.floor(total / 60) % 60)}`;
  return seconds ? `${text}:${pad(seconds)}` : text;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
