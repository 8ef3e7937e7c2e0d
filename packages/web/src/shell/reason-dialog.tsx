import { useState, type ReactNode } from 'react';
import { Button, Dialog, Field, TextArea } from '@quancheng/ui';
import { useWords } from '../i18n/i18n.ts';
import { ProblemNotice } from './problem.tsx';

interface Props {
  /** Of the field, unique on the page. */
  id: string;
  title: string;
  /** What the reason is asked for. */
  children: ReactNode;
  label: string;
  help?: string;
  /** Said beside the field where there is no reason yet. */
  missing: string;
  send: { isPending: boolean; error: Error | null };
  onSend: (reason: string) => void;
  onClose: () => void;
}

const shortest = 2;

/** Asks why, in one's own words, before something is sent. */
export function ReasonDialog({ id, title, children, label, help, missing, send, onSend, onClose }: Props) {
  const { t } = useWords();
  const [reason, setReason] = useState('');
  const [lacking, setLacking] = useState(false);

  // No form of its own: it may stand inside the one that shows the field.
  function submit(): void {
    const given = reason.trim();
    setLacking(given.length < shortest);
    if (given.length >= shortest) onSend(given);
  }

  return (
    <Dialog title={title} closeLabel={t('close')} onClose={onClose}>
      <div className="stack">
        <p>{children}</p>
        {send.error && <ProblemNotice error={send.error} />}
        <Field id={id} label={label} help={help} error={lacking ? missing : undefined}>
          {(control) => (
            <TextArea
              {...control}
              name="reason"
              maxLength={1000}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <div className="actions">
          <Button busy={send.isPending} onClick={submit}>
            {t('dispute.send')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
