import { useEffect, useMemo, useRef, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { ApiError, getJson, type Command } from '../../../api/client.ts';
import { apiKey, useSend, useSession } from '../../../api/queries.ts';
import type { CaseAnswer, CaseDetail, CaseMaterialInput } from '../../../api/types.ts';
import type { Answers } from '../form/conditions.ts';
import { dropTyped, findTyped, keepTyped, type Typed, type TypedScope } from './typed.ts';

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
/** Milliseconds after which a server that could not save is asked again. */
const patience = 10_000;

/**
 * Keeps an application as a draft case while it is filled in: made at the first change, saved after each
 * pause, one save at a time; what is not saved yet is kept in the browser. `settle` waits for what is under
 * way and says what there is.
 */
export function useDraft(start: { item: string; onBehalfOf: string | null; existing: CaseDetail | null }) {
  const { existing } = start;
  const [, setQuery] = useSearchParams();
  const [state, setState] = useState<SaveState>('idle');
  const held = useRef<Held | null>(existing && { id: existing.id, version: existing.version });
  const newest = useRef<Typed | null>(null);
  const lastSaved = useRef('');
  const running = useRef<Promise<void>>(Promise.resolve());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const send = useSend<CaseAnswer>();
  const client = useQueryClient();
  const accountId = useSession().account?.id ?? '';
  // A case that is being corrected keeps what was handed in until it is handed in again.
  const saves = existing === null || existing.status === 'draft';
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- what was kept when one came; later it is what one types
  const restored = useMemo(() => findTyped(scope()), []);

  function scope(): TypedScope {
    const { item, onBehalfOf } = start;
    return { accountId, item, onBehalfOf, caseId: held.current?.id ?? null };
  }

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

  async function saveNow(typed: Typed): Promise<void> {
    const content = contentOf(typed);
    const saving = JSON.stringify(content);
    if (saving === lastSaved.current) return;
    setState('saving');
    try {
      const answer = await send.mutateAsync(command(content));
      const isNew = held.current === null;
      dropTyped(scope());
      held.current = { id: answer.id, version: answer.version };
      if (newest.current !== null && newest.current !== typed) keepTyped(scope(), newest.current);
      lastSaved.current = saving;
      client.removeQueries({ queryKey: apiKey(`/api/v1/cases/${answer.id}`) });
      if (isNew) setQuery(withCase(answer.id), { replace: true });
      setState('saved');
    } catch (error) {
      const status = error instanceof ApiError ? error.status : -1;
      // Saved elsewhere meanwhile: what is typed here is the newer, so it goes on from there.
      if (status === 412 && held.current) await catchUp(held.current.id);
      setState('failed');
      if (status === 0 || status === 412 || status >= 500) saveAfter(patience);
    }
  }

  async function catchUp(id: string): Promise<void> {
    const current = await getJson<CaseDetail>(`/api/v1/cases/${id}`).catch(() => null);
    if (current) held.current = { id, version: current.version };
  }

  function saveAfter(delay: number): void {
    clearTimeout(timer.current);
    timer.current = setTimeout(saveNewest, delay);
  }

  function saveNewest(): void {
    clearTimeout(timer.current);
    running.current = running.current.then(() => (newest.current ? saveNow(newest.current) : undefined));
  }

  function keep(typed: Typed): void {
    newest.current = typed;
    keepTyped(scope(), typed);
  }

  function save(typed: Typed): void {
    keep(typed);
    if (saves) saveNewest();
  }

  function saveSoon(typed: Typed): void {
    keep(typed);
    if (saves) saveAfter(pause);
  }

  async function settle(): Promise<Held | null> {
    clearTimeout(timer.current);
    await running.current;
    return held.current;
  }

  useEffect(() => {
    if (restored) save(restored);
    return () => clearTimeout(timer.current);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once, when one comes
  }, []);

  return { state, restored, save, saveSoon, settle, forget: () => dropTyped(scope()) };
}

/** The same as it is sent. */
export function contentOf({ answers, files }: Typed): Content {
  const materials = Object.entries(files).map(([id, file]) => ({ id, fileId: file.id }));
  return { form: answers, materials };
}

/** The address as it is now: one may have gone on to another step while the draft was made. */
function withCase(id: string): URLSearchParams {
  const next = new URLSearchParams(window.location.search);
  next.set('case', id);
  return next;
}
