import { formatDate } from '../../../lib/format.ts';
import { Scroll } from '../scroll.tsx';
import { useAdminWords } from '../words.ts';
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
  const { w, lang } = useAdminWords();
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
      <Scroll label={w('rules.changedCases')}>
        <table className="admin-rules">
          <thead>
            <tr>
              <th scope="col">{w('rules.case')}</th>
              <th scope="col">{w('rules.day')}</th>
              <th scope="col">{w('rules.then')}</th>
              <th scope="col">{w('rules.now')}</th>
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
                  <Said outcome={line.before} />
                </td>
                <td>
                  <Said outcome={line.after} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
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
