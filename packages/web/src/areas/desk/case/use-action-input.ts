import { useMemo } from 'react';
import { useStaffApi } from '../../staff/api/queries.ts';
import type { Colleague, DeskAction, DeskCase, DeskForm } from '../api/types.ts';

/** What an action asks for. To hand over one chooses among the colleagues whose posts cover the case now. */
export function useActionInput(entry: DeskCase, action: DeskAction) {
  const handsOver = action.verb === 'hand-over';
  const query = useStaffApi<{ items: Colleague[] }>(
    handsOver ? `/api/v1/cases/${entry.id}/colleagues` : null,
  );
  const colleagues = query.data?.items;
  const form = useMemo(
    () => (action.input && colleagues ? withColleagues(action.input, colleagues) : action.input),
    [action.input, colleagues],
  );
  return {
    form,
    /** Nobody else may take the case. */
    nobody: handsOver && colleagues?.length === 0,
    waiting: handsOver && query.isPending,
    error: query.error,
  };
}

function withColleagues(form: DeskForm, colleagues: readonly Colleague[]): DeskForm {
  const to = form.properties['to'];
  if (!to) return form;
  return {
    ...form,
    properties: {
      ...form.properties,
      to: {
        ...to,
        enum: colleagues.map(({ account }) => account),
        'x-enum': Object.fromEntries(colleagues.map((colleague) => [colleague.account, wordsOf(colleague)])),
        'x-widget': colleagues.length > 6 ? 'select' : 'radio',
      },
    },
  };
}

function wordsOf({ name, post, open }: Colleague) {
  return {
    zh: `${name} · ${post.zh} · 在办 ${open} 件`,
    en: `${name} · ${post.en} · ${open} open`,
  };
}
