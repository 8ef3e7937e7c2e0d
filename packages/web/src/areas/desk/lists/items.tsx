import { useState } from 'react';
import { Button, Drawer, Input, Select, Table, Tag } from 'antd';
import { useSearchParams } from 'react-router';
import { useTitle } from '../../../shell/title.tsx';
import { useDeskPages } from '../api/queries.ts';
import type { DeskItem } from '../api/types.ts';
import { Nothing, PageHead } from '../shell/states.tsx';
import { useWidth } from '../shell/width.ts';
import { useDeskWords } from '../words.ts';
import { Listed } from './more.tsx';

const states = ['draft', 'published', 'withdrawn'] as const;

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
      {open && (
        <Drawer
          open
          title={open.name}
          placement={narrow ? 'bottom' : 'right'}
          size={narrow ? '80%' : 560}
          onClose={() => setOpen(null)}
        >
          <p className="desk-soft">
            {open.code} · {w('items.version', { n: open.version })}
          </p>
          <ul className="desk-plain">
            {open.defects.map((defect) => (
              <li key={defect.rule + defect.field} className="desk-reason desk-reason--notGranted">
                <DefectText defect={defect} />
              </li>
            ))}
          </ul>
        </Drawer>
      )}
    </>
  );
}

function DefectText({ defect }: { defect: DeskItem['defects'][number] }) {
  const { w, text } = useDeskWords();
  return (
    <>
      <p className="desk-strong">{text(defect.text)}</p>
      <p className="desk-soft">{w('items.defect', { field: defect.field, rule: defect.rule })}</p>
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
        { key: 'agency', title: w('items.agency'), render: (_, item) => <AgencyName item={item} /> },
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
          <p>
            <AgencyName item={item} />
          </p>
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

function AgencyName({ item }: { item: DeskItem }) {
  const { text } = useDeskWords();
  return typeof item.agency === 'string' ? item.agency : text(item.agency);
}

function ItemState({ item }: { item: DeskItem }) {
  const { w } = useDeskWords();
  const colour = item.state === 'published' ? 'success' : item.state === 'draft' ? 'warning' : 'default';
  return (
    <>
      <Tag color={colour}>{w(`items.states.${item.state}`, { defaultValue: item.state })}</Tag>
      <span className="desk-soft">{w('items.version', { n: item.version })}</span>
    </>
  );
}

function Defects({ item, onOpen }: { item: DeskItem; onOpen: (item: DeskItem) => void }) {
  const { w } = useDeskWords();
  if (item.defects.length === 0) return <span className="desk-soft">{w('items.noDefects')}</span>;
  return (
    <Button size="small" onClick={() => onOpen(item)}>
      {w('items.showDefects', { n: item.defects.length })}
    </Button>
  );
}
