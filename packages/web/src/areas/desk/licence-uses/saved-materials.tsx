import { Table } from 'antd';
import type { Text } from '../../../api/types.ts';
import { formatNumber } from '../../../lib/format.ts';
import { useStaffApi } from '../../staff/api/queries.ts';
import { Shown } from '../../staff/shell/states.tsx';
import { useDeskWords } from '../words.ts';

interface Saved {
  total: number;
  items: { code: string; title: Text; month: string; cases: number; licences: number; records: number }[];
}

/** Materials that nobody had to hand in, because a licence or a library answered. */
export function SavedMaterials() {
  const { w, text } = useDeskWords();
  const query = useStaffApi<Saved>('/api/v1/admin/saved-materials?months=12');
  return (
    <section aria-labelledby="saved">
      <h2 id="saved">{w('saved.title')}</h2>
      <Shown query={query} rows={3}>
        {({ total, items }) => (
          <>
            <p className="desk-soft">{w('saved.total', { n: formatNumber(total) })}</p>
            <Table
              rowKey={({ code, month }) => `${code} ${month}`}
              dataSource={items}
              pagination={items.length > 20 ? { pageSize: 20 } : false}
              size="middle"
              scroll={{ x: 'max-content' }}
              locale={{ emptyText: w('saved.empty') }}
              columns={[
                { title: w('saved.month'), dataIndex: 'month' },
                { title: w('overview.item'), render: (_, row) => text(row.title) },
                figure(w('saved.cases'), 'cases'),
                figure(w('saved.licences'), 'licences'),
                figure(w('saved.records'), 'records'),
              ]}
            />
          </>
        )}
      </Shown>
    </section>
  );
}

function figure(title: string, name: 'cases' | 'licences' | 'records') {
  return {
    title,
    align: 'right' as const,
    render: (_: unknown, row: Saved['items'][number]) => (
      <span className="desk-figures">{formatNumber(row[name])}</span>
    ),
  };
}
