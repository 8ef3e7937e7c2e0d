import { Table, type TableProps } from 'antd';
import { Link } from 'react-router';
import { formatDay } from '../../../lib/format.ts';
import type { CaseSummary } from '../api/types.ts';
import { useDeskWords } from '../words.ts';
import { useWidth } from '../../staff/shell/width.ts';
import { DueMark } from './due.tsx';
import { CaseStatusTag } from './status.tsx';
import { AsWritten } from '../../../shell/as-written.tsx';

export interface QueueListProps {
  rows: CaseSummary[];
  selected: string[];
  onSelect: (ids: string[]) => void;
}

export function QueueTable({ rows, selected, onSelect }: QueueListProps) {
  const { w, lang, text } = useDeskWords();
  const wide = useWidth() === 'wide';
  const columns: TableProps<CaseSummary>['columns'] = [
    {
      key: 'item',
      title: w('queue.case'),
      render: (_, row) => (
        <>
          <Link className="desk-rowlink" data-case={row.id} to={`/desk/cases/${row.id}`}>
            {text(row.item.title)}
          </Link>
          <div className="desk-soft desk-figures">{row.number}</div>
        </>
      ),
    },
    {
      key: 'applicant',
      title: w('queue.applicant'),
      render: (_, row) => <AsWritten>{row.applicant}</AsWritten>,
    },
    {
      key: 'status',
      title: w('queue.status'),
      render: (_, row) => <CaseStatusTag status={row.status} words={row.statusText} />,
    },
    {
      key: 'due',
      title: w('queue.due'),
      render: (_, row) => <DueMark due={row.due} date={row.dueDate} status={row.status} />,
    },
    {
      key: 'handler',
      title: w('queue.handler'),
      render: (_, row) =>
        row.mine ? (
          <strong>{w('queue.me')}</strong>
        ) : row.handler ? (
          <AsWritten>{row.handler}</AsWritten>
        ) : (
          <span className="desk-soft">{w('queue.nobody')}</span>
        ),
    },
    ...(wide
      ? [
          {
            key: 'submitted',
            title: w('queue.submitted'),
            render: (_: unknown, row: CaseSummary) =>
              row.submittedAt ? formatDay(row.submittedAt, lang) : '—',
          },
        ]
      : []),
  ];
  return (
    <Table<CaseSummary>
      className="desk-table"
      rowKey="id"
      columns={columns}
      dataSource={rows}
      pagination={false}
      rowSelection={{
        selectedRowKeys: selected,
        onChange: (keys) => onSelect(keys.map(String)),
        getTitleCheckboxProps: () => ({ 'aria-label': w('batch.all') }),
        getCheckboxProps: (row) => ({ 'aria-label': w('batch.one', { number: row.number }) }),
      }}
    />
  );
}
