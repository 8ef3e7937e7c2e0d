import { Link } from 'react-router';
import { useApi } from '../../../api/queries.ts';
import type { Page, Text } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatMoment } from '../../../lib/format.ts';
import { Loaded } from '../../../shell/problem.tsx';

interface Use {
  id: string;
  at: string;
  who: Text;
}

/** Who used the licence by the platform; a code that is checked without a network leaves no trace, and is not here. */
export function SeenBy({ licenceId }: { licenceId: string }) {
  const { t, lang, text } = useWords();
  const query = useApi<Page<Use>>(`/api/v1/licences/${licenceId}/uses?limit=5`);
  return (
    <details className="show__choose">
      <summary>{t('cards.seenBy')}</summary>
      <Loaded query={query} lines={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p>{t('cards.seenByNone')}</p>
          ) : (
            <ul className="plain-list stack">
              {items.map(({ id, at, who }) => (
                <li key={id}>
                  {text(who)} <span className="soft">{formatMoment(at, lang)}</span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <p className="soft small">{t('cards.seenByText')}</p>
      <p>
        <Link to={`/licences/${licenceId}`}>{t('cards.licence')}</Link>
      </p>
    </details>
  );
}
