import { buttonClass, Empty, Tag } from '@quancheng/ui';
import { Users } from 'lucide-react';
import { Link } from 'react-router';
import { useApi } from '../../../api/queries.ts';
import type { Mandate } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatDate } from '../../../lib/format.ts';
import { Loaded } from '../../../shell/problem.tsx';
import { SignedIn } from '../../../shell/signed-in.tsx';
import { useTitle } from '../../../shell/title.tsx';

/** For whom else I may act. */
export function Mandates() {
  const { t } = useWords();
  useTitle(t('mandates.title'));
  return (
    <div className="page page--narrow">
      <h1>{t('mandates.title')}</h1>
      <p className="lead">{t('mandates.intro')}</p>
      <SignedIn>{() => <List />}</SignedIn>
    </div>
  );
}

function List() {
  const { t } = useWords();
  const query = useApi<{ items: Mandate[] }>('/api/v1/me/mandates');
  return (
    <Loaded query={query}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty icon={<Users aria-hidden />} title={t('mandates.empty')}>
            {t('mandates.emptyText')}
          </Empty>
        ) : (
          <ul className="cases">
            {items.map((mandate) => (
              <Row key={mandate.id} mandate={mandate} />
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

function Row({ mandate }: { mandate: Mandate }) {
  const { t, lang, text } = useWords();
  const object = mandate.kind === 'entity' ? 'enterprise' : 'person';
  return (
    <li className="case-row">
      <div className="case-row__words">
        <p className="case-row__title">{mandate.name}</p>
        <p className="case-row__more">
          <Tag>{text(mandate.relation)}</Tag>{' '}
          {mandate.validUntil
            ? t('licence.until', { day: formatDate(mandate.validUntil, lang) })
            : t('mandates.noEnd')}
        </p>
      </div>
      <div className="case-row__state">
        <Link to={`/search?object=${object}`} className={buttonClass('secondary')}>
          {t('mandates.find')}
        </Link>
      </div>
    </li>
  );
}
