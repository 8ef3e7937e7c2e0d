import { Button, buttonClass, Empty, FactList } from '@quancheng/ui';
import { ScanLine } from 'lucide-react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { useApi, useSend } from '../../../api/queries.ts';
import type { Text } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatDate, formatMoment } from '../../../lib/format.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { Loaded, ProblemNotice } from '../../../shell/problem.tsx';
import { SignedInPage } from '../../../shell/signed-in.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { offersPath } from './mandate-paths.ts';

interface Offer {
  name: string;
  title: Text;
  item: string;
  /** One application, or one case that is under way. */
  kind: 'once' | 'case';
  /** Civil date, inclusive. */
  lastDay: string;
  until: string;
}

/** Whoever scanned a code sees what it lets them do, and goes on to do it. */
export function OfferPage() {
  const { t } = useWords();
  const [query] = useSearchParams();
  const code = query.get('code');
  useTitle(t('offer.title'));
  return (
    <SignedInPage title={t('offer.title')} why={t('offer.signIn')}>
      {() => (
        <div className="page page--form">
          {code ? (
            <Found code={code} />
          ) : (
            <>
              <h1>{t('offer.title')}</h1>
              <Empty icon={<ScanLine aria-hidden />} title={t('offer.missing')}>
                {t('offer.missingText')}
              </Empty>
            </>
          )}
        </div>
      )}
    </SignedInPage>
  );
}

/** Until it is known what is offered, the page says what it is for. */
const titles = { once: 'offer.titleOnce', case: 'offer.titleCase', unknown: 'offer.title' } as const;

function Found({ code }: { code: string }) {
  const { t, text, lang } = useWords();
  const navigate = useNavigate();
  const offer = useApi<Offer>(`${offersPath}?code=${encodeURIComponent(code)}`);
  const take = useSend<{ principalId: string; item: string; caseId: string | null }>(
    ({ principalId, item, caseId }) => {
      void navigate(caseId ? `/cases/${caseId}` : `/apply/${encodeURIComponent(item)}?for=${principalId}`);
    },
  );
  const title = t(titles[offer.data?.kind ?? 'unknown']);
  useTitle(title);
  return (
    <>
      <h1>{title}</h1>
      <Loaded query={offer}>
        {({ name, title: item, kind, lastDay, until }) => (
          <div className="stack">
            <p className="lead">
              <AsWritten>{t(kind === 'case' ? 'offer.caseText' : 'offer.text', { name })}</AsWritten>
            </p>
            <FactList
              facts={[
                { key: 'for', label: t('offer.for'), value: <AsWritten>{name}</AsWritten> },
                { key: 'item', label: t('offer.item'), value: text(item) },
                ...(kind === 'case'
                  ? [{ key: 'lastDay', label: t('entrust.lastDay'), value: formatDate(lastDay, lang) }]
                  : []),
                { key: 'until', label: t('offer.until'), value: formatMoment(until, lang) },
              ]}
            />
            {take.error && <ProblemNotice error={take.error} />}
            <div className="actions">
              <Button
                busy={take.isPending}
                onClick={() => take.mutate({ path: `${offersPath}/take`, body: { code } })}
              >
                {t(kind === 'case' ? 'offer.takeCase' : 'offer.take')}
              </Button>
              <Link to="/" className={buttonClass('quiet')}>
                {t('offer.decline')}
              </Link>
            </div>
          </div>
        )}
      </Loaded>
    </>
  );
}
