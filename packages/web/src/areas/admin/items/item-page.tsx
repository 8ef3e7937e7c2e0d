import { Tabs } from 'antd';
import { Link, useParams, useSearchParams } from 'react-router';
import { useTitle } from '../../../shell/title.tsx';
import { useStaffApi } from '../../staff/api/queries.ts';
import { Shown } from '../../staff/shell/states.tsx';
import type { ManagedItemDetail } from '../api/types.ts';
import { useAdminWords } from '../words.ts';
import { Editor } from './editor.tsx';
import { Versions } from './versions.tsx';
import { AsWritten } from '../../../shell/as-written.tsx';

/** One version of an item: what it says, and what it changes. */
export function ItemPage() {
  const { id = '' } = useParams();
  const query = useStaffApi<ManagedItemDetail>(`/api/v1/desk/items/${id}`);
  return (
    <Shown query={query} rows={10}>
      {(item) => <Item key={`${item.id} ${item.rowVersion}`} item={item} />}
    </Shown>
  );
}

function Item({ item }: { item: ManagedItemDetail }) {
  const { w } = useAdminWords();
  const [query, setQuery] = useSearchParams();
  const name = item.name || w('items.notFilled');
  useTitle(name);
  return (
    <>
      <p className="admin-way">
        <Link to="/admin/items">{w('items.title')}</Link>
      </p>
      <h1>
        <AsWritten>{name}</AsWritten>
      </h1>
      <Tabs
        activeKey={query.get('tab') ?? 'edit'}
        onChange={(tab) => setQuery(tab === 'edit' ? {} : { tab }, { replace: true })}
        items={[
          { key: 'edit', label: w('item.edit'), children: <Editor item={item} /> },
          { key: 'versions', label: w('item.versions'), children: <Versions item={item} /> },
        ]}
      />
    </>
  );
}
