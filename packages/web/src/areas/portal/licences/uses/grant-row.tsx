import { useState } from 'react';
import { Button, Dialog, StatusTag } from '@quancheng/ui';
import { useQueryClient } from '@tanstack/react-query';
import { apiKey, useSend } from '../../../../api/queries.ts';
import { useWords } from '../../../../i18n/i18n.ts';
import { formatDate } from '../../../../lib/format.ts';
import { AsWritten } from '../../../../shell/as-written.tsx';
import { ProblemNotice } from '../../../../shell/problem.tsx';
import { grantsPath, type Grant } from './model.ts';

/** Someone who may use the licence, or might. */
export function GrantRow({
  licenceId,
  grant,
  revocable,
}: {
  licenceId: string;
  grant: Grant;
  revocable: boolean;
}) {
  const { t, lang, text } = useWords();
  const { grantee, fields, most, used, until, purpose, paper, state } = grant;
  const name = grantee ? text(grantee) : t(paper ? 'uses.paperBearer' : 'uses.bearer');
  return (
    <li className="case-row">
      <div className="case-row__words">
        <p className="case-row__title">
          <AsWritten>{name}</AsWritten>
        </p>
        <p className="case-row__more">
          {paper ? (
            t('uses.paper')
          ) : (
            <>
              {t('uses.fields')}
              <AsWritten>{fields.map(({ label }) => text(label)).join(t('uses.comma'))}</AsWritten>
            </>
          )}
        </p>
        <p className="case-row__more">
          {t('uses.counted', { used, most })} · {t('uses.until', { day: formatDate(until, lang) })}
        </p>
        <p className="case-row__more">
          {t('uses.purpose')}
          <AsWritten>{purpose}</AsWritten>
        </p>
      </div>
      <div className="case-row__state mandate__acts">
        <StatusTag kind={state === 'open' || state === 'taken' ? 'good' : 'over'}>
          {t(`uses.state.${state}`)}
        </StatusTag>
        {revocable && <Revoke licenceId={licenceId} id={grant.id} name={name} />}
      </div>
    </li>
  );
}

function Revoke({ licenceId, id, name }: { licenceId: string; id: string; name: string }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const send = useSend<{ id: string }>(() => {
    setOpen(false);
    void client.invalidateQueries({ queryKey: apiKey(grantsPath(licenceId)) });
  });
  return (
    <>
      <Button
        variant="quiet"
        className="js-only"
        aria-label={t('uses.revokeFor', { name })}
        onClick={() => setOpen(true)}
      >
        {t('uses.revoke')}
      </Button>
      {open && (
        <Dialog title={t('uses.revokeTitle')} closeLabel={t('close')} onClose={() => setOpen(false)}>
          <div className="stack">
            <p>
              <AsWritten>{t('uses.revokeText', { name })}</AsWritten>
            </p>
            {send.error && <ProblemNotice error={send.error} />}
            <div className="actions">
              <Button
                variant="danger"
                busy={send.isPending}
                onClick={() => send.mutate({ path: `/api/v1/me/licence-grants/${id}/revoke` })}
              >
                {t('uses.revokeYes')}
              </Button>
              <Button variant="quiet" onClick={() => setOpen(false)}>
                {t('cancel')}
              </Button>
            </div>
          </div>
        </Dialog>
      )}
    </>
  );
}
