import { AsWritten } from '../../../shell/as-written.tsx';

interface FactsProps {
  rows: readonly (readonly [label: string, value: string])[];
  /** The same, of what is in no language: names of programs, numbers. */
  technical?: FactsProps['rows'];
  className?: string;
}

/** What is known of a thing, a line each. */
export function FactRows({ rows, technical = [], className = 'desk-facts' }: FactsProps) {
  return (
    <dl className={className}>
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <AsWritten>{value}</AsWritten>
          </dd>
        </div>
      ))}
      {technical.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd translate="no">
            <AsWritten>{value}</AsWritten>
          </dd>
        </div>
      ))}
    </dl>
  );
}
