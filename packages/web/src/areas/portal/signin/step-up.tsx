import { Button, LinkButton, Notice } from '@quancheng/ui';
import type { SignInContext } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { certificateHref } from './certificate-sign-in.tsx';
import { FaceCheck } from './face-check.tsx';
import { useKnowsPasskeys, usePasskey } from './use-passkey.tsx';

interface StepUpProps {
  uid: string;
  stepUp: NonNullable<SignInContext['stepUp']>;
  /** Where certificates are shown; null where none are taken. */
  certificate: string | null;
}

/** Who is signed in shows a passkey or a certificate, and goes on where they were. */
export function StepUp({ uid, stepUp, certificate }: StepUpProps) {
  const { t } = useWords();
  const { level, insists, faceConsent } = stepUp;
  const href = certificate !== null && stepUp.certificate ? certificateHref(certificate, uid) : null;
  return (
    <div className="stack">
      {level > 3 ? (
        <ByCertificate href={href} />
      ) : (
        <>
          <ByPasskey uid={uid} offersFace={faceConsent !== null} />
          {href !== null && (
            <p>
              <a href={href}>{t('signIn.stepUp.withCertificate')}</a>
            </p>
          )}
        </>
      )}
      {faceConsent !== null && <FaceCheck uid={uid} consent={faceConsent} />}
      {!insists && <p>{t('signIn.stepUp.other')}</p>}
    </div>
  );
}

function ByCertificate({ href }: { href: string | null }) {
  const { t } = useWords();
  return (
    <>
      <p className="lead">{t('signIn.stepUp.textCertificate')}</p>
      {href === null && <Notice tone="caution">{t('signIn.stepUp.noCertificate')}</Notice>}
      <div className="actions">
        {href !== null && <LinkButton href={href}>{t('signIn.stepUp.confirmCertificate')}</LinkButton>}
        <LinkButton href="/" variant="secondary">
          {t('signIn.stepUp.cancel')}
        </LinkButton>
      </div>
    </>
  );
}

function ByPasskey({ uid, offersFace }: { uid: string; offersFace: boolean }) {
  const { t } = useWords();
  const knows = useKnowsPasskeys();
  const { ask, state, hidden } = usePasskey(uid);
  return (
    <>
      <p className="lead">{t(offersFace ? 'signIn.stepUp.textFace' : 'signIn.stepUp.text')}</p>
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
    </>
  );
}
