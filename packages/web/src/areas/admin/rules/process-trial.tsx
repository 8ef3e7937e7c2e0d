import { AsWritten } from '../../../shell/as-written.tsx';
import { useAdminWords } from '../words.ts';
import { ChangedCases } from './changed-cases.tsx';
import { TrialSummary } from './trial-summary.tsx';

interface Line {
  number: string;
  at: string;
  left: string[];
  added: string[];
  endBefore: string | null;
  endAfter: string | null;
  stopsAt: string | null;
}

export interface ProcessTrialReport {
  tried: number;
  same: number;
  changed: Line[];
  unrepeatable: string[];
}

/** Which cases would have gone another way. */
export function ProcessTrialResult({ report }: { report: ProcessTrialReport }) {
  const { w } = useAdminWords();
  const { tried, same, changed, unrepeatable } = report;
  const counts = w('rules.process.counts', { tried, same });
  const passedBy = unrepeatable.length > 0 ? w('rules.process.unrepeatable', { n: unrepeatable.length }) : '';
  return (
    <TrialSummary
      tried={tried}
      same={same}
      changed={changed.length}
      said={{
        noCases: w('rules.process.noCases'),
        noneChanged: w('rules.process.noneChanged', { n: same }),
        someChanged: w('rules.process.someChanged', { n: changed.length }),
        nothing: w('rules.nothingCompared'),
        counts: `${counts} ${passedBy}`.trim(),
      }}
    >
      <ChangedCases
        label={w('rules.process.changedCases')}
        lines={changed}
        columns={[
          { title: w('rules.process.left'), cell: ({ left }) => <Names names={left} /> },
          { title: w('rules.process.added'), cell: ({ added }) => <Names names={added} /> },
          { title: w('rules.process.end'), cell: (line) => <End line={line} /> },
        ]}
      />
    </TrialSummary>
  );
}

function Names({ names }: { names: readonly string[] }) {
  const { w } = useAdminWords();
  if (names.length === 0) return <span className="desk-soft">{w('rules.process.none')}</span>;
  return (
    <ul className="desk-plain">
      {names.map((name, at) => (
        <li key={`${name} ${String(at)}`}>
          <AsWritten>{name}</AsWritten>
        </li>
      ))}
    </ul>
  );
}

function End({ line: { endBefore, endAfter, stopsAt } }: { line: Line }) {
  const { w } = useAdminWords();
  if (stopsAt !== null) return w('rules.process.stops', { name: stopsAt });
  if (endBefore === endAfter) return <AsWritten>{endAfter ?? ''}</AsWritten>;
  return w('rules.process.otherEnd', { before: endBefore ?? '', after: endAfter ?? '' });
}
