import { LinkButton } from '@quancheng/ui';
import { useWords } from '../../../i18n/i18n.ts';

/** Where the browser shows its certificate; it may be another origin, so one goes there by a link. */
export function certificateHref(address: string, uid: string): string {
  return `${address}?${new URLSearchParams({ uid }).toString()}`;
}

/** Signing in with a certificate of a token or of the browser, which asks for it by itself. */
export function CertificateSignIn({ uid, address }: { uid: string; address: string }) {
  const { t } = useWords();
  return (
    <section aria-labelledby="certificate-title" className="stack">
      <h2 id="certificate-title">{t('certificates.title')}</h2>
      <p>{t('signIn.certificateText')}</p>
      <div className="actions">
        <LinkButton variant="secondary" href={certificateHref(address, uid)}>
          {t('signIn.withCertificate')}
        </LinkButton>
      </div>
    </section>
  );
}
