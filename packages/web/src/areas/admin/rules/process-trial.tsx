import { AsWritten } from '../../../shell/as-written.tsx';
import { formatDate } from '../../../lib/format.ts';
import { Scroll } from '../scroll.tsx';
import { useAdminWords } from '../words.ts';
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
  const { w, lang } = useAdminWords();
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
      <Scroll label={w('rules.process.changedCases')}>
        <table className="admin-rules">
          <thead>
            <tr>
              <th scope="col">{w('rules.case')}</th>
              <th scope="col">{w('rules.day')}</th>
              <th scope="col">{w('rules.process.left')}</th>
              <th scope="col">{w('rules.process.added')}</th>
              <th scope="col">{w('rules.process.end')}</th>
            </tr>
          </thead>
          <tbody>
            {changed.map((line) => (
              <tr key={line.number}>
                <th scope="row" className="desk-figures">
                  {line.number}
                </th>
                <td>{formatDate(line.at, lang)}</td>
                <td>
                  <Names names={line.left} />
                </td>
                <td>
                  <Names names={line.added} />
                </td>
                <td>
                  <End line={line} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
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
