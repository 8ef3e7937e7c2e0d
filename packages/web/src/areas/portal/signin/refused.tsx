import { Notice } from '@quancheng/ui';
import { useWords } from '../../../i18n/i18n.ts';

const knownErrors = {
  'account.wrong-credentials': 'wrong-credentials',
  'account.locked': 'locked',
  'account.totp-needed': 'totp-needed',
  'passkey.refused': 'passkey-refused',
  'passkey.expired': 'passkey-expired',
  'passkey.unknown': 'passkey-unknown',
  'passkey.copied': 'passkey-copied',
  'passkey.other-account': 'passkey-other-account',
  'phone-sign-in.gone': 'phone-sign-in-gone',
  'upstream.unreachable': 'upstream-unreachable',
  'upstream.distrusted': 'upstream-distrusted',
  'upstream.declined': 'upstream-declined',
  'upstream.other-person': 'upstream-other-person',
  'upstream.staff': 'upstream-staff',
  'upstream.taken': 'upstream-taken',
  'upstream.proof-needed': 'upstream-proof-needed',
  'upstream.known': 'upstream-known',
  'upstream.no-new-accounts': 'upstream-no-new-accounts',
  'upstream.over': 'upstream-over',
  'face.expired': 'face-expired',
  'client-certificate.none': 'client-certificate-none',
  'client-certificate.unreadable': 'client-certificate-unreadable',
  'client-certificate.unknown': 'client-certificate-unknown',
  'client-certificate.other-account': 'client-certificate-other-account',
  'client-certificate.other-person': 'client-certificate-other-person',
  'client-certificate.purpose': 'client-certificate-purpose',
  'client-certificate.not-yet-valid': 'client-certificate-not-yet-valid',
  'client-certificate.expired': 'client-certificate-expired',
  'client-certificate.untrusted': 'client-certificate-untrusted',
  'client-certificate.revoked': 'client-certificate-revoked',
  'client-certificate.unknown-to-issuer': 'client-certificate-unknown-to-issuer',
  'client-certificate.uncheckable': 'client-certificate-uncheckable',
  'client-certificate.over': 'client-certificate-over',
  'client-certificate.already': 'client-certificate-already',
  'client-certificate.too-many': 'client-certificate-too-many',
} as const;

/** Why it did not work, by the code in the address. */
export function Refused({ code }: { code: string }) {
  const { t } = useWords();
  const known = code in knownErrors ? knownErrors[code as keyof typeof knownErrors] : undefined;
  return (
    <Notice
      tone={known === 'totp-needed' ? 'info' : 'danger'}
      announce="alert"
      title={t(`signIn.error.${known ?? 'other'}.title`)}
    >
      {t(`signIn.error.${known ?? 'other'}.text`)}
    </Notice>
  );
}
