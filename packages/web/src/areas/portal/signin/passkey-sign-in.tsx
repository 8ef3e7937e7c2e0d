import { Button, Notice } from '@quancheng/ui';
import { useWords } from '../../../i18n/i18n.ts';
import { useKnowsPasskeys, useOffer, usePasskey } from './use-passkey.tsx';

/** Signing in with a passkey: by the button, or from the list under the field for the account. */
export function PasskeySignIn({ uid }: { uid: string }) {
  const { t } = useWords();
  const knows = useKnowsPasskeys();
  const { ask, state, hidden, post } = usePasskey(uid);
  useOffer(uid, post);
  if (knows !== true) return null;
  return (
    <section aria-labelledby="passkey-title" className="stack">
      <h2 id="passkey-title">{t('passkeys.title')}</h2>
      <p>{t('signIn.passkeyText')}</p>
      {state === 'failed' && (
        <Notice tone="info" announce="alert" title={t('signIn.passkeyFailed.title')}>
          {t('signIn.passkeyFailed.text')}
        </Notice>
      )}
      {hidden}
      <div className="actions">
        <Button variant="secondary" busy={state === 'asking'} onClick={ask}>
          {t('signIn.withPasskey')}
        </Button>
      </div>
    </section>
  );
}
