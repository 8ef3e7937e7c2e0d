import { useEffect, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { ApiError, getJson, type Command } from '../../../api/client.ts';
import { apiKey, useSend } from '../../../api/queries.ts';
import type { CaseAnswer, CaseDetail, CaseMaterialInput } from '../../../api/types.ts';
import type { Answers } from '../form/conditions.ts';

export interface Content {
  form: Answers;
  materials: CaseMaterialInput[];
}

export type SaveState = 'idle' | 'saving' | 'saved' | 'failed';

interface Held {
  id: string;
  version: number;
}

/** Milliseconds without a change before it is saved. */
const pause = 1500;

/**
 * Keeps an application as a draft case while it is filled in: made at the first change, saved after each
 * pause, one save at a time. `settle` waits for what is under way and says what there is.
 */
export function useDraft(start: { item: string; onBehalfOf: string | null; existing: CaseDetail | null }) {
  const { existing } = start;
  const [, setQuery] = useSearchParams();
  const [state, setState] = useState<SaveState>('idle');
  const held = useRef<Held | null>(existing && { id: existing.id, version: existing.version });
  const lastSaved = useRef('');
  const running = useRef<Promise<void>>(Promise.resolve());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const send = useSend<CaseAnswer>();
  const client = useQueryClient();
  // A case that is being corrected keeps what was handed in until it is handed in again.
  const saves = existing === null || existing.status === 'draft';

  function command(content: Content): Command {
    if (held.current) {
      return { path: `/api/v1/cases/${held.current.id}/save`, body: content, version: held.current.version };
    }
    const { item, onBehalfOf } = start;
    return {
      path: '/api/v1/cases',
      body: { item, ...(onBehalfOf ? { onBehalfOf } : {}), ...content, submit: false },
    };
  }

  async function saveNow(content: Content): Promise<void> {
    const saving = JSON.stringify(content);
    if (saving === lastSaved.current) return;
    setState('saving');
    try {
      const answer = await send.mutateAsync(command(content));
      const isNew = held.current === null;
      held.current = { id: answer.id, version: answer.version };
      lastSaved.current = saving;
      client.removeQueries({ queryKey: apiKey(`/api/v1/cases/${answer.id}`) });
      if (isNew) setQuery(withCase(answer.id), { replace: true });
      setState('saved');
    } catch (error) {
      // Saved elsewhere meanwhile: what is typed here is the newer, so it goes on from there.
      if (error instanceof ApiError && error.status === 412 && held.current) await catchUp(held.current.id);
      setState('failed');
    }
  }

  async function catchUp(id: string): Promise<void> {
    const current = await getJson<CaseDetail>(`/api/v1/cases/${id}`).catch(() => null);
    if (current) held.current = { id, version: current.version };
  }

  function save(content: Content): void {
    if (!saves) return;
    clearTimeout(timer.current);
    running.current = running.current.then(() => saveNow(content));
  }

  function saveSoon(content: Content): void {
    if (!saves) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => save(content), pause);
  }

  async function settle(): Promise<Held | null> {
    clearTimeout(timer.current);
    await running.current;
    return held.current;
  }

  useEffect(() => () => clearTimeout(timer.current), []);

  return { state, save, saveSoon, settle };
}

/** The address as it is now: one may have gone on to another step while the draft was made. */
function withCase(id: string): URLSearchParams {
  const next = new URLSearchParams(window.location.search);
  next.set('case', id);
  return next;
}
