/** One number that was measured, and what it must be. */
export interface Measure {
  what: string;
  unit: string;
  /** One number a run, in the order they were taken. */
  runs: readonly number[];
  /** A peer or a floor, measured in turn with ours in the same run. */
  against?: { what: string; runs: readonly number[] };
  target: Target;
}

/** What the median must keep to; `ratio` is ours to the other's. */
export type Target =
  { kind: 'atLeast'; value: number } | { kind: 'atMost'; value: number } | { kind: 'ratio'; atLeast: number };

export interface Result {
  measures: Measure[];
  /** How it was measured and what to know about the numbers. */
  notes: string[];
}

export interface Benchmark {
  name: string;
  what: string;
  run(bench: Bench): Promise<Result>;
}

/** What a benchmark is given. */
export interface Bench {
  /** A tenth of the length, to see that everything runs; such numbers mean little. */
  quick: boolean;
  /** How often each figure is taken. */
  rounds: number;
  /** A whole number of the full length, shortened when quick. */
  length(full: number): number;
  say(line: string): void;
}
