import { useState } from 'react';
import type { Problem } from '../definitions/problems.tsx';
import { useCheck } from './use-check.ts';

export interface ProcessOutline {
  key: string;
  title: string;
  steps: { id: string; name: string; kind: string }[];
}

interface Read {
  /** Null until the server has read the file, and where it cannot run. */
  process: ProcessOutline | null;
  problems: Problem[] | null;
}

/** What a BPMN file does; `runs` is its last text that can run and so be drawn. */
export function useBpmn(xml: string) {
  const read = useCheck<Read>('/api/v1/admin/processes/check', xml, { process: null, problems: [] });
  const [runs, setRuns] = useState(xml);
  if (read.process !== null && read.of !== null && read.of !== runs) setRuns(read.of);
  return { ...read, runs };
}
