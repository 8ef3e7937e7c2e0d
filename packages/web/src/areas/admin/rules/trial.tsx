import { useAdminWords } from '../words.ts';
import { ChangedCases } from './changed-cases.tsx';
import { TrialSummary } from './trial-summary.tsx';

interface Outcome {
  outcome: string;
  reasons: string[];
}

export interface TrialReport {
  tried: number;
  same: number;
  changed: { number: string; at: string; before: Outcome | null; after: Outcome | null }[];
  unrepeatable: string[];
}

/** What a changed decision would have decided otherwise. */
export function TrialResult({ report }: { report: TrialReport }) {
  const { w } = useAdminWords();
  const { tried, same, changed, unrepeatable } = report;
  const counts = w('rules.counts', { tried, same });
  const passedBy = unrepeatable.length > 0 ? w('rules.unrepeatable', { n: unrepeatable.length }) : '';
  return (
    <TrialSummary
      tried={tried}
      same={same}
      changed={changed.length}
      said={{
        noCases: w('rules.noCases'),
        noneChanged: w('rules.noneChanged', { n: same }),
        someChanged: w('rules.someChanged', { n: changed.length }),
        nothing: w('rules.nothingCompared'),
        counts: `${counts} ${passedBy}`.trim(),
      }}
    >
      <ChangedCases
        label={w('rules.changedCases')}
        lines={changed}
        columns={[
          { title: w('rules.then'), cell: ({ before }) => <Said outcome={before} /> },
          { title: w('rules.now'), cell: ({ after }) => <Said outcome={after} /> },
        ]}
      />
    </TrialSummary>
  );
}

function Said({ outcome }: { outcome: Outcome | null }) {
  const { w } = useAdminWords();
  if (!outcome) return w('rules.otherAnswer');
  return (
    <>
      {w(`rules.outcome.${outcome.outcome}`, { defaultValue: outcome.outcome })}
      {outcome.reasons.length > 0 && <div className="desk-soft">{outcome.reasons.join(' · ')}</div>}
    </>
  );
}
