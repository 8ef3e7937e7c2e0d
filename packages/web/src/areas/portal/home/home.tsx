import { Skeleton } from '@quancheng/ui';
import { Link } from 'react-router';
import { useApi, useSession } from '../../../api/queries.ts';
import type { ItemSummary } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { ItemSearch } from '../../../shell/item-search.tsx';
import { Loaded } from '../../../shell/problem.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { ItemList } from '../items/item-list.tsx';
import { MyMatters } from './my-matters.tsx';

export function Home() {
  const { t } = useWords();
  const { account } = useSession();
  useTitle();
  return (
    <>
      <section className="hero">
        <div className="page">
          <h1 className="hero__question">{t('home.question')}</h1>
          <ItemSearch label={t('search.label')} labelHidden size="large" />
        </div>
      </section>
      <div className="page home">
        {account?.kind === 'resident' && <MyMatters />}
        <Popular />
        <LifeEvents />
        <Places />
      </div>
    </>
  );
}

function Popular() {
  const { t } = useWords();
  const query = useApi<{ items: ItemSummary[] }>('/api/v1/items/popular');
  if (query.data?.items.length === 0) return null;
  return (
    <section aria-labelledby="popular">
      <h2 id="popular">{t('home.popular')}</h2>
      {query.isPending ? (
        <Skeleton label={t('loading')} lines={5} />
      ) : (
        <Loaded query={query}>{({ items }) => <ItemList items={items.slice(0, 8)} brief />}</Loaded>
      )}
    </section>
  );
}

function LifeEvents() {
  const { t, text } = useWords();
  const { city } = useSession();
  const events = city.lifeEvents.filter((event) => event.items > 0);
  if (events.length === 0) return null;
  return (
    <section aria-labelledby="events">
      <h2 id="events">{t('home.events')}</h2>
      <ul className="tiles">
        {events.map((event) => (
          <li key={event.code}>
            <Link to={`/search?event=${event.code}`} className="tile">
              <span>{text(event.name)}</span>
              <span className="tile__count">{t('home.items', { n: event.items })}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Agencies and districts as plain links. */
function Places() {
  const { t, text } = useWords();
  const { city } = useSession();
  const agencies = city.agencies.filter((agency) => agency.items > 0);
  return (
    <div className="halves">
      {agencies.length > 0 && (
        <section aria-labelledby="agencies">
          <h2 id="agencies">{t('home.agencies')}</h2>
          <ul className="links">
            {agencies.map((agency) => (
              <li key={agency.code}>
                <Link to={`/search?agency=${agency.code}`}>{text(agency.name)}</Link>
                <span className="links__count">{t('home.items', { n: agency.items })}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="divisions">
        <h2 id="divisions">{t('home.divisions')}</h2>
        <ul className="links links--short">
          {city.divisions.map((division) => (
            <li key={division.code}>
              <Link to={`/search?division=${division.code}`}>{text(division.name)}</Link>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
