import { useState } from 'react';
import { Button, Notice } from '@quancheng/ui';
import { Link } from 'react-router';
import { useApi, useSend } from '../../../api/queries.ts';
import type { OwnSignIn } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { Loaded, ProblemNotice } from '../../../shell/problem.tsx';
import { SignedIn } from '../../../shell/signed-in.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { NewPassword, PresentPassword } from '../signin/new-password.tsx';
import { Certificates } from './certificates.tsx';
import { Passkeys } from './passkeys.tsx';
import { SecondFactor } from './password-code.tsx';
import { ownSignInPath } from './password-paths.ts';

/** How one signs in: the password, and codes beside it. */
export function PasswordPage() {
  const { t } = useWords();
  useTitle(t('password.title'));
  return (
    <div className="page page--narrow">
      <h1>{t('password.title')}</h1>
      <p className="lead">
        {t('password.intro')} <Link to="/me/sessions">{t('password.toSessions')}</Link>
      </p>
      <SignedIn>
        {() => (
          <>
            <Own />
            <Passkeys />
            <Certificates />
          </>
        )}
      </SignedIn>
    </div>
  );
}

function Own() {
  const { t } = useWords();
  const query = useApi<OwnSignIn>(ownSignInPath);
  return (
    <Loaded query={query}>
      {(own) =>
        own.password ? (
          <>
            <Change login={own.login} />
            <SecondFactor own={own} />
          </>
        ) : (
          <Notice title={t('password.none')}>{t('password.noneText')}</Notice>
        )
      }
    </Loaded>
  );
}

function Change({ login }: { login: string }) {
  const { t } = useWords();
  const [old, setOld] = useState('');
  const [fresh, setFresh] = useState('');
  const send = useSend(() => {
    setOld('');
    setFresh('');
  });
  return (
    <section aria-labelledby="change">
      <h2 id="change">{t('password.change')}</h2>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate({ path: '/api/v1/me/password', body: { old, new: fresh } });
        }}
      >
        {send.isSuccess && (
          <Notice tone="success" announce="status" title={t('password.changed')}>
            {t('password.changedText')}
          </Notice>
        )}
        {send.error && <ProblemNotice error={send.error} />}
        {/* Managers of passwords find by it which one to renew. */}
        <input type="hidden" name="username" autoComplete="username" value={login} readOnly />
        <PresentPassword id="old-password" label={t('password.old')} value={old} onChange={setOld} />
        <NewPassword label={t('password.new')} value={fresh} onChange={setFresh} />
        <div className="actions">
          <Button type="submit" busy={send.isPending}>
            {t('password.change')}
          </Button>
        </div>
      </form>
    </section>
  );
}
