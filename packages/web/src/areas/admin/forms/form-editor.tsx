import { useEffect, useState } from 'react';
import { App, Button } from 'antd';
import type { FormSchema } from '../../../api/types.ts';
import { useStaffCommand, useStaffSend } from '../../staff/api/queries.ts';
import { Fault } from '../../staff/shell/states.tsx';
import { useLater } from '../../staff/use-later.ts';
import { Problems, type Problem } from '../definitions/problems.tsx';
import { useAdminWords } from '../words.ts';
import { Preview } from './preview.tsx';
import { useVersionChoice } from '../definitions/version-choice.tsx';

interface FormEditorProps {
  formKey: string;
  /** Newest version, on which the next one is made. */
  newest: number;
  source: unknown;
}

/** A form as JSON Schema, beside it what residents see; the checks are those of publication. */
export function FormEditor({ formKey, newest, source }: FormEditorProps) {
  const { w } = useAdminWords();
  const { message, modal } = App.useApp();
  const { choose } = useVersionChoice([]);
  const original = JSON.stringify(source, null, 2);
  const [typed, setTyped] = useState(original);
  const { problems, shown } = useChecked(typed, source);
  const send = useStaffSend<{ version: number; changed: boolean }>(({ version, changed }) => {
    void message.success(w(changed ? 'forms.published' : 'forms.same', { n: version }));
    choose(null);
  });
  const publish = () => {
    void modal.confirm({
      title: w('forms.publish'),
      content: w('forms.publishSure'),
      okText: w('forms.publish'),
      cancelText: w('cancel'),
      onOk: () =>
        send.mutate({
          path: `/api/v1/admin/forms/${encodeURIComponent(formKey)}/versions`,
          body: { form: JSON.parse(typed) as unknown },
          version: newest,
        }),
    });
  };
  return (
    <>
      {send.error && <Fault error={send.error} />}
      <div className="admin-halves">
        <section aria-labelledby="form-source">
          <div className="desk-head">
            <h2 id="form-source">{w('forms.source')}</h2>
            <div className="desk-row">
              {typed !== original && <Button onClick={() => setTyped(original)}>{w('item.undo')}</Button>}
              <Button
                type="primary"
                disabled={typed === original || problems === null || problems.length > 0}
                loading={send.isPending}
                onClick={publish}
              >
                {w('forms.publish')}
              </Button>
            </div>
          </div>
          <Problems problems={problems} />
          <textarea
            className="admin-code"
            aria-labelledby="form-source"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </section>
        <section aria-labelledby="form-preview">
          <h2 id="form-preview">{w('forms.preview')}</h2>
          <p className="desk-soft">{w(problems?.length ? 'forms.previewOld' : 'forms.previewText')}</p>
          <Preview schema={shown} />
        </section>
      </div>
    </>
  );
}

/** What the server finds wrong in what stands there, and the last form that had nothing wrong. */
function useChecked(typed: string, source: unknown): { problems: Problem[] | null; shown: FormSchema } {
  const settled = useLater(typed, 400);
  const [problems, setProblems] = useState<Problem[] | null>([]);
  const [shown, setShown] = useState(source as FormSchema);
  const command = useStaffCommand();
  useEffect(() => {
    let wanted = true;
    const check = async () => {
      const form = parse(settled);
      if (form === undefined) return setProblems([notJson]);
      const answer = await command<{ problems: Problem[] }>({
        path: '/api/v1/admin/forms/check',
        body: { form },
      });
      if (!wanted) return;
      setProblems(answer.problems);
      if (answer.problems.length === 0) setShown(form as unknown as FormSchema);
    };
    void check().catch(() => wanted && setProblems(null));
    return () => {
      wanted = false;
    };
    // oxlint-disable-next-line react/exhaustive-deps -- the command is made anew at each rendering and always does the same
  }, [settled]);
  return { problems, shown };
}

const notJson: Problem = {
  path: '/',
  text: {
    zh: '不是有效的 JSON，请检查逗号和括号。',
    en: 'This is not valid JSON: check commas and brackets.',
  },
};

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
