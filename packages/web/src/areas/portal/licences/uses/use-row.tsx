import { useState } from 'react';
import { Button } from '@quancheng/ui';
import { useQueryClient } from '@tanstack/react-query';
import { apiKey, useSend } from '../../../../api/queries.ts';
import { useWords } from '../../../../i18n/i18n.ts';
import { formatMoment } from '../../../../lib/format.ts';
import { AsWritten } from '../../../../shell/as-written.tsx';
import { ReasonDialog } from '../../../../shell/reason-dialog.tsx';
import { usesPath, type Use } from './model.ts';

/** One use: who, when, what of it, on which ground, for what. */
export function UseRow({ licenceId, use }: { licenceId: string; use: Use }) {
  const { t, lang, text } = useWords();
  const who = [text(use.who), use.post && text(use.post)].filter(Boolean).join(' · ');
  return (
    <li className="look">
      <p className="look__time">{formatMoment(use.at, lang)}</p>
      <div>
        <p className="look__who">
          <AsWritten>{who}</AsWritten>
        </p>
        <p>
          {use.paper ? (
            t('uses.tookPaper')
          ) : (
            <>
              {t('uses.saw')}
              <AsWritten>{use.fields.map(({ label }) => text(label)).join(t('uses.comma'))}</AsWritten>
            </>
          )}
        </p>
        <p>
          {t('uses.purpose')}
          <AsWritten>{use.matter}</AsWritten>
        </p>
        <p className="soft">
          {t(`uses.ground.${use.ground}`)}
          {use.law && (
            <>
              <br />
              <AsWritten>{[text(use.law.title), text(use.law.clause)].join(' ')}</AsWritten>
            </>
          )}
        </p>
        <p className="soft">
          {use.caseNumber && `${t('access.case', { number: use.caseNumber })} · `}
          {t('uses.record', { number: use.record })}
        </p>
        {use.dispute ? (
          <p>
            {t('uses.disputed')}
            <AsWritten>{use.dispute.answer ?? t('uses.waiting')}</AsWritten>
          </p>
        ) : (
          <DisputeUse licenceId={licenceId} use={use} who={who} />
        )}
      </div>
    </li>
  );
}

function DisputeUse({ licenceId, use, who }: { licenceId: string; use: Use; who: string }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const send = useSend<{ id: string }>(() => {
    setOpen(false);
    void client.invalidateQueries({ queryKey: apiKey(usesPath(licenceId)) });
  });
  return (
    <>
      <Button
        variant="quiet"
        className="js-only"
        aria-label={t('uses.disputeFor', { number: use.record })}
        onClick={() => setOpen(true)}
      >
        {t('uses.dispute')}
      </Button>
      {open && (
        <ReasonDialog
          id="use-reason"
          title={t('uses.disputeTitle')}
          label={t('uses.disputeReason')}
          missing={t('uses.disputeMissing')}
          send={send}
          onSend={(reason) =>
            send.mutate({ path: `/api/v1/me/licence-uses/${use.id}/dispute`, body: { reason } })
          }
          onClose={() => setOpen(false)}
        >
          <AsWritten>{t('uses.disputeText', { who })}</AsWritten>
        </ReasonDialog>
      )}
    </>
  );
}
