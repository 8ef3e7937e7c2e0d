import type { Problem } from '../definitions/problems.tsx';
import { useCheck } from './use-check.ts';

export interface DecisionOutline {
  id: string;
  title: string;
  needs: string[];
  table: {
    hitPolicy: string;
    inputs: string[];
    outputs: string[];
    annotations: string[];
    rules: { id: string; inputs: string[]; outputs: string[]; annotations: string[] }[];
  } | null;
  expression: string | null;
}

interface Read {
  /** Null until the server has read the file. */
  decisions: DecisionOutline[] | null;
  problems: Problem[] | null;
}

/** What a DMN file says. */
export function useDmn(xml: string) {
  return useCheck<Read>('/api/v1/admin/decisions/check', xml, { decisions: null, problems: [] });
}
