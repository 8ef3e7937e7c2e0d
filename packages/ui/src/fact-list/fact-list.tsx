import type { ReactNode } from 'react';

export interface Fact {
  key: string;
  label: ReactNode;
  value: ReactNode;
  detail?: ReactNode;
  icon?: ReactNode;
  /** At the end of a row, as a link to change the answer. */
  action?: ReactNode;
}

export interface FactListProps {
  facts: Fact[];
  /** `tiles` for a few facts to be seen first, `rows` for reading through. */
  layout?: 'rows' | 'tiles';
}

export function FactList({ facts, layout = 'rows' }: FactListProps) {
  return (
    <dl className={`qc-facts qc-facts--${layout}`}>
      {facts.map((fact) => (
        <div key={fact.key} className="qc-fact">
          <dt>
            {fact.icon}
            {fact.label}
          </dt>
          <dd>
            <span className="qc-fact__value">{fact.value}</span>
            {fact.detail && <span className="qc-fact__detail">{fact.detail}</span>}
          </dd>
          {fact.action && <dd className="qc-fact__action">{fact.action}</dd>}
        </div>
      ))}
    </dl>
  );
}
