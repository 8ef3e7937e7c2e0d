import { useState, type ReactNode } from 'react';
import { Button, buttonClass, Dialog, Tag } from '@quancheng/ui';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { apiKey, useSend } from '../../../api/queries.ts';
import type { GrantedMandate, Mandate } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatDate } from '../../../lib/format.ts';
import { ProblemNotice } from '../../../shell/problem.tsx';
import { grantedPath, heldPath } from './mandate-paths.ts';
import { AsWritten } from '../../../shell/as-written.tsx';

/** Someone for whom I may act. */
export function HeldRow({ mandate }: { mandate: Mandate }) {
  const { t } = useWords();
  const object = mandate.kind === 'entity' ? 'enterprise' : 'person';
  const [only, ...others] = mandate.scope;
  const toItems = only && others.length === 0 ? `/items/${only.code}` : `/search?object=${object}`;
  return (
    <Row mandate={mandate} title={mandate.name}>
      {mandate.caseId ? (
        <ToCase caseId={mandate.caseId} />
      ) : (
        <Link to={toItems} className={buttonClass('secondary')}>
          {t('mandates.find')}
        </Link>
      )}
      {mandate.revocable && (
        <End
          id={mandate.id}
          label={t('mandates.layDown')}
          labelFor={t('mandates.layDownFor', { name: mandate.name })}
          title={t('mandates.layDownTitle')}
          text={t('mandates.layDownText', { principal: mandate.name })}
          yes={t('mandates.layDownYes')}
        />
      )}
    </Row>
  );
}

/** Someone who may act for me or for whom I represent. */
export function GrantedRow({ mandate }: { mandate: GrantedMandate }) {
  const { t } = useWords();
  const { agent, principal } = mandate;
  return (
    <Row mandate={mandate} title={agent} more={t('mandates.for', { name: principal })}>
      {mandate.caseId && <ToCase caseId={mandate.caseId} />}
      {mandate.revocable && (
        <End
          id={mandate.id}
          label={t('mandates.revoke')}
          labelFor={t('mandates.revokeFor', { name: agent })}
          title={t('mandates.revokeTitle')}
          text={t('mandates.revokeText', { agent, principal })}
          yes={t('mandates.revokeYes')}
        />
      )}
    </Row>
  );
}

/** Which of several cases of one item it is, the case itself says. */
function ToCase({ caseId }: { caseId: string }) {
  const { t } = useWords();
  return (
    <Link to={`/cases/${encodeURIComponent(caseId)}`} className={buttonClass('secondary')}>
      {t('mandates.toCase')}
    </Link>
  );
}

/** Of parents and representatives the law says it: they act in everything. */
const named: readonly Mandate['mandate'][] = ['agent', 'guardian', 'once', 'case'];

interface RowProps {
  mandate: Omit<Mandate, 'name'>;
  title: string;
  more?: string;
  children: ReactNode;
}

function Row({ mandate, title, more, children }: RowProps) {
  const { t, lang, text } = useWords();
  const scope = mandate.scope.map((item) => text(item.title)).join(t('mandates.comma'));
  return (
    <li className="case-row">
      <div className="case-row__words">
        <p className="case-row__title">
          <AsWritten>{title}</AsWritten>
        </p>
        {more && (
          <p className="case-row__more">
            <AsWritten>{more}</AsWritten>
          </p>
        )}
        <p className="case-row__more">
          <Tag>{text(mandate.relation)}</Tag>{' '}
          {mandate.validUntil
            ? t('licence.until', { day: formatDate(mandate.validUntil, lang) })
            : t('mandates.noEnd')}
        </p>
        {named.includes(mandate.mandate) && (
          <p className="case-row__more">
            {t('mandates.scope', { items: scope || t('mandates.everything') })}
          </p>
        )}
      </div>
      <div className="case-row__state mandate__acts">{children}</div>
    </li>
  );
}

interface EndProps {
  id: string;
  label: string;
  /** The same for those who hear it out of its row. */
  labelFor: string;
  title: string;
  text: string;
  yes: string;
}

/** Ends a mandate from either side: says what follows, then does it. */
function End({ id, label, labelFor, title, text, yes }: EndProps) {
  const { t } = useWords();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const send = useSend<{ id: string }>(() => {
    setOpen(false);
    void client.invalidateQueries({ queryKey: apiKey(heldPath) });
    void client.invalidateQueries({ queryKey: apiKey(grantedPath) });
  });
  return (
    <>
      <Button variant="quiet" className="js-only" aria-label={labelFor} onClick={() => setOpen(true)}>
        {label}
      </Button>
      {open && (
        <Dialog title={title} closeLabel={t('close')} onClose={() => setOpen(false)}>
          <div className="stack">
            <p>
              <AsWritten>{text}</AsWritten>
            </p>
            {send.error && <ProblemNotice error={send.error} />}
            <div className="actions">
              <Button
                variant="danger"
                busy={send.isPending}
                onClick={() => send.mutate({ path: `${heldPath}/${id}/revoke` })}
              >
                {yes}
              </Button>
              <Button variant="quiet" onClick={() => setOpen(false)}>
                {t('mandates.keep')}
              </Button>
            </div>
          </div>
        </Dialog>
      )}
    </>
  );
}
