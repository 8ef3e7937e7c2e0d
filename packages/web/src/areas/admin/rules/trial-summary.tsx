import type { ReactNode } from 'react';
import { Told } from '../told.tsx';

interface TrialSummaryProps {
  tried: number;
  same: number;
  changed: number;
  said: {
    noCases: string;
    noneChanged: string;
    someChanged: string;
    /** Where no case could be compared. */
    nothing: string;
    counts: string;
  };
  /** The cases that would change, one by one. */
  children: ReactNode;
}

/** What a trial found, first in one sentence, then case by case. */
export function TrialSummary({ tried, same, changed, said, children }: TrialSummaryProps) {
  if (tried === 0) return <Told type="info" title={said.noCases} />;
  const [type, title] =
    changed > 0
      ? (['warning', said.someChanged] as const)
      : same > 0
        ? (['success', said.noneChanged] as const)
        : (['info', said.nothing] as const);
  return (
    <div className="admin-trial">
      <Told type={type} title={title} description={<p>{said.counts}</p>} />
      {changed > 0 && children}
    </div>
  );
}
