import { useState } from 'react';
import { Button, Field, LinkButton, Notice, TextInput } from '@quancheng/ui';
import { useSend } from '../../../api/queries.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { ProblemNotice } from '../../../shell/problem.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { NewPassword } from './new-password.tsx';
import { Secret } from './secret.tsx';
import { useFragment, WithToken } from './fragment.tsx';

/** Who was invited to a post makes an account by the one-time link. */
export function Invite() {
  const { t } = useWords();
  const given = useFragment();
  useTitle(t('invite.title'));
  return (
    <div className="page page--form">
      <h1>{t('invite.title')}</h1>
      <WithToken fragment={given} missing={t('invite.missing')} text={t('invite.missingText')}>
        {(token) => <NewAccount token={token} />}
      </WithToken>
    </div>
  );
}

function NewAccount({ token }: { token: string }) {
  const { t } = useWords();
  const [login, setLogin] = useState('');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const send = useSend<{ totpSecret: string }>();
  if (send.data) {
    return (
      <>
        <Notice tone="success" announce="status" title={t('invite.done')}>
          {t('invite.secret')}
        </Notice>
        <p className="lead">
          <Secret>{send.data.totpSecret}</Secret>
        </p>
        <LinkButton href="/auth/login?return=/desk">{t('invite.signIn')}</LinkButton>
      </>
    );
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate({ path: '/api/v1/invitations/accept', body: { token, login, name, password } });
      }}
    >
      <p className="lead">{t('invite.text')}</p>
      {send.error && <ProblemNotice error={send.error} />}
      <Field id="name" label={t('invite.name')}>
        {(control) => (
          <TextInput
            {...control}
            required
            maxLength={100}
            autoComplete="name"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field id="login" label={t('invite.login')} help={t('invite.loginHelp')}>
        {(control) => (
          <TextInput
            {...control}
            required
            pattern="[a-z][a-z0-9.\-]{2,39}"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            value={login}
            onChange={(event) => setLogin(event.target.value)}
          />
        )}
      </Field>
      <NewPassword value={password} onChange={setPassword} label={t('invite.password')} />
      <div className="actions">
        <Button type="submit" disabled={send.isPending}>
          {t('invite.create')}
        </Button>
      </div>
    </form>
  );
}
