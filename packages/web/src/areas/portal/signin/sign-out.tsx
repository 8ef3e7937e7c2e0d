import { Button, LinkButton, Notice } from '@quancheng/ui';
import { useSearchParams } from 'react-router';
import { useWords } from '../../../i18n/i18n.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { forgetOwn } from '../../../shell/forget.ts';

/** A system asks that one be signed out of everything. */
export function SignOut() {
  const { t } = useWords();
  const [query] = useSearchParams();
  useTitle(t('signOut.title'));
  const system = query.get('system');
  return (
    <div className="page page--form">
      <h1>{t('signOut.title')}</h1>
      <p className="lead">
        {system && (
          <>
            <AsWritten>{system}</AsWritten>{' '}
          </>
        )}
        {t(system ? 'signOut.asks' : 'signOut.text')}
      </p>
      <form method="post" action="/oidc/session/end/confirm" className="actions">
        <input type="hidden" name="xsrf" value={query.get('xsrf') ?? ''} />
        <Button type="submit" name="logout" value="yes" onClick={forgetOwn}>
          {t('signOut.yes')}
        </Button>
        <LinkButton href="/" variant="secondary">
          {t('signOut.no')}
        </LinkButton>
      </form>
    </div>
  );
}

/** Who came by another service may want to be signed out of that one too. */
export function SignedOut() {
  const { t } = useWords();
  const [query] = useSearchParams();
  useTitle(t('signOut.done'));
  const from = query.get('from');
  return (
    <div className="page page--form">
      <h1>{t('signOut.done')}</h1>
      <Notice tone="success" title={t('signOut.doneText')} />
      {from !== null && <p>{t('signOut.elsewhere')}</p>}
      <div className="actions">
        {from !== null && (
          <LinkButton href={`/auth/upstream/${encodeURIComponent(from)}/sign-out`}>
            {t('signOut.alsoThere')}
          </LinkButton>
        )}
        <LinkButton href="/" variant={from === null ? 'primary' : 'secondary'}>
          {t('signOut.home')}
        </LinkButton>
      </div>
    </div>
  );
}
