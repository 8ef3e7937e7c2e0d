import { useRef, useState } from 'react';
import { Button, Tabs, type InputRef } from 'antd';
import { useNavigate, useSearchParams } from 'react-router';
import { useTitle } from '../../../shell/title.tsx';
import { useStaffPages, useReload } from '../../staff/api/queries.ts';
import type { CaseSummary } from '../api/types.ts';
import { useKeys } from '../../staff/shell/keys.tsx';
import { Fault, Nothing, PageHead, Waiting } from '../../staff/shell/states.tsx';
import { useWidth } from '../../staff/shell/width.ts';
import { useDeskWords } from '../words.ts';
import { Batch, type BatchRow, type BatchVerb } from './batch.tsx';
import { QueueFilters } from './filters.tsx';
import { filtersOf, queuePath, views, type Filters } from './query.ts';
import { QueueCards } from './queue-cards.tsx';
import { QueueTable } from './queue-table.tsx';
import { SavedViews } from './saved-views.tsx';

/** The cases that one's posts cover, in four views. */
export function QueuePage() {
  const { w } = useDeskWords();
  useTitle(w('queue.title'));
  const [query, setQuery] = useSearchParams();
  const filters = filtersOf(query);
  const { view } = filters;
  const set = (name: keyof Filters, value: string) => {
    const next = new URLSearchParams(query);
    if (value) next.set(name, value);
    else next.delete(name);
    setQuery(next, { replace: true });
  };
  return (
    <>
      <PageHead title={w('queue.title')} />
      <SavedViews filters={filters} />
      <Tabs
        className="desk-views"
        activeKey={view}
        onChange={(key) => set('view', key === 'todo' ? '' : key)}
        items={views.map((name) => ({
          key: name,
          label: w(`queue.view.${name}`),
          children: name === view ? <Queue key={view} filters={filters} onFilter={set} /> : null,
        }))}
      />
    </>
  );
}

interface QueueProps {
  filters: Filters;
  onFilter: (name: keyof Filters, value: string) => void;
}

function Queue({ filters, onFilter }: QueueProps) {
  const { w, t, text } = useDeskWords();
  const wide = useWidth() !== 'narrow';
  const search = useRef<InputRef>(null);
  const navigate = useNavigate();
  const reload = useReload();
  const [selected, setSelected] = useState<string[]>([]);
  const [batch, setBatch] = useState<{ verb: BatchVerb; rows: BatchRow[] } | null>(null);
  const { query, items } = useStaffPages<CaseSummary>(queuePath(filters), 'case-handling');
  const chosen = (items ?? []).filter((row) => selected.includes(row.id));

  useKeys('queue', [
    { key: 'j', label: w('keys.next'), run: () => moveFocus(1) },
    { key: 'k', label: w('keys.previous'), run: () => moveFocus(-1) },
    { key: 'Enter', label: w('keys.open'), run: () => openFirst() },
    { key: 'x', label: w('keys.select'), run: toggleFocused },
    { key: '/', label: w('keys.search'), run: () => search.current?.focus() },
    { key: 'r', label: w('keys.reload'), run: () => void reload() },
    ...views.map((name, index) => ({
      key: String(index + 1),
      label: w('keys.view', { view: w(`queue.view.${name}`) }),
      run: () => onFilter('view', name === 'todo' ? '' : name),
    })),
    ...(chosen.length > 0
      ? [
          { key: 'c', label: w('batch.claim'), run: () => begin('claim') },
          { key: 'a', label: w('batch.accept'), run: () => begin('accept') },
        ]
      : []),
  ]);

  /** The rows are kept as they were chosen: the list is read anew under them. */
  function begin(verb: BatchVerb): void {
    setBatch({
      verb,
      rows: chosen.map((row) => ({ id: row.id, number: row.number, title: text(row.item.title) })),
    });
  }

  function openFirst(): void {
    const [first] = items ?? [];
    if (first) void navigate(`/desk/cases/${first.id}`);
  }

  function toggleFocused(): void {
    const id = document.activeElement?.getAttribute('data-case');
    if (!id) return;
    setSelected(selected.includes(id) ? selected.filter((other) => other !== id) : [...selected, id]);
  }

  const narrowed = Boolean(filters.q || filters.status || filters.lateness);
  const list = { rows: items ?? [], selected, onSelect: setSelected };
  return (
    <div className="desk-queue">
      <QueueFilters
        filters={filters}
        search={search}
        loading={query.isRefetching}
        onFilter={onFilter}
        onReload={() => void reload()}
      />
      {chosen.length > 0 && (
        <section className="desk-batch" aria-label={w('batch.region')}>
          <strong>{w('batch.selected', { n: chosen.length })}</strong>
          <Button type="primary" onClick={() => begin('claim')}>
            {w('batch.claim')}
          </Button>
          <Button onClick={() => begin('accept')}>{w('batch.accept')}</Button>
          <Button type="text" onClick={() => setSelected([])}>
            {w('batch.none')}
          </Button>
        </section>
      )}
      {query.error && <Fault error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Waiting rows={8} />}
      {items &&
        (items.length === 0 ? (
          <Nothing title={w(narrowed ? 'queue.noneFound' : `queue.none.${filters.view}`)}>
            {w(narrowed ? 'queue.noneFoundText' : `queue.noneText.${filters.view}`)}
          </Nothing>
        ) : wide ? (
          <QueueTable {...list} />
        ) : (
          <QueueCards {...list} />
        ))}
      {query.hasNextPage && (
        <div className="desk-more">
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('pager.more')}
          </Button>
        </div>
      )}
      {items && items.length > 0 && (
        <output className="desk-output desk-soft">
          {w(query.hasNextPage ? 'queue.shown' : 'queue.shownAll', { n: items.length })}
        </output>
      )}
      {batch && (
        <Batch
          verb={batch.verb}
          rows={batch.rows}
          onClose={(done) => {
            setBatch(null);
            if (done) setSelected([]);
          }}
        />
      )}
    </div>
  );
}

/** Moves from case to case: each row's link can be focused, so that Enter opens it. */
function moveFocus(by: number): void {
  const links = [...document.querySelectorAll<HTMLElement>('a[data-case]')];
  const now = links.findIndex((link) => link === document.activeElement);
  const next = now < 0 ? (by > 0 ? 0 : links.length - 1) : now + by;
  links[Math.max(0, Math.min(links.length - 1, next))]?.focus();
}
