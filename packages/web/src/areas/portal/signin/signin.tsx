import { Button, Field, LinkButton, Notice, TextInput } from '@quancheng/ui';
import { ChevronRight } from 'lucide-react';
import { useSearchParams } from 'react-router';
import { useApi } from '../../../api/queries.ts';
import type { SignInContext } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { signInPath } from '../../../routes.tsx';
import { Loaded } from '../../../shell/problem.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { AsWritten } from '../../../shell/as-written.tsx';
import { CertificateSignIn } from './certificate-sign-in.tsx';
import { PasskeySignIn } from './passkey-sign-in.tsx';
import { Refused } from './refused.tsx';
import { StepUp } from './step-up.tsx';
import { NewcomerNotice, UpstreamWays } from './upstreams.tsx';

/** One way in for residents and staff: plain forms that post to the identity provider. */
export function SignIn() {
  const { t } = useWords();
  const [query] = useSearchParams();
  const context = useApi<SignInContext>(signInPath(query));
  const uid = query.get('uid');
  const error = query.get('error');
  const wantsCode = error === 'account.totp-needed';
  const stepUp = context.data?.stepUp;
  const newcomer = context.data?.newcomer;
  const title = t(stepUp ? 'signIn.stepUp.title' : 'signIn.title');
  useTitle(title);
  return (
    <div className="page page--form">
      <h1>{title}</h1>
      {error && <Refused code={error} />}
      {uid !== null && stepUp && (
        <StepUp uid={uid} stepUp={stepUp} certificate={context.data?.certificate ?? null} />
      )}
      {uid !== null && newcomer && <NewcomerNotice uid={uid} newcomer={newcomer} />}
      {uid === null ? (
        <>
          <p className="lead">{t('signIn.begin')}</p>
          <LinkButton href="/auth/login">{t('signIn.action')}</LinkButton>
        </>
      ) : stepUp?.insists ? null : (
        <>
          <Loaded query={context}>
            {(found) => found.demo && !wantsCode && <DemoPeople uid={uid} people={found.people} />}
          </Loaded>
          {!wantsCode && !stepUp && <OtherWays uid={uid} context={context.data} />}
          <Password uid={uid} account={context.data?.account ?? ''} wantsCode={wantsCode} />
        </>
      )}
    </div>
  );
}

/** What needs no password: a passkey of this device, a certificate, or a phone that is signed in. */
function OtherWays({ uid, context }: { uid: string; context: SignInContext | undefined }) {
  const { t } = useWords();
  // A phone can be talked into letting a browser in, so it links nothing.
  if (context?.newcomer) return <PasskeySignIn uid={uid} />;
  return (
    <>
      <UpstreamWays uid={uid} upstreams={context?.upstreams ?? []} />
      <PasskeySignIn uid={uid} />
      {context?.certificate && <CertificateSignIn uid={uid} address={context.certificate} />}
      <section aria-labelledby="phone-title">
        <h2 id="phone-title">{t('signIn.withPhone')}</h2>
        <form method="post" action={`/oidc/interaction/${uid}/phone`} className="stack">
          <p>{t('signIn.phoneText')}</p>
          <div className="actions">
            <Button type="submit" variant="secondary">
              {t('signIn.showCode')}
            </Button>
          </div>
        </form>
      </section>
    </>
  );
}

/** Fictional people, by the story they tell; one click is enough. */
function DemoPeople({ uid, people }: { uid: string; people: SignInContext['people'] }) {
  const { t, text } = useWords();
  const groups = new Map<string, SignInContext['people']>();
  for (const person of people) {
    const name = text(person.group);
    groups.set(name, [...(groups.get(name) ?? []), person]);
  }
  if (people.length === 0) return null;
  return (
    <form method="post" action={`/oidc/interaction/${uid}/login`}>
      <input type="hidden" name="demo" value="1" />
      <Notice title={t('signIn.demo')}>{t('signIn.demoText')}</Notice>
      {[...groups].map(([name, members], index) => (
        <details key={name} open={index === 0} className="people__fold">
          <summary className="people__group">
            {name} <span className="people__count">{members.length}</span>
          </summary>
          <ul className="people">
            {members.map((person) => (
              <li key={person.account}>
                <button type="submit" name="account" value={person.account} className="person">
                  <span className="person__words">
                    <span className="person__name">
                      <AsWritten>{person.name}</AsWritten>
                    </span>
                    <span className="person__story">{text(person.story)}</span>
                  </span>
                  <ChevronRight size={20} aria-hidden />
                </button>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </form>
  );
}

function Password({ uid, account, wantsCode }: { uid: string; account: string; wantsCode: boolean }) {
  const { t } = useWords();
  return (
    <section aria-labelledby="password-title">
      <h2 id="password-title">{t('signIn.withPassword')}</h2>
      <form method="post" action={`/oidc/interaction/${uid}/login`} className="stack">
        <Field id="account" label={t('signIn.account')}>
          {(control) => (
            <TextInput
              {...control}
              name="account"
              expect="medium"
              autoComplete="username webauthn"
              autoCapitalize="none"
              spellCheck={false}
              required
              defaultValue={account}
            />
          )}
        </Field>
        <Field id="password" label={t('signIn.password')}>
          {(control) => (
            <TextInput
              {...control}
              type="password"
              name="password"
              expect="medium"
              autoComplete="current-password"
              required
            />
          )}
        </Field>
        {wantsCode ? <Code uid={uid} /> : <CodeInput note={t('signIn.ifAny')} />}
        <div className="actions">
          <Button type="submit">{t('signIn.action')}</Button>
        </div>
      </form>
    </section>
  );
}

/** Who has the authenticator at hand types figures; who has not, one of the codes on paper. */
function Code({ uid }: { uid: string }) {
  const { t } = useWords();
  const [query] = useSearchParams();
  if (query.has('recovery')) {
    return (
      <Field id="totp" label={t('signIn.recovery')} help={t('signIn.recoveryHelp')}>
        {(control) => (
          <TextInput
            {...control}
            name="totp"
            expect="short"
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            maxLength={12}
            required
          />
        )}
      </Field>
    );
  }
  const other = new URLSearchParams({ uid, error: 'account.totp-needed', recovery: '' });
  return (
    <>
      <CodeInput required />
      <p>
        <a href={`/signin?${other.toString()}`}>{t('signIn.useRecovery')}</a>
      </p>
    </>
  );
}

function CodeInput({ note, required }: { note?: string; required?: boolean }) {
  const { t } = useWords();
  return (
    <Field id="totp" label={t('signIn.code')} note={note} help={t('signIn.codeHelp')}>
      {(control) => (
        <TextInput
          {...control}
          name="totp"
          expect="short"
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={12}
          required={required}
        />
      )}
    </Field>
  );
}
