import { useEffect, useRef } from 'react';
import { Button, Notice } from '@quancheng/ui';
import { useSearchParams } from 'react-router';
import { useApi } from '../../../api/queries.ts';
import type { PhoneWait } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { Loaded } from '../../../shell/problem.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { phonePath } from './paths.ts';

/** How often the page asks whether the phone has answered. */
const lookEveryMs = 2000;

/** A computer shows a code and waits until a phone lets it in; without script one looks by a button. */
export function PhoneSignIn() {
  const { t } = useWords();
  const [query] = useSearchParams();
  useTitle(t('phone.title'));
  const found = useApi<PhoneWait>(phonePath(query), ({ waiting }) =>
    waiting?.state === 'open' ? lookEveryMs : false,
  );
  return (
    <div className="page page--form">
      <h1>{t('phone.title')}</h1>
      <Loaded query={found}>
        {({ uid, waiting }) => (
          <>
            {waiting?.state === 'open' && <Open uid={uid} waiting={waiting} />}
            {waiting?.state === 'confirmed' && <Enter uid={uid} />}
            {waiting?.state === 'refused' && (
              <Notice tone="danger" announce="alert" title={t('phone.refused')}>
                {t('phone.refusedText')}
              </Notice>
            )}
            {(waiting === null || waiting.state === 'used') && (
              <Notice tone="caution" announce="alert" title={t('phone.over')}>
                {t('phone.overText')}
              </Notice>
            )}
            <form method="post" action={`/oidc/interaction/${uid}/phone`} className="actions">
              <Button type="submit" variant="secondary">
                {t('phone.again')}
              </Button>
            </form>
            <p>
              <a href={`/signin?uid=${encodeURIComponent(uid)}`}>{t('phone.other')}</a>
            </p>
          </>
        )}
      </Loaded>
    </div>
  );
}

function Open({ uid, waiting }: { uid: string; waiting: NonNullable<PhoneWait['waiting']> }) {
  const { t } = useWords();
  return (
    <div className="stack">
      <p className="lead">{t('phone.scan')}</p>
      {waiting.picture && (
        <img className="second-factor__picture" src={waiting.picture} alt={t('phone.picture')} />
      )}
      <p>
        {t('phone.figures')}{' '}
        <span className="code" translate="no">
          {waiting.figures}
        </span>
      </p>
      <p className="soft">
        {t('phone.address')} <code className="phone__address">{waiting.address}</code>
      </p>
      <p className="soft">{t('phone.until')}</p>
      <noscript>
        <a href={`/signin/phone?uid=${encodeURIComponent(uid)}`}>{t('phone.check')}</a>
      </noscript>
    </div>
  );
}

/** Goes on by itself; the button is for whoever has no script. */
function Enter({ uid }: { uid: string }) {
  const { t } = useWords();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.submit(), []);
  return (
    <form ref={form} method="post" action={`/oidc/interaction/${uid}/phone/enter`} className="stack">
      <Notice tone="success" announce="status" title={t('phone.confirmed')} />
      <div className="actions">
        <Button type="submit">{t('phone.enter')}</Button>
      </div>
    </form>
  );
}
