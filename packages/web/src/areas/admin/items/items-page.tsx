import { useState } from 'react';
import { Button, Input, Select, Table, Tag } from 'antd';
import { Plus } from 'lucide-react';
import { Link, useSearchParams } from 'react-router';
import { useSession } from '../../../api/queries.ts';
import { useTitle } from '../../../shell/title.tsx';
import { useStaffPages } from '../../staff/api/queries.ts';
import { Listed } from '../../staff/shell/listed.tsx';
import { Nothing, PageHead } from '../../staff/shell/states.tsx';
import { useWidth } from '../../staff/shell/width.ts';
import type { ItemState, ManagedItem } from '../api/types.ts';
import { useAdminWords } from '../words.ts';
import { useAgencyOptions } from './controls.tsx';
import { NewItem } from './new-item.tsx';
import { mayEdit } from './moves.tsx';
import { AsWritten } from '../../../shell/as-written.tsx';

const states = ['draft', 'review', 'published', 'withdrawn'] as const;

/** Every version of every item that one's agencies keep. */
export function ItemsPage() {
  const { w } = useAdminWords();
  useTitle(w('items.title'));
  const [query, setQuery] = useSearchParams();
  const [adding, setAdding] = useState(false);
  const agencies = useAgencyOptions();
  const editor = mayEdit(useSession());
  const narrow = useWidth() === 'narrow';
  const get = (name: string) => query.get(name) ?? '';
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(query);
    if (value) next.set(name, value);
    else next.delete(name);
    setQuery(next, { replace: true });
  };
  const asked = new URLSearchParams({ limit: '50' });
  for (const name of ['q', 'state', 'agency']) if (get(name)) asked.set(name, get(name));
  const pages = useStaffPages<ManagedItem>(`/api/v1/desk/items?${asked.toString()}`);
  return (
    <>
      <PageHead title={w('items.title')}>
        {editor && (
          <Button type="primary" icon={<Plus size={18} aria-hidden />} onClick={() => setAdding(true)}>
            {w('items.add')}
          </Button>
        )}
      </PageHead>
      <div className="desk-filters">
        <Input.Search
          className="desk-filters__search"
          aria-label={w('items.search')}
          placeholder={w('items.search')}
          allowClear
          defaultValue={get('q')}
          onSearch={(value) => set('q', value.trim())}
        />
        <Select
          className="admin-filter"
          aria-label={w('items.agency')}
          showSearch={{ optionFilterProp: 'label' }}
          value={get('agency')}
          options={[{ value: '', label: w('items.anyAgency') }, ...agencies]}
          onChange={(value) => set('agency', value)}
        />
        <Select
          className="desk-filters__status"
          aria-label={w('items.state')}
          value={get('state')}
          options={[
            { value: '', label: w('items.anyState') },
            ...states.map((value) => ({ value, label: w(`items.states.${value}`) })),
          ]}
          onChange={(value) => set('state', value)}
        />
      </div>
      <Listed pages={pages} empty={<Nothing title={w('items.none')}>{w('items.noneText')}</Nothing>}>
        {(items) => (narrow ? <ItemCards items={items} /> : <ItemTable items={items} />)}
      </Listed>
      {adding && <NewItem onClose={() => setAdding(false)} />}
    </>
  );
}

function ItemTable({ items }: { items: ManagedItem[] }) {
  const { w } = useAdminWords();
  return (
    <Table<ManagedItem>
      rowKey="id"
      pagination={false}
      dataSource={items}
      columns={[
        { key: 'name', title: w('items.name'), render: (_, item) => <ItemName item={item} /> },
        {
          key: 'agency',
          title: w('items.agency'),
          render: (_, item) => <AsWritten>{item.agency}</AsWritten>,
        },
        {
          key: 'state',
          title: w('items.state'),
          render: (_, item) => <StateTag state={item.state} version={item.version} />,
        },
        { key: 'online', title: w('items.online'), render: (_, item) => w(item.online ? 'yes' : 'no') },
        { key: 'defects', title: w('items.defects'), render: (_, item) => <Findings item={item} /> },
      ]}
    />
  );
}

function ItemCards({ items }: { items: ManagedItem[] }) {
  return (
    <ul className="desk-cards">
      {items.map((item) => (
        <li key={item.id} className="desk-card">
          <ItemName item={item} />
          <p>
            <AsWritten>{item.agency}</AsWritten>
          </p>
          <p className="desk-card__line">
            <StateTag state={item.state} version={item.version} />
            <Findings item={item} />
          </p>
        </li>
      ))}
    </ul>
  );
}

function ItemName({ item }: { item: ManagedItem }) {
  const { w } = useAdminWords();
  return (
    <>
      <Link to={`/admin/items/${item.id}`}>
        <AsWritten>{item.name || w('items.notFilled')}</AsWritten>
      </Link>
      <div className="desk-soft desk-figures">{item.code}</div>
    </>
  );
}

function Findings({ item }: { item: ManagedItem }) {
  const { w } = useAdminWords();
  const { length } = item.defects;
  return length === 0 ? (
    <span className="desk-soft">{w('items.noDefects')}</span>
  ) : (
    <span>{w('items.someDefects', { n: length })}</span>
  );
}

export function StateTag({ state, version }: { state: ItemState; version: number }) {
  const { w } = useAdminWords();
  const colour = state === 'published' ? 'success' : state === 'withdrawn' ? 'default' : 'warning';
  return (
    <span className="admin-state">
      <Tag color={colour}>{w(`items.states.${state}`)}</Tag>
      <span className="desk-soft">{w('version', { n: version })}</span>
    </span>
  );
}
