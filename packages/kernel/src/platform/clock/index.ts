/** Time is explicit: code that needs it takes a clock. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands at one instant until it is moved; for tests and for replays of recorded cases. */
export function fixedClock(start: Date): Clock & { set(to: Date): void } {
  let current = start;
  return {
    now: () => new Date(current),
    set: (to) => {
      current = to;
    },
  };
}

const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', dateStyle: 'short' });

/** The civil date in China (UTC+8, no daylight saving since 1991) of an instant, as `YYYY-MM-DD`. */
export function dateOf(instant: Date): string {
  return day.format(instant);
}

/** The instant at which office hours of a civil date in China end. */
export function closeOfOffice(date: string, hour = 17): Date {
  return new Date(`${date}T${String(hour).padStart(2, '0')}:00:00+08:00`);
}
