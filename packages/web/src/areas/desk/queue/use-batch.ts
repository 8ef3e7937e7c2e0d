import { useEffect, useRef, useState } from 'react';
import { ApiError } from '../../../api/client.ts';
import type { Text } from '../../../api/types.ts';
import { useStaffCommand, useRead, useReload } from '../../staff/api/queries.ts';
import type { CommandAnswer, DeskCase } from '../api/types.ts';

export type BatchVerb = 'claim' | 'accept';

export interface BatchRow {
  id: string;
  number: string;
  title: string;
}

export type BatchState =
  | { kind: 'reading' }
  | { kind: 'ready'; version: number; applicant: string }
  | { kind: 'unfit'; why: 'form' | 'mine' | 'taken' | 'status'; name: string }
  | { kind: 'running' }
  | { kind: 'done' }
  | { kind: 'failed'; text: Text | null };

/** Reads each case as it is now and says what a verb would do with it; then does it, one by one. */
export function useBatch(verb: BatchVerb, rows: readonly BatchRow[]) {
  const read = useRead();
  const command = useStaffCommand();
  const reload = useReload();
  const [states, setStates] = useState<Record<string, BatchState>>({});
  const [phase, setPhase] = useState<'reading' | 'ready' | 'running' | 'done'>('reading');
  const started = useRef(false);
  const put = (id: string, state: BatchState) => setStates((before) => ({ ...before, [id]: state }));

  useEffect(() => {
    if (started.current) return;
    started.current = true;
    void readAll();
    async function readAll(): Promise<void> {
      for (const { id } of rows) {
        try {
          put(id, fitness(verb, await read<DeskCase>(`/api/v1/cases/${id}`, 'case-handling')));
        } catch (error) {
          put(id, failure(error));
        }
      }
      setPhase('ready');
    }
  });

  async function run(): Promise<void> {
    setPhase('running');
    for (const { id } of rows) {
      const state = states[id];
      if (state?.kind !== 'ready') continue;
      put(id, { kind: 'running' });
      try {
        const { version } = state;
        await command<CommandAnswer>({
          path: `/api/v1/cases/${id}/${verb}`,
          version,
          purpose: 'case-handling',
        });
        put(id, { kind: 'done' });
      } catch (error) {
        put(id, failure(error));
      }
    }
    setPhase('done');
    await reload();
  }

  const count = (kind: BatchState['kind']) => rows.filter(({ id }) => states[id]?.kind === kind).length;
  return { states, phase, ready: count('ready'), done: count('done'), failed: count('failed'), run };
}

function fitness(verb: BatchVerb, entry: DeskCase): BatchState {
  const action = entry.actions.find((offered) => offered.verb === verb);
  const name = entry.handler ?? '';
  if (verb === 'claim' && entry.mine) return { kind: 'unfit', why: 'mine', name };
  if (entry.handler !== null && !entry.mine) return { kind: 'unfit', why: 'taken', name };
  if (!action) return { kind: 'unfit', why: 'status', name };
  if (action.taskForm) return { kind: 'unfit', why: 'form', name };
  return { kind: 'ready', version: entry.version, applicant: entry.applicant };
}

function failure(error: unknown): BatchState {
  return { kind: 'failed', text: error instanceof ApiError ? (error.problem?.text ?? null) : null };
}
