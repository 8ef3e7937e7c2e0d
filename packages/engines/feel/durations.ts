import { DayTimeDuration, YearMonthDuration } from './values.ts';

const dayTime = /^(-)?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d*)?)S)?)?$/;
const yearMonth = /^(-)?P(?:(\d+)Y)?(?:(\d+)M)?$/;

/** Reads ISO 8601: years and months, or days and time, never both. */
export function parseDuration(text: string): DayTimeDuration | YearMonthDuration | null {
  const long = yearMonth.exec(text);
  if (long && (long[2] ?? long[3])) {
    const months = Number(long[2] ?? 0) * 12 + Number(long[3] ?? 0);
    return new YearMonthDuration(long[1] ? -months : months);
  }
  const short = dayTime.exec(text);
  if (!short || text.endsWith('T') || !(short[2] ?? short[3] ?? short[4] ?? short[5])) return null;
  const seconds =
    Number(short[2] ?? 0) * 86_400 +
    Number(short[3] ?? 0) * 3600 +
    Number(short[4] ?? 0) * 60 +
    Number(short[5] ?? 0);
  return new DayTimeDuration(short[1] ? -seconds : seconds);
}

export function formatDuration(duration: DayTimeDuration | YearMonthDuration): string {
  return duration instanceof YearMonthDuration
    ? formatYearMonth(duration.months)
    : formatDayTime(duration.seconds);
}

function formatYearMonth(months: number): string {
  const total = Math.abs(months);
  const years = Math.floor(total / 12);
  const rest = total % 12;
  if (total === 0) return 'P0M';
  return `${months < 0 ? '-' : ''}P${years ? `${years}Y` : ''}${rest ? `${rest}M` : ''}`;
}

function formatDayTime(seconds: number): string {
  if (seconds === 0) return 'PT0S';
  const total = Math.abs(seconds);
  const days = Math.floor(total / 86_400);
  const hours = Math.floor((total % 86_400) / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const rest = Math.round((total % 60) * 1e9) / 1e9;
  const time = `${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${rest ? `${rest}S` : ''}`;
  return `${seconds < 0 ? '-' : ''}P${days ? `${days}D` : ''}${time ? `T${time}` : ''}`;
}
