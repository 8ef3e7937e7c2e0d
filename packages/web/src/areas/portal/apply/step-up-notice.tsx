import { LinkButton, Notice } from '@quancheng/ui';
import { useLocation } from 'react-router';
import { ApiError } from '../../../api/client.ts';
import { useApi } from '../../../api/queries.ts';
import type { OwnCertificates, OwnPasskeys } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { ownCertificatesPath, ownPasskeysPath } from '../me/password-paths.ts';

export function needsStepUp(error: Error): boolean {
  return error instanceof ApiError && error.problem?.code === 'identity.step-up-needed';
}

/** One confirms by what the item asks for, or adds it first, and comes back to what one filled in. */
export function StepUpNotice({ level }: { level: number }) {
  return level > 3 ? <WithCertificate /> : <WithPasskey />;
}

function WithCertificate() {
  const { t } = useWords();
  const { pathname, search } = useLocation();
  const own = useApi<OwnCertificates>(ownCertificatesPath);
  if (!own.data) return null;
  const { offered, items } = own.data;
  const back = encodeURIComponent(pathname + search);
  return (
    <Notice tone="caution" announce="alert" title={t('stepUp.title')}>
      {!offered ? (
        <p>{t('stepUp.noCertificates')}</p>
      ) : items.length > 0 ? (
        <>
          <p>{t('stepUp.textCertificate')}</p>
          <LinkButton href={`/auth/login?level=4&return=${back}`}>
            {t('stepUp.confirmCertificate')}
          </LinkButton>
        </>
      ) : (
        <>
          <p>{t('stepUp.noCertificate')}</p>
          <LinkButton href="/me/password">{t('stepUp.addCertificate')}</LinkButton>
        </>
      )}
    </Notice>
  );
}

function WithPasskey() {
  const { t } = useWords();
  const { pathname, search } = useLocation();
  const own = useApi<OwnPasskeys>(ownPasskeysPath);
  const back = encodeURIComponent(pathname + search);
  if (!own.data) return null;
  const has = own.data.items.length > 0 || own.data.face;
  return (
    <Notice tone="caution" announce="alert" title={t('stepUp.title')}>
      <p>{t(own.data.face ? 'stepUp.textFace' : has ? 'stepUp.text' : 'stepUp.none')}</p>
      {has ? (
        <LinkButton href={`/auth/login?level=3&return=${back}`}>
          {t(own.data.face ? 'stepUp.confirmFace' : 'stepUp.confirm')}
        </LinkButton>
      ) : (
        <LinkButton href={`/me/password?then=${back}`}>{t('stepUp.add')}</LinkButton>
      )}
    </Notice>
  );
}
