import type { Text } from '../../../api/types.ts';

/** Shapes of `/api/v1/admin/licence-exchange`. */
export interface ExchangeOverview {
  upper: {
    name: Text;
    origin: string;
    clientId: string;
    state: 'active' | 'paused';
    lastSuccessAt: string | null;
    failingSince: string | null;
    retryAt: string | null;
    problem: Text | null;
    comparedAt: string | null;
  } | null;
  progress: {
    waiting: number;
    waitingSince: string | null;
    refused: number;
    acknowledged: number;
    untold: number;
    differences: number;
  };
  run: ExchangeRun | null;
  lowers: LowerSystem[];
}

export interface ExchangeRun {
  id: string;
  state: 'running' | 'stopped' | 'done';
  total: number;
  queued: number;
  startedAt: string;
}

export interface LowerSystem {
  id: string;
  clientId: string;
  agency: string;
  name: Text;
  open: boolean;
  lastCallAt: string | null;
  licences: number;
  conflicts: number;
}

export interface RefusedChange {
  licence: string;
  version: number;
  number: string;
  type: string;
  problem: Text;
  at: string;
}

export interface Difference {
  identifier: string;
  licence: string | null;
  kind: 'missing' | 'extra' | 'differs';
  ours: number | null;
  theirs: number | null;
}

export interface Conflict {
  id: string;
  clientId: string;
  identifier: string;
  version: number;
  at: string;
  differing: { name: string; first: string | null; second: string | null }[];
}

export const exchangePath = '/api/v1/admin/licence-exchange';
