import { formatDate } from '../../../lib/format.ts';
import { plainText } from '../../portal/form/answer-text.ts';
import type { Reason } from '../api/types.ts';
import { useDeskWords } from '../words.ts';

/** Why: the words of each rule, what it went by and where that came from, and its basis. */
export function Reasons({ reasons }: { reasons: Reason[] }) {
  const { w } = useDeskWords();
  if (reasons.length === 0) return null;
  return (
    <section className="desk-panel" aria-labelledby="desk-reasons">
      <h2 id="desk-reasons">{w('why.title')}</h2>
      <ul className="desk-plain">
        {reasons.map((reason) => (
          <ReasonEntry key={reason.rule + reason.code + reason.text.zh} reason={reason} />
        ))}
      </ul>
    </section>
  );
}

function ReasonEntry({ reason }: { reason: Reason }) {
  const { w, t, lang, text } = useDeskWords();
  return (
    <li className={`desk-reason desk-reason--${reason.outcome}`}>
      <p className="desk-strong">{text(reason.text)}</p>
      {reason.outcome !== 'granted' && text(reason.remedy) && (
        <p>{w('why.remedy', { remedy: text(reason.remedy) })}</p>
      )}
      {reason.inputs.length > 0 && (
        <dl className="desk-facts">
          {reason.inputs.map((input) => (
            <div key={input.name}>
              <dt>{text(input.label) || input.name}</dt>
              <dd>
                {plainText(input.value, t, lang)}
                <span className="desk-source">
                  {text(input.sourceName)}
                  {input.asOf ? ` · ${formatDate(input.asOf, lang)}` : ''}
                </span>
              </dd>
            </div>
          ))}
        </dl>
      )}
      <p className="desk-soft">
        {[
          text(reason.basis) ? w('why.basis', { basis: text(reason.basis) }) : '',
          reason.rule === 'person' ? w('why.person') : w('why.rule', { rule: reason.rule }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </li>
  );
}
