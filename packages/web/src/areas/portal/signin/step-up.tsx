import { Button, LinkButton, Notice } from '@quancheng/ui';
import { useWords } from '../../../i18n/i18n.ts';
import { FaceCheck } from './face-check.tsx';
import { useKnowsPasskeys, usePasskey } from './use-passkey.tsx';

/** Who is signed in shows a passkey, and goes on where they were. */
export function StepUp({
  uid,
  insists,
  faceConsent,
}: {
  uid: string;
  insists: boolean;
  faceConsent: string | null;
}) {
  const { t } = useWords();
  const knows = useKnowsPasskeys();
  const { ask, state, hidden } = usePasskey(uid);
  return (
    <div className="stack">
      <p className="lead">{t(faceConsent === null ? 'signIn.stepUp.text' : 'signIn.stepUp.textFace')}</p>
      {state === 'failed' && (
        <Notice tone="info" announce="alert" title={t('signIn.passkeyFailed.title')}>
          {t('signIn.passkeyFailed.text')}
        </Notice>
      )}
      {knows === false && <Notice tone="caution">{t('passkeys.unsupported')}</Notice>}
      <noscript>
        <Notice tone="caution">{t('signIn.stepUp.noScript')}</Notice>
      </noscript>
      {hidden}
      <div className="actions">
        {knows === true && (
          <Button busy={state === 'asking'} onClick={ask}>
            {t('signIn.stepUp.confirm')}
          </Button>
        )}
        <LinkButton href="/" variant="secondary">
          {t('signIn.stepUp.cancel')}
        </LinkButton>
      </div>
      {faceConsent !== null && <FaceCheck uid={uid} consent={faceConsent} />}
      {!insists && <p>{t('signIn.stepUp.other')}</p>}
    </div>
  );
}
