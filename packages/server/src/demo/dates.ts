/**
 * A date relative to today: `$today`, `$today-72y`, `$today+3m`, `$today-1y+5d`. Months end on their last
 * day: 31 March minus one month is 28 or 29 February.
 */
export function resolveDate(text: string, today: string): string {
  const shifts = [...text.matchAll(/([+-]\d+)([ymd])/g)];
  return shifts.reduce((date, [, amount, unit]) => shift(date, Number(amount), unit ?? 'd'), today);
}

function shift(date: string, amount: number, unit: string): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  if (unit === 'd') return iso(new Date(Date.UTC(year, month - 1, day + amount)));
  const months = unit === 'y' ? amount * 12 : amount;
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return iso(new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))));
}

function iso(date: Date): string {
  return date.toISOString().slice(0, 10);
}
