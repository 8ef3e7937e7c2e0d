import { useAdminWords } from '../words.ts';

const schemes = [
  { key: 'sm2', name: 'SM2' },
  { key: 'es256', name: 'ES256' },
] as const;

/** Where others find whom to trust, and what is revoked. */
export function ForOperators() {
  const { w } = useAdminWords();
  return (
    <details className="desk-panel admin-explain">
      <summary>{w('certificates.explain')}</summary>
      <p>{w('certificates.explainText')}</p>
      <ul>
        {schemes.map(({ key, name }) => (
          <li key={key}>
            <span translate="no">{name}</span>：
            <a href={`/pki/root-${key}.cer`} download>
              {w('certificates.rootFile')}
            </a>{' '}
            <a href={`/pki/issuing-${key}.cer`} download>
              {w('certificates.issuingFile')}
            </a>{' '}
            <a href={`/pki/root-${key}.crl`} download>
              {w('certificates.rootList')}
            </a>{' '}
            <a href={`/pki/issuing-${key}.crl`} download>
              {w('certificates.issuingList')}
            </a>
          </li>
        ))}
      </ul>
      <p>
        {w('certificates.online')} <code>/pki/ocsp</code> <code>/pki/tsa</code>
      </p>
    </details>
  );
}
