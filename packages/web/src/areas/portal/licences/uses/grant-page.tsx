import { useState } from 'react';
import { buttonClass, Notice } from '@quancheng/ui';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'react-router';
import { apiKey, useApi, useSend } from '../../../../api/queries.ts';
import type { LicenceDetail, Text } from '../../../../api/types.ts';
import { useWords } from '../../../../i18n/i18n.ts';
import { formatDate } from '../../../../lib/format.ts';
import { Loaded, LoadedPage, ProblemNotice } from '../../../../shell/problem.tsx';
import { SignedInPage } from '../../../../shell/signed-in.tsx';
import { useTitle } from '../../../../shell/title.tsx';
import { GrantForm, newGrant, type GrantDraft } from './grant-form.tsx';
import { grantsPath } from './model.ts';

interface Made {
  id: string;
  /** Only of a code, and only now. */
  code?: string;
  qr?: string;
}

/** Grants the use of a licence: to an agency, a company, or whoever bears a code; `?to=paper` for its files. */
export function GrantUsePage() {
  const { t } = useWords();
  useTitle(t('useGrant.title'));
  return (
    <SignedInPage title={t('useGrant.title')} why={t('licences.signIn')}>
      {() => <Read />}
    </SignedInPage>
  );
}

function Read() {
  const { id = '' } = useParams();
  const query = useApi<LicenceDetail>(`/api/v1/licences/${encodeURIComponent(id)}`);
  return <LoadedPage query={query}>{(licence) => <Steps licence={licence} />}</LoadedPage>;
}

function Steps({ licence }: { licence: LicenceDetail }) {
  const { t, text } = useWords();
  const client = useQueryClient();
  const agencies = useApi<{ items: { slug: string; name: Text }[] }>('/api/v1/me/licence-grantees');
  const [query] = useSearchParams();
  const [draft, setDraft] = useState(() => newGrant(query.get('to') === 'paper' ? 'paper' : 'bearer'));
  const [made, setMade] = useState<Made | null>(null);
  const send = useSend<Made>((answer) => {
    setMade(answer);
    void client.invalidateQueries({ queryKey: apiKey(grantsPath(licence.id)) });
  });
  return (
    <div className="page page--form">
      <h1>{t('useGrant.title')}</h1>
      {made ? (
        <Done licence={licence} draft={draft} made={made} />
      ) : (
        <>
          <p className="lead">{t('useGrant.intro', { name: text(licence.typeName) })}</p>
          {send.error && <ProblemNotice error={send.error} />}
          <Loaded query={agencies}>
            {({ items }) => (
              <GrantForm
                licence={licence}
                agencies={items}
                value={draft}
                busy={send.isPending}
                onChange={setDraft}
                onSubmit={() => send.mutate(commandOf(licence, draft))}
              />
            )}
          </Loaded>
        </>
      )}
    </div>
  );
}

function commandOf({ id }: LicenceDetail, { to, agency, company, fields, most, until, purpose }: GrantDraft) {
  const what = { fields, until, purpose: purpose.trim() };
  if (to === 'paper')
    return { path: `/api/v1/licences/${id}/paper-codes`, body: { until, purpose: what.purpose } };
  if (to === 'bearer') return { path: `/api/v1/licences/${id}/codes`, body: what };
  const grantee = to === 'agency' ? { agency } : { company: company.trim().toUpperCase() };
  return { path: grantsPath(id), body: { ...grantee, most: Number(most), ...what } };
}

function toldBy({ to }: GrantDraft, { code }: Made): string {
  if (code === undefined) return 'useGrant.doneText';
  return to === 'paper' ? 'useGrant.paperCodeText' : 'useGrant.codeText';
}

function Done({ licence, draft, made }: { licence: LicenceDetail; draft: GrantDraft; made: Made }) {
  const { t, lang } = useWords();
  const groups = made.code?.match(/.{1,4}/g)?.join(' ');
  return (
    <div className="stack">
      <Notice
        tone="success"
        announce="status"
        title={t(made.code === undefined ? 'useGrant.done' : 'useGrant.codeDone')}
      >
        <p>{t(toldBy(draft, made))}</p>
      </Notice>
      {made.code !== undefined && (
        <>
          <img className="second-factor__picture" src={made.qr} alt={t('useGrant.picture')} />
          <p>
            {t('useGrant.code')}{' '}
            <span className="code" translate="no" data-code={made.code}>
              {groups}
            </span>
          </p>
          <p className="soft">{t('uses.until', { day: formatDate(draft.until, lang) })}</p>
        </>
      )}
      <div className="actions">
        <Link to={`/licences/${licence.id}/uses`} className={buttonClass('primary')}>
          {t('useGrant.toList')}
        </Link>
      </div>
    </div>
  );
}
