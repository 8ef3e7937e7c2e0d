import { useState } from 'react';
import { Button, Field, Notice, Tag, TextInput } from '@quancheng/ui';
import { useQueryClient } from '@tanstack/react-query';
import { apiKey, useSend } from '../../../api/queries.ts';
import type { OwnSignIn } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { ProblemNotice } from '../../../shell/problem.tsx';
import { PresentPassword } from '../signin/new-password.tsx';
import { Secret } from '../signin/secret.tsx';
import { ownSignInPath, secondFactorPath } from './password-paths.ts';

interface Begun {
  secret: string;
  uri: string;
  picture: string;
}

/** Codes at sign-in beside the password: off, being set up, on. */
export function SecondFactor({ own }: { own: OwnSignIn }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [codes, setCodes] = useState<string[] | null>(null);
  const reload = () => void client.invalidateQueries({ queryKey: apiKey(ownSignInPath) });
  return (
    <section aria-labelledby="second-factor">
      <h2 id="second-factor">
        {t('password.code')} {own.secondFactor && <Tag tone="success">{t('password.codeOn')}</Tag>}
      </h2>
      {codes && <RecoveryCodes codes={codes} />}
      {!codes && own.secondFactor && <On own={own} onDone={reload} />}
      {!codes && !own.secondFactor && (
        <Off
          onDone={(made) => {
            setCodes(made);
            reload();
          }}
        />
      )}
    </section>
  );
}

function Off({ onDone }: { onDone: (codes: string[]) => void }) {
  const { t } = useWords();
  const [password, setPassword] = useState('');
  const begin = useSend<Begun>(() => setPassword(''));
  if (begin.data) return <Confirm begun={begin.data} onDone={onDone} />;
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        begin.mutate({ path: secondFactorPath, body: { password } });
      }}
    >
      <p>{t('password.codeText')}</p>
      {begin.error && <ProblemNotice error={begin.error} />}
      <PresentPassword
        id="password-for-code"
        label={t('password.old')}
        value={password}
        onChange={setPassword}
      />
      <div className="actions">
        <Button type="submit" variant="secondary" busy={begin.isPending}>
          {t('password.begin')}
        </Button>
      </div>
    </form>
  );
}

function Confirm({ begun, onDone }: { begun: Begun; onDone: (codes: string[]) => void }) {
  const { t } = useWords();
  const [code, setCode] = useState('');
  const send = useSend<{ recoveryCodes: string[] }>(({ recoveryCodes }) => onDone(recoveryCodes));
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate({ path: `${secondFactorPath}/confirm`, body: { code } });
      }}
    >
      <p>{t('password.scan')}</p>
      <img className="second-factor__picture" src={begun.picture} alt={t('password.picture')} />
      <p>
        <a href={begun.uri}>{t('password.sameDevice')}</a>
      </p>
      <p>
        {t('password.orType')} <Secret>{begun.secret}</Secret>
      </p>
      {send.error && <ProblemNotice error={send.error} />}
      <CodeField
        label={t('password.firstCode')}
        help={t('signIn.codeHelp')}
        value={code}
        onChange={setCode}
      />
      <div className="actions">
        <Button type="submit" busy={send.isPending}>
          {t('password.confirm')}
        </Button>
      </div>
    </form>
  );
}

function On({ own, onDone }: { own: OwnSignIn; onDone: () => void }) {
  const { t } = useWords();
  const [code, setCode] = useState('');
  const send = useSend(onDone);
  if (!own.removable) return <p>{t('password.fixed')}</p>;
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate({ path: `${secondFactorPath}/remove`, body: { code } });
      }}
    >
      <p>{t('password.left', { n: own.recoveryCodes })}</p>
      {send.error && <ProblemNotice error={send.error} />}
      <CodeField
        label={t('password.lastCode')}
        help={t('password.lastCodeHelp')}
        value={code}
        onChange={setCode}
      />
      <div className="actions">
        <Button type="submit" variant="secondary" busy={send.isPending}>
          {t('password.remove')}
        </Button>
      </div>
    </form>
  );
}

function RecoveryCodes({ codes }: { codes: string[] }) {
  const { t } = useWords();
  return (
    <Notice tone="success" announce="status" title={t('password.recovery')}>
      <p>{t('password.recoveryText')}</p>
      <ul className="second-factor__codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Button variant="secondary" onClick={() => window.print()}>
        {t('password.print')}
      </Button>
    </Notice>
  );
}

function CodeField({
  label,
  help,
  value,
  onChange,
}: {
  label: string;
  help: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <Field id="code" label={label} help={help}>
      {(control) => (
        <TextInput
          {...control}
          expect="short"
          required
          maxLength={12}
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
