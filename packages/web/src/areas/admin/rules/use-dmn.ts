import { useEffect, useState } from 'react';
import { useStaffCommand } from '../../staff/api/queries.ts';
import { useLater } from '../../staff/use-later.ts';
import type { Problem } from '../definitions/problems.tsx';

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
  /** Null while nobody could tell. */
  problems: Problem[] | null;
}

/** What a DMN file says and what is wrong in it, as the server reads it a moment after the last key. */
export function useDmn(xml: string): Read {
  const settled = useLater(xml, 400);
  const [read, setRead] = useState<Read>({ decisions: null, problems: [] });
  const command = useStaffCommand();
  useEffect(() => {
    let wanted = true;
    const ask = async () => {
      const answer = await command<Read>({ path: '/api/v1/admin/decisions/check', body: { xml: settled } });
      if (wanted) setRead(answer);
    };
    void ask().catch(() => wanted && setRead((before) => ({ ...before, problems: null })));
    return () => {
      wanted = false;
    };
    // oxlint-disable-next-line react/exhaustive-deps -- the command is made anew at each rendering and always does the same
  }, [settled]);
  return read;
}
