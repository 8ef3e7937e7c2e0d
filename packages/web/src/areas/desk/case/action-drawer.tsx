import { useState } from 'react';
import { Alert, App, Button, Drawer } from 'antd';
import { ApiError } from '../../../api/client.ts';
import { useStaffSend, useReload } from '../../staff/api/queries.ts';
import type { CommandAnswer, DeskAction, DeskCase } from '../api/types.ts';
import { FormErrors, FormFields, focusField } from '../form/fields.tsx';
import { inputId, useDeskForm } from '../form/use-desk-form.ts';
import { Fault, Waiting } from '../../staff/shell/states.tsx';
import { useWidth } from '../../staff/shell/width.ts';
import { useDeskWords } from '../words.ts';
import { checkCorrections, CorrectionEditor, newCorrection, type Correction } from './correction-editor.tsx';
import { useActionInput } from './use-action-input.ts';
import { MissingLater } from './missing-later.tsx';
import { finishing, grave } from './verbs.ts';
import { AsWritten } from '../../../shell/as-written.tsx';

interface ActionDrawerProps {
  entry: DeskCase;
  action: DeskAction;
  onClose: () => void;
}

/** Says what an action does, asks what it needs, and carries it out; the case stays in sight. */
export function ActionDrawer({ entry, action, onClose }: ActionDrawerProps) {
  const { w, t, text } = useDeskWords();
  const narrow = useWidth() === 'narrow';
  const { message } = App.useApp();
  const asksCorrections = action.verb === 'request-correction';
  const task = useDeskForm(action.taskForm, 'task');
  const asked = useActionInput(entry, action);
  const input = useDeskForm(asked.form, 'input', ['corrections']);
  const [corrections, setCorrections] = useState<Correction[]>([newCorrection()]);
  const [wrong, setWrong] = useState<{ id: string; text: string }[]>([]);
  const reload = useReload();
  const send = useStaffSend<CommandAnswer>(() => {
    void message.success(w('act.done', { label: text(action.label) }));
    onClose();
  });
  const changed = send.error instanceof ApiError && [409, 412].includes(send.error.status);

  function submit(): void {
    send.reset();
    const ofCorrections = asksCorrections ? checkCorrections(corrections, w) : [];
    const found = [
      ...task.check().map((name) => inputId('task', name)),
      ...input.check().map((name) => inputId('input', name)),
      ...ofCorrections.map(({ id }) => id),
    ];
    setWrong(ofCorrections);
    if (found[0]) {
      focusField(found[0]);
      return;
    }
    send.mutate(
      {
        path: `/api/v1/cases/${entry.id}/${action.verb}`,
        version: entry.version,
        purpose: 'case-handling',
        body: {
          ...input.answers(),
          ...(action.taskForm ? { form: task.answers() } : {}),
          ...(asksCorrections ? { corrections: corrections.map(asSent) } : {}),
        },
      },
      {
        onError: (error) => {
          task.takeFaults(error);
          input.takeFaults(error);
        },
      },
    );
  }

  const effect = w(`effect.${action.verb}`, { defaultValue: '' });
  return (
    <Drawer
      open
      title={text(action.label)}
      placement={narrow ? 'bottom' : 'right'}
      size={narrow ? '92%' : 620}
      onClose={onClose}
      mask={{ closable: false }}
      footer={
        <div className="desk-row">
          <Button
            type="primary"
            danger={grave.has(action.verb)}
            htmlType="submit"
            form="desk-action-form"
            loading={send.isPending}
            disabled={!task.ready || !input.ready || asked.waiting || asked.nobody}
          >
            {text(action.label)}
          </Button>
          <Button onClick={onClose}>{t('cancel')}</Button>
        </div>
      }
    >
      <form
        id="desk-action-form"
        className="desk-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <p className="desk-soft">
          {entry.number} · <AsWritten>{entry.applicant}</AsWritten>
        </p>
        {effect && <p>{effect}</p>}
        {finishing.has(action.verb) && <MissingLater entry={entry} />}
        {send.error && <Fault error={send.error} {...(changed ? { onRetry: () => void reload() } : {})} />}
        <FormErrors forms={[task, input]} more={wrong} />
        <FormFields form={task} headings />
        {asksCorrections && (
          <CorrectionEditor entry={entry} value={corrections} wrong={wrong} onChange={setCorrections} />
        )}
        {asked.error && <Fault error={asked.error} />}
        {asked.nobody && <Alert type="info" showIcon title={w('handOver.nobody')} />}
        {asked.waiting ? (
          <Waiting rows={4} />
        ) : (
          !asked.nobody && <FormFields form={input} headings={action.taskForm !== null} />
        )}
        {action.taskForm?.['x-confirm'] && (
          <p className="desk-soft">{w('act.confirms', { text: text(action.taskForm['x-confirm']) })}</p>
        )}
      </form>
    </Drawer>
  );
}

function asSent({ path, zh, en }: Correction) {
  return { path, text: { zh: zh.trim(), ...(en.trim().length > 1 ? { en: en.trim() } : {}) } };
}
