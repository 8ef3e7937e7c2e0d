import { Empty, StatusTag } from '@quancheng/ui';
import { IdCard } from 'lucide-react';
import { Link } from 'react-router';
import type { LicenceDetail } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatDate } from '../../../lib/format.ts';
import { Pages } from '../../../shell/pages.tsx';
import { SignedIn } from '../../../shell/signed-in.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { licenceKind } from './state.ts';
import { AsWritten } from '../../../shell/as-written.tsx';

export function Licences() {
  const { t } = useWords();
  useTitle(t('licences.title'));
  return (
    <div className="page page--narrow">
      <h1>{t('licences.title')}</h1>
      <SignedIn why={t('licences.signIn')}>
        {() => (
          <Pages<LicenceDetail>
            path="/api/v1/licences"
            empty={
              <Empty icon={<IdCard aria-hidden />} title={t('licences.empty')}>
                {t('licences.emptyText')}
              </Empty>
            }
          >
            {(items) => (
              <ul className="cases">
                {items.map((licence) => (
                  <Row key={licence.id} licence={licence} />
                ))}
              </ul>
            )}
          </Pages>
        )}
      </SignedIn>
    </div>
  );
}

function Row({ licence }: { licence: LicenceDetail }) {
  const { t, lang, text } = useWords();
  return (
    <li className="case-row">
      <div className="case-row__words">
        <Link to={`/licences/${licence.id}`} className="case-row__title">
          {text(licence.typeName)}
        </Link>
        <p className="case-row__more">
          <AsWritten>{licence.holder}</AsWritten> · {text(licence.issuer)}
        </p>
      </div>
      <div className="case-row__state">
        <StatusTag kind={licenceKind(licence.state)}>{t(`licence.state.${licence.state}`)}</StatusTag>
        <p className="case-row__more">
          {licence.validUntil
            ? t('licence.until', { day: formatDate(licence.validUntil, lang) })
            : t('licence.noEnd')}
        </p>
      </div>
    </li>
  );
}
