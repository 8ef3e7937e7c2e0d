import type { Text } from '../text/index.ts';

const dayMs = 86_400_000;

/** A civil date moved by whole days. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** 0 Sunday … 6 Saturday. */
export function weekday(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

const months = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** A civil date with its year, as papers and messages give it. */
export function longDate(date: string): Text {
  const [year, month = 1, day] = date.split('-').map(Number);
  return { zh: `${year} 年 ${month} 月 ${day} 日`, en: `${day} ${months[month - 1]} ${year}` };
}

/** The same day some years on; 29 February becomes the 28th where there is none. */
export function addYears(date: string, years: number): string {
  const year = Number(date.slice(0, 4)) + years;
  const rest = date.slice(5);
  const leap = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
  return `${year}-${rest === '02-29' && !leap ? '02-28' : rest}`;
}
