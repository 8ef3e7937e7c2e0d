import { useState } from 'react';
import { Button, Input, Select, Table, Tag } from 'antd';
import { useSearchParams } from 'react-router';
import { useTitle } from '../../../shell/title.tsx';
import { useDeskPages } from '../api/queries.ts';
import type { DeskItem } from '../api/types.ts';
import { Nothing, PageHead } from '../shell/states.tsx';
import { useWidth } from '../shell/width.ts';
import { useDeskWords } from '../words.ts';
import { ItemDrawer } from './item-drawer.tsx';
import { Listed } from './more.tsx';

const states = ['draft', 'review', 'published', 'withdrawn'] as const;

/** Items with their drafts, and what the rules of the item standard find wrong in each. */
export function ItemsPage() {
  const { w } = useDeskWords();
  useTitle(w('items.title'));
  const [query, setQuery] = useSearchParams();
  const [open, setOpen] = useState<DeskItem | null>(null);
  const narrow = useWidth() === 'narrow';
  const q = query.get('q') ?? '';
  const state = query.get('state') ?? '';
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(query);
    if (value) next.set(name, value);
    else next.delete(name);
    setQuery(next, { replace: true });
  };
  const asked = new URLSearchParams({ limit: '50' });
  if (q) asked.set('q', q);
  if (state) asked.set('state', state);
  const pages = useDeskPages<DeskItem>(`/api/v1/desk/items?${asked.toString()}`);
  return (
    <>
      <PageHead title={w('items.title')} />
      <div className="desk-filters">
        <Input.Search
          className="desk-filters__search"
          aria-label={w('items.search')}
          placeholder={w('items.search')}
          allowClear
          defaultValue={q}
          onSearch={(value) => set('q', value.trim())}
        />
        <Select
          className="desk-filters__status"
          aria-label={w('items.state')}
          value={state}
          options={[
            { value: '', label: w('items.anyState') },
            ...states.map((value) => ({ value, label: w(`items.states.${value}`) })),
          ]}
          onChange={(value) => set('state', value)}
        />
      </div>
      <Listed pages={pages} empty={<Nothing title={w('items.none')}>{w('items.noneText')}</Nothing>}>
        {(items) =>
          narrow ? <ItemCards items={items} onOpen={setOpen} /> : <ItemTable items={items} onOpen={setOpen} />
        }
      </Listed>
      {open && <ItemDrawer item={open} onClose={() => setOpen(null)} />}
    </>
  );
}

interface ItemsProps {
  items: DeskItem[];
  onOpen: (item: DeskItem) => void;
}

function ItemTable({ items, onOpen }: ItemsProps) {
  const { w } = useDeskWords();
  return (
    <Table<DeskItem>
      rowKey="id"
      pagination={false}
      dataSource={items}
      columns={[
        {
          key: 'name',
          title: w('items.name'),
          render: (_, item) => <ItemName item={item} />,
        },
        { key: 'agency', title: w('items.agency'), dataIndex: 'agency' },
        { key: 'state', title: w('items.state'), render: (_, item) => <ItemState item={item} /> },
        {
          key: 'online',
          title: w('items.online'),
          render: (_, item) => w(item.online ? 'items.yes' : 'items.no'),
        },
        {
          key: 'defects',
          title: w('items.defects'),
          render: (_, item) => <Defects item={item} onOpen={onOpen} />,
        },
      ]}
    />
  );
}

function ItemCards({ items, onOpen }: ItemsProps) {
  return (
    <ul className="desk-cards">
      {items.map((item) => (
        <li key={item.id} className="desk-card">
          <ItemName item={item} />
          <p>{item.agency}</p>
          <p className="desk-card__line">
            <ItemState item={item} />
            <Defects item={item} onOpen={onOpen} />
          </p>
        </li>
      ))}
    </ul>
  );
}

function ItemName({ item }: { item: DeskItem }) {
  return (
    <>
      {item.state === 'published' ? (
        <a href={`/items/${encodeURIComponent(item.code)}`}>{item.name}</a>
      ) : (
        <span className="desk-strong">{item.name}</span>
      )}
      <div className="desk-soft desk-figures">{item.code}</div>
    </>
  );
}

function ItemState({ item }: { item: DeskItem }) {
  const { w } = useDeskWords();
  const colour = item.state === 'published' ? 'success' : item.state === 'withdrawn' ? 'default' : 'warning';
  return (
    <>
      <Tag color={colour}>{w(`items.states.${item.state}`)}</Tag>
      <span className="desk-soft">{w('items.version', { n: item.version })}</span>
    </>
  );
}

function Defects({ item, onOpen }: { item: DeskItem; onOpen: (item: DeskItem) => void }) {
  const { w } = useDeskWords();
  const { length } = item.defects;
  return (
    <Button size="small" onClick={() => onOpen(item)}>
      {length === 0 ? w('items.noDefects') : w('items.showDefects', { n: length })}
      <span className="visually-hidden">{w('items.openOne', { name: item.name })}</span>
    </Button>
  );
}
