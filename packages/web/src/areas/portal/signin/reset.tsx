import { useState } from 'react';
import { Button, LinkButton, Notice } from '@quancheng/ui';
import { useSend } from '../../../api/queries.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { ProblemNotice } from '../../../shell/problem.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { useFragment, WithToken } from './fragment.tsx';
import { NewPassword, PresentPassword } from './new-password.tsx';
import { Secret } from './secret.tsx';

/** Who lost the password or the authenticator replaces it by the one-time link of an administrator. */
export function Reset() {
  const { t } = useWords();
  const given = useFragment();
  const lost = given?.get('lost') === 'code' ? 'code' : 'password';
  useTitle(t('reset.title'));
  return (
    <div className="page page--form">
      <h1>{t('reset.title')}</h1>
      <WithToken fragment={given} missing={t('reset.missing')} text={t('reset.missingText')}>
        {(token) => <Replace token={token} lost={lost} />}
      </WithToken>
    </div>
  );
}

function Replace({ token, lost }: { token: string; lost: 'password' | 'code' }) {
  const { t } = useWords();
  const [password, setPassword] = useState('');
  const send = useSend<{ login: string; totpSecret: string | null }>();
  if (send.data) {
    const { login, totpSecret } = send.data;
    return (
      <>
        <Notice tone="success" announce="status" title={t('reset.done')}>
          <p>{t('reset.doneText', { login })}</p>
          {totpSecret && <p>{t('invite.secret')}</p>}
        </Notice>
        {totpSecret && (
          <p className="lead">
            <Secret>{totpSecret}</Secret>
          </p>
        )}
        <LinkButton href="/auth/login?return=/desk">{t('invite.signIn')}</LinkButton>
      </>
    );
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate({ path: '/api/v1/resets/accept', body: { token, password } });
      }}
    >
      <p className="lead">{t(`reset.lost.${lost}`)}</p>
      {send.error && <ProblemNotice error={send.error} />}
      {lost === 'password' ? (
        <NewPassword label={t('password.new')} value={password} onChange={setPassword} />
      ) : (
        <PresentPassword
          id="present-password"
          label={t('password.old')}
          value={password}
          onChange={setPassword}
        />
      )}
      <div className="actions">
        <Button type="submit" busy={send.isPending}>
          {t(`reset.replace.${lost}`)}
        </Button>
      </div>
    </form>
  );
}
