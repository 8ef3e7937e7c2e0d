/** A small deterministic source of chance: the same seed makes the same city everywhere. */
export interface Random {
  /** In `[0, 1)`. */
  next(): number;
  /** A whole number in `[0, limit)`. */
  below(limit: number): number;
  pick<T>(list: readonly T[]): T;
  chance(probability: number): boolean;
}

export interface DemoMember {
  /** UUIDv7 of the population record. */
  id: string;
  name: string;
  idNumber: string;
  sex: '1' | '2';
  /** Civil date. */
  birthDate: string;
  alive: boolean;
}

/** One household of the demo city. */
export interface DemoHousehold {
  /** Unlike that of every other household, so numbers made from it are unique: 8 digits at most. */
  serial: number;
  /** Six-digit code of the district and the address in it. */
  division: string;
  address: string;
  /** The one or two heads first, then their children. */
  members: DemoMember[];
}

export interface DemoRecord {
  /** Code of one of the pack's own resources. */
  resource: string;
  values: Record<string, unknown>;
}

/** What a pack's libraries hold of a household in the demo city; pure. `today` is a civil date. */
export type DemoRecords = (household: DemoHousehold, random: Random, today: string) => DemoRecord[];
