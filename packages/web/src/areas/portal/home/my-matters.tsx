import { Link } from 'react-router';
import { useApi } from '../../../api/queries.ts';
import type { CaseSummary, Page } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { Loaded } from '../../../shell/problem.tsx';
import { CaseList, waitingFirst } from '../cases/case-list.tsx';
import { isOver } from '../cases/status.ts';

/** What is going on with my own matters: first what waits for me, then the newest. */
export function MyMatters() {
  const { t } = useWords();
  const query = useApi<Page<CaseSummary>>('/api/v1/cases?scope=mine');
  return (
    <section aria-labelledby="mine" className="mine">
      <h2 id="mine">{t('home.mine')}</h2>
      <Loaded query={query} lines={3}>
        {({ items }) => {
          const open = waitingFirst(items.filter((entry) => !isOver(entry.status))).slice(0, 3);
          return (
            <>
              {open.length > 0 ? <CaseList cases={open} /> : <p>{t('home.nothingOpen')}</p>}
              <p className="after">
                <Link to="/cases">{t('home.allMine')}</Link>
              </p>
            </>
          );
        }}
      </Loaded>
    </section>
  );
}
