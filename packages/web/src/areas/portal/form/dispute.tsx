import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Dialog, Field, Notice, TextArea } from '@quancheng/ui';
import { apiKey, useSend } from '../../../api/queries.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { ProblemNotice } from '../../../shell/problem.tsx';

export interface Disputed {
  resource: string;
  recordId?: string;
  field: string;
  /** As one reads it. */
  label: string;
  value: string;
  /** Who will check it. */
  agency: string;
  /** The case in which it came up; its timeline then says so. */
  caseId?: string;
}

/** A link «something wrong?» beside what the government holds, and the dialog behind it. */
export function DisputeButton({ disputed }: { disputed: Disputed }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="quiet"
        className="js-only"
        aria-label={t('dispute.openFor', { label: disputed.label })}
        onClick={() => setOpen(true)}
      >
        {t('dispute.open')}
      </Button>
      {open && <DisputeDialog disputed={disputed} onClose={() => setOpen(false)} />}
    </>
  );
}

function DisputeDialog({ disputed, onClose }: { disputed: Disputed; onClose: () => void }) {
  const { t } = useWords();
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const queries = useQueryClient();
  const { caseId } = disputed;
  const send = useSend<{ id: string }>(() => {
    if (caseId) void queries.invalidateQueries({ queryKey: apiKey(`/api/v1/cases/${caseId}`) });
  });

  // No form of its own: it may stand inside the one that shows the field.
  function submit(): void {
    setMissing(reason.trim().length < 2);
    if (reason.trim().length < 2) return;
    const { resource, recordId, field } = disputed;
    const which = recordId ? { recordId } : {};
    send.mutate({
      path: caseId ? `/api/v1/cases/${caseId}/dispute` : '/api/v1/me/disputes',
      body: { resource, ...which, field, reason: reason.trim() },
    });
  }

  return (
    <Dialog title={t('dispute.title')} closeLabel={t('close')} onClose={onClose}>
      {send.isSuccess ? (
        <>
          <Notice tone="success" announce="status" title={t('dispute.done')}>
            {t('dispute.doneText', { agency: disputed.agency })}
          </Notice>
          <div className="actions">
            <Button onClick={onClose}>{t('close')}</Button>
          </div>
        </>
      ) : (
        <div className="stack">
          <p>
            {t('dispute.text', { label: disputed.label, value: disputed.value, agency: disputed.agency })}
          </p>
          {send.error && <ProblemNotice error={send.error} />}
          <Field
            id="dispute-reason"
            label={t('dispute.reason')}
            help={t('dispute.reasonHelp')}
            error={missing ? t('dispute.reasonMissing') : undefined}
          >
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
      )}
    </Dialog>
  );
}
