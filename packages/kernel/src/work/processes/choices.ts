/** Plays through every sequence of choices that a deterministic run can meet: run, advance, run again. */
export interface Choices {
  choose(arity: number): number;
  begin(): void;
  /** Forgets all ways that are left. */
  stop(): void;
  /** Turns to the next way of choosing; false when all were taken. */
  advance(): boolean;
}

export function createChoices(): Choices {
  let taken: { value: number; arity: number }[] = [];
  let position = 0;
  return {
    choose(arity) {
      const made = taken[position];
      position += 1;
      if (made) return made.value;
      taken.push({ value: 0, arity });
      return 0;
    },
    begin() {
      position = 0;
    },
    stop() {
      taken = [];
    },
    advance() {
      taken.length = Math.min(taken.length, position);
      while (taken.length > 0) {
        const last = taken.at(-1);
        if (last && last.value + 1 < last.arity) {
          last.value += 1;
          return true;
        }
        taken.pop();
      }
      taken = [];
      return false;
    },
  };
}
