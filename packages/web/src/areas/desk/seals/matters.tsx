import { formatMoment } from '../../../lib/format.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { Nothing } from '../../staff/shell/states.tsx';
import type { Seal, SealMatter } from '../api/types.ts';
import { useDeskWords } from '../words.ts';

/** What was asked and done about a seal, newest first. */
export function Matters({ seal: { matters } }: { seal: Seal }) {
  const { w } = useDeskWords();
  if (matters.length === 0) return <Nothing title={w('seals.matters.none')} />;
  return (
    <ol className="desk-history seal-matters">
      {matters.map((matter) => (
        <li key={matter.id}>
          <Matter matter={matter} />
        </li>
      ))}
    </ol>
  );
}

function Matter({ matter }: { matter: SealMatter }) {
  const { w, lang } = useDeskWords();
  const { kind, state, number, asker, reason, decider, decidedAt, decisionReason } = matter;
  return (
    <>
      <p className="desk-strong">
        {state === 'done'
          ? w(`seals.matter.${kind}`)
          : w('seals.matters.line', { kind: w(`seals.matter.${kind}`), state: w(`seals.decision.${state}`) })}
      </p>
      <p>
        <AsWritten>{w('seals.matters.reason', { reason })}</AsWritten>
      </p>
      <p className="desk-soft">
        {formatMoment(matter.askedAt, lang)} · <AsWritten>{asker}</AsWritten> ·{' '}
        <span lang="zh-CN">{number}</span>
      </p>
      {decidedAt !== null && (
        <p className="desk-soft">
          <AsWritten>
            {w('seals.matters.decided', {
              at: formatMoment(decidedAt, lang),
              who: decider ?? '',
              state: w(`seals.decision.${state}`),
              reason: decisionReason ?? '',
            })}
          </AsWritten>
        </p>
      )}
    </>
  );
}
