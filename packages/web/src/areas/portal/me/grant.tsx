import { useState } from 'react';
import { buttonClass, Notice } from '@quancheng/ui';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { apiKey, useApi, useSend } from '../../../api/queries.ts';
import type { Mandate } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { Loaded } from '../../../shell/problem.tsx';
import { SignedInPage } from '../../../shell/signed-in.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { GrantForm, newGrant, type Grant, type Principal } from './grant-form.tsx';
import { GrantReview } from './grant-review.tsx';
import { grantedPath, heldPath } from './mandate-paths.ts';

/** Appoints an agent: one group of questions, a review in plain words, one confirmation. */
export function GrantPage() {
  const { t } = useWords();
  useTitle(t('grant.title'));
  return (
    <SignedInPage title={t('grant.title')} why={t('grant.signIn')}>
      {({ name }) => <Read name={name} />}
    </SignedInPage>
  );
}

function Read({ name }: { name: string }) {
  const { t } = useWords();
  const query = useApi<{ items: Mandate[] }>(heldPath);
  return (
    <div className="page page--form">
      <Loaded query={query}>
        {({ items }) => (
          <Steps
            principals={[
              { id: null, kind: 'person', name, label: t('grant.me', { name }) },
              ...items
                .filter(({ mandate, kind }) => mandate === 'representative' && kind === 'entity')
                .map((entry) => ({
                  id: entry.principalId,
                  kind: entry.kind,
                  name: entry.name,
                  label: entry.name,
                })),
            ]}
          />
        )}
      </Loaded>
    </div>
  );
}

function Steps({ principals }: { principals: [Principal, ...Principal[]] }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [grant, setGrant] = useState<Grant>(() => newGrant(principals[0]));
  const [step, setStep] = useState<'form' | 'review' | 'done'>('form');
  const send = useSend<{ id: string }>(() => {
    setStep('done');
    void client.invalidateQueries({ queryKey: apiKey(grantedPath) });
  });
  const { principal, name, idNumber, all, items, until } = grant;
  if (step === 'done') return <Done agent={name.trim()} />;
  if (step === 'form') {
    return (
      <>
        <h1>{t('grant.title')}</h1>
        <p className="lead">{t('grant.intro')}</p>
        <GrantForm
          principals={principals}
          value={grant}
          onChange={setGrant}
          onNext={() => {
            send.reset();
            setStep('review');
          }}
        />
      </>
    );
  }
  return (
    <GrantReview
      grant={grant}
      error={send.error}
      busy={send.isPending}
      onBack={() => setStep('form')}
      onConfirm={() =>
        send.mutate({
          path: heldPath,
          body: {
            ...(principal.id === null ? {} : { principalId: principal.id }),
            agent: { name: name.trim(), idNumber: idNumber.trim().toUpperCase() },
            ...(all ? {} : { items: items.map(({ code }) => code) }),
            validUntil: until,
          },
        })
      }
    />
  );
}

function Done({ agent }: { agent: string }) {
  const { t } = useWords();
  return (
    <>
      <h1>{t('grant.title')}</h1>
      <Notice tone="success" announce="status" title={t('grant.done', { agent })}>
        <p>{t('grant.doneText')}</p>
      </Notice>
      <div className="actions">
        <Link to="/me/mandates" className={buttonClass('primary')}>
          {t('grant.toList')}
        </Link>
      </div>
    </>
  );
}
