import { Button, Notice } from '@quancheng/ui';
import { useLocation, useSearchParams } from 'react-router';
import { useApi, useSend } from '../../../api/queries.ts';
import type { OwnCertificates } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatMoment } from '../../../lib/format.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { Loaded, ProblemNotice } from '../../../shell/problem.tsx';
import { Refused } from '../signin/refused.tsx';
import { OwnKey, SignInAgain } from './own-key.tsx';
import { ownCertificatesPath } from './password-paths.ts';

/** The certificates of one's account, where the installation takes them or one has some. */
export function Certificates() {
  const { t } = useWords();
  const query = useApi<OwnCertificates>(ownCertificatesPath);
  if (query.data && !query.data.offered && query.data.items.length === 0) return null;
  return (
    <section aria-labelledby="certificates" className="stack">
      <h2 id="certificates">{t('certificates.title')}</h2>
      <p>{t('certificates.text')}</p>
      <Outcome />
      <Loaded query={query}>
        {({ items, offered, fresh }) => (
          <>
            {items.length === 0 && <p>{t('certificates.none')}</p>}
            {items.length > 0 && (
              <ul className="cases">
                {items.map((certificate) => (
                  <Row key={certificate.id} certificate={certificate} fresh={fresh} />
                ))}
              </ul>
            )}
            {offered && (fresh ? <Add /> : <Again />)}
          </>
        )}
      </Loaded>
    </section>
  );
}

/** What came of adding one, as the address says after the way back. */
function Outcome() {
  const { t } = useWords();
  const [query] = useSearchParams();
  const outcome = query.get('certificate');
  if (outcome === null) return null;
  if (outcome !== 'added') return <Refused code={outcome} />;
  return (
    <Notice tone="success" announce="status" title={t('certificates.done')}>
      {t('certificates.doneText')}
    </Notice>
  );
}

function Row({ certificate, fresh }: { certificate: OwnCertificates['items'][number]; fresh: boolean }) {
  const { t, lang } = useWords();
  const { id, issuer, validUntil, addedAt, usedAt } = certificate;
  const used = usedAt ? t('certificates.used', { at: formatMoment(usedAt, lang) }) : t('certificates.unused');
  return (
    <OwnKey
      title={<AsWritten>{issuer}</AsWritten>}
      lines={[
        t('certificates.until', { at: formatMoment(validUntil, lang) }),
        used,
        t('certificates.added', { at: formatMoment(addedAt, lang) }),
      ]}
      remove={
        fresh
          ? {
              path: `${ownCertificatesPath}/${id}/remove`,
              refresh: ownCertificatesPath,
              label: t('certificates.remove'),
              labelFor: t('certificates.removeOf', { issuer }),
              text: t('certificates.removeText'),
            }
          : undefined
      }
    />
  );
}

function Again() {
  const { t } = useWords();
  const { pathname } = useLocation();
  return (
    <SignInAgain
      title={t('certificates.fresh')}
      text={t('certificates.freshText')}
      label={t('certificates.again')}
      back={pathname}
    />
  );
}

/** The browser goes where it is asked for its certificate, and comes back here. */
function Add() {
  const { t } = useWords();
  const start = useSend<{ url: string }>(({ url }) => window.location.assign(url));
  return (
    <div className="stack js-only">
      {start.error && <ProblemNotice error={start.error} />}
      <div className="actions">
        <Button
          variant="secondary"
          busy={start.isPending || start.isSuccess}
          onClick={() => start.mutate({ path: `${ownCertificatesPath}/start` })}
        >
          {t('certificates.add')}
        </Button>
      </div>
    </div>
  );
}
