/** Something that must hold after the run, and what was found. */
export interface Invariant {
  what: string;
  holds: boolean;
  /** What was counted, and the first of what breaks it. */
  found: string;
}

export interface Result {
  /** What was done, a line a count. */
  counts: Record<string, number | string>;
  invariants: Invariant[];
  /** Tables or remarks for the report, as Markdown. */
  notes: string[];
}

export interface Options {
  seed: number;
  /** Length of what is measured by time. */
  minutes: number;
  say(line: string): void;
}

export interface Soak {
  name: string;
  what: string;
  run(options: Options): Promise<Result>;
}

/** Holds when nothing breaks it; the first few that do are shown. */
export function none(what: string, breaking: readonly unknown[], found = 'none'): Invariant {
  const shown = breaking.slice(0, 5).map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
  return {
    what,
    holds: breaking.length === 0,
    found: breaking.length === 0 ? found : `${breaking.length}: ${shown.join('; ')}`,
  };
}
