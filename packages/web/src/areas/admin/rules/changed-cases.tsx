import type { ReactNode } from 'react';
import { formatDate } from '../../../lib/format.ts';
import { Scroll } from '../../staff/shell/scroll.tsx';
import { useAdminWords } from '../words.ts';

interface Column<T> {
  title: string;
  cell: (line: T) => ReactNode;
}

interface ChangedCasesProps<T> {
  label: string;
  lines: readonly T[];
  columns: readonly Column<T>[];
}

/** Cases that a change would treat otherwise, one by one. */
export function ChangedCases<T extends { number: string; at: string }>({
  label,
  lines,
  columns,
}: ChangedCasesProps<T>) {
  const { w, lang } = useAdminWords();
  return (
    <Scroll label={label}>
      <table className="admin-rules">
        <thead>
          <tr>
            <th scope="col">{w('rules.case')}</th>
            <th scope="col">{w('rules.day')}</th>
            {columns.map(({ title }) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.number}>
              <th scope="row" className="desk-figures">
                {line.number}
              </th>
              <td>{formatDate(line.at, lang)}</td>
              {columns.map(({ title, cell }) => (
                <td key={title}>{cell(line)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
