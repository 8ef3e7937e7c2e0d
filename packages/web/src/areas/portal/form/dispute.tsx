import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Dialog, Notice } from '@quancheng/ui';
import { apiKey, useSend } from '../../../api/queries.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { ReasonDialog } from '../../../shell/reason-dialog.tsx';

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
  const queries = useQueryClient();
  const { caseId, label, value, agency } = disputed;
  const send = useSend<{ id: string }>(() => {
    if (caseId) void queries.invalidateQueries({ queryKey: apiKey(`/api/v1/cases/${caseId}`) });
  });

  function dispute(reason: string): void {
    const { resource, recordId, field } = disputed;
    const which = recordId ? { recordId } : {};
    send.mutate({
      path: caseId ? `/api/v1/cases/${caseId}/dispute` : '/api/v1/me/disputes',
      body: { resource, ...which, field, reason },
    });
  }

  if (!send.isSuccess)
    return (
      <ReasonDialog
        id="dispute-reason"
        title={t('dispute.title')}
        label={t('dispute.reason')}
        help={t('dispute.reasonHelp')}
        missing={t('dispute.reasonMissing')}
        send={send}
        onSend={dispute}
        onClose={onClose}
      >
        {t('dispute.text', { label, value, agency })}
      </ReasonDialog>
    );
  return (
    <Dialog title={t('dispute.title')} closeLabel={t('close')} onClose={onClose}>
      <Notice tone="success" announce="status" title={t('dispute.done')}>
        {t('dispute.doneText', { agency })}
      </Notice>
      <div className="actions">
        <Button onClick={onClose}>{t('close')}</Button>
      </div>
    </Dialog>
  );
}
