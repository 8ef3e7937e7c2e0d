import { useState } from 'react';
import { Button, FactList, LinkButton, Notice } from '@quancheng/ui';
import { useSend } from '../../../api/queries.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { ProblemNotice } from '../../../shell/problem.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { useFragment, WithToken } from './fragment.tsx';
import { NewPassword } from './new-password.tsx';

/** The second screen of a window, where someone whom the clerk has checked chooses a new password unseen. */
export function WindowPassword() {
  const { t } = useWords();
  const given = useFragment();
  useTitle(t('windowPassword.title'));
  return (
    <div className="page page--form">
      <h1>{t('windowPassword.title')}</h1>
      <WithToken
        fragment={given}
        missing={t('windowPassword.missing')}
        text={t('windowPassword.missingText')}
      >
        {(token) => <Choose token={token} />}
      </WithToken>
      {given && !given.get('token') && (
        <div className="actions">
          <LinkButton href="/window">{t('windowPassword.enter')}</LinkButton>
        </div>
      )}
    </div>
  );
}

function Choose({ token }: { token: string }) {
  const { t } = useWords();
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [differs, setDiffers] = useState(false);
  const send = useSend<{ login: string }>(() => {
    // Whoever comes to this screen next finds nothing of it.
    setPassword('');
    setAgain('');
  });
  if (send.data) {
    return (
      <div className="stack">
        <Notice tone="success" announce="status" title={t('windowPassword.done')}>
          {t('windowPassword.doneText')}
        </Notice>
        <FactList
          facts={[
            {
              key: 'login',
              label: t('windowPassword.login'),
              value: <span translate="no">{send.data.login}</span>,
            },
          ]}
        />
        <LinkButton href="/window">{t('windowPassword.leave')}</LinkButton>
      </div>
    );
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        setDiffers(password !== again);
        if (password === again)
          send.mutate({ path: '/api/v1/window-passwords/choose', body: { token, password } });
      }}
    >
      <p className="lead">{t('windowPassword.text')}</p>
      {send.error && <ProblemNotice error={send.error} />}
      <NewPassword label={t('password.new')} value={password} onChange={setPassword} />
      <NewPassword
        id="same-password"
        label={t('windowPassword.again')}
        error={differs ? t('windowPassword.differs') : undefined}
        value={again}
        onChange={setAgain}
      />
      <div className="actions">
        <Button type="submit" busy={send.isPending}>
          {t('windowPassword.choose')}
        </Button>
      </div>
    </form>
  );
}
