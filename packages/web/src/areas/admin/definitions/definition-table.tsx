import { Table } from 'antd';
import { Link } from 'react-router';
import { formatMoment } from '../../../lib/format.ts';
import type { DefinitionLine } from '../api/types.ts';
import { useAdminWords } from '../words.ts';
import { AsWritten } from '../../../shell/as-written.tsx';

/** Keys with the version in force of each, and the way to them. */
export function DefinitionTable({ items, path }: { items: DefinitionLine[]; path: string }) {
  const { w, lang } = useAdminWords();
  return (
    <div className="admin-scroll">
      <Table<DefinitionLine>
        rowKey="id"
        pagination={false}
        dataSource={items}
        columns={[
          {
            key: 'key',
            title: w('definition.name'),
            render: (_, line) => (
              <>
                <Link to={`${path}/${encodeURIComponent(line.key)}`}>
                  {line.title ? <AsWritten>{line.title}</AsWritten> : <span translate="no">{line.key}</span>}
                </Link>
                {line.title !== null && (
                  <div className="desk-soft" translate="no">
                    {line.key}
                  </div>
                )}
              </>
            ),
          },
          {
            key: 'version',
            title: w('definition.version'),
            render: (_, line) => w('version', { n: line.version }),
          },
          {
            key: 'pack',
            title: w('definition.pack'),
            responsive: ['md'],
            render: (_, line) => <span translate="no">{line.pack}</span>,
          },
          {
            key: 'at',
            title: w('definition.since'),
            responsive: ['md'],
            render: (_, line) => formatMoment(line.publishedAt, lang),
          },
        ]}
      />
    </div>
  );
}
