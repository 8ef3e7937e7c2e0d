import type { Caller, Insistence } from '../harness/caller.ts';

export type Kind = 'card' | 'withdrawal' | 'transfer' | 'licence';

/** A case that the product acknowledged to whoever handed it in. */
export interface Acknowledged {
  kind: Kind;
  id: string;
  number: string;
  by: Caller;
}

/** What the load has seen; the checks compare it with what the product holds afterwards. */
export interface Ledger {
  cases: Acknowledged[];
  /** Commands that were sent again with their key, and answers that were not the first one. */
  repeats: { same: number; other: string[] };
  /** Answers that no client should have got. */
  refused: string[];
  seen: Insistence;
}

export function emptyLedger(): Ledger {
  return {
    cases: [],
    repeats: { same: 0, other: [] },
    refused: [],
    seen: { broken: 0, unavailable: 0, faults: [] },
  };
}
