import { Button, Empty, Field, NativeSelect } from '@quancheng/ui';
import { SearchX } from 'lucide-react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { useSession } from '../../../api/queries.ts';
import type { ItemSummary } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { itemsPath } from '../../../routes.tsx';
import { ItemSearch } from '../../../shell/item-search.tsx';
import { Pages } from '../../../shell/pages.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { ItemList } from '../items/item-list.tsx';
import { AsWritten } from '../../../shell/as-written.tsx';

export function SearchPage() {
  const { t } = useWords();
  const [query] = useSearchParams();
  const words = query.get('q') ?? '';
  const heading = words ? t('search.resultsFor', { words }) : t('search.title');
  useTitle(heading);
  return (
    <div className="page">
      <h1>
        <AsWritten>{heading}</AsWritten>
      </h1>
      <ItemSearch key={words} label={t('search.label')} labelHidden defaultValue={words} />
      <div className="search">
        <Filters key={query.toString()} query={query} />
        <div className="search__results">
          <Pages<ItemSummary>
            key={query.toString()}
            path={itemsPath(query)}
            empty={<Nothing words={words} />}
          >
            {(items) => <ItemList items={items} />}
          </Pages>
        </div>
      </div>
    </div>
  );
}

/** A plain form: it works without script, and with it changes the address. */
function Filters({ query }: { query: URLSearchParams }) {
  const { t, text } = useWords();
  const { city } = useSession();
  const navigate = useNavigate();
  const named = (entries: { code: string; name: { zh: string; en: string } }[]) =>
    entries.map((entry) => ({ value: entry.code, label: text(entry.name) }));
  const filters = [
    {
      name: 'object',
      label: t('search.object'),
      options: [
        { value: 'person', label: t('search.person') },
        { value: 'enterprise', label: t('search.enterprise') },
      ],
    },
    { name: 'event', label: t('search.event'), options: named(city.lifeEvents) },
    { name: 'agency', label: t('search.agency'), options: named(city.agencies) },
    { name: 'division', label: t('search.division'), options: named(city.divisions) },
  ];
  const used = filters.some((filter) => query.has(filter.name));
  return (
    <details className="filters" open={used || undefined} ref={openWhereWide}>
      <summary className="filters__summary">{t('search.filters')}</summary>
      <form
        action="/search"
        method="get"
        onSubmit={(event) => {
          event.preventDefault();
          const asked = new URLSearchParams();
          for (const [name, value] of new FormData(event.currentTarget)) {
            if (typeof value === 'string' && value) asked.set(name, value);
          }
          void navigate(`/search?${asked.toString()}`);
        }}
      >
        {query.has('q') && <input type="hidden" name="q" value={query.get('q') ?? ''} />}
        {filters.map((filter) => (
          <Field key={filter.name} id={`filter-${filter.name}`} label={filter.label}>
            {(control) => (
              <NativeSelect
                {...control}
                name={filter.name}
                placeholder={t('search.all')}
                options={filter.options}
                defaultValue={query.get(filter.name) ?? ''}
              />
            )}
          </Field>
        ))}
        <Button type="submit" variant="secondary">
          {t('search.apply')}
        </Button>
      </form>
    </details>
  );
}

/** Beside the results there is room for them; above them they would be in the way. */
function openWhereWide(filters: HTMLDetailsElement | null): void {
  if (filters && window.matchMedia('(min-width: 56em)').matches) filters.open = true;
}

function Nothing({ words }: { words: string }) {
  const { t } = useWords();
  const { city } = useSession();
  return (
    <Empty
      icon={<SearchX aria-hidden />}
      title={<AsWritten>{words ? t('search.nothingFor', { words }) : t('search.nothing')}</AsWritten>}
      action={<Link to="/search">{t('search.everything')}</Link>}
    >
      {t('search.nothingText', { hotline: city.hotline })}
    </Empty>
  );
}
