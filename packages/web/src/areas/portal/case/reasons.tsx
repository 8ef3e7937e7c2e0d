import { FactList } from '@quancheng/ui';
import { Link } from 'react-router';
import type { CaseDetail, Reason } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatDate } from '../../../lib/format.ts';
import { plainText } from '../form/answer-text.ts';
import { DisputeButton } from '../form/dispute.tsx';

/** Nothing more is decided: what the reasons say is why. */
const decided: readonly CaseDetail['status'][] = ['notAccepted', 'refused', 'granted', 'delivered'];

/** Why: each rule's words, what to do about it, and what it went by. */
export function Reasons({ entry }: { entry: CaseDetail }) {
  const { t } = useWords();
  const isResult = decided.includes(entry.status);
  return (
    <section aria-labelledby="reasons">
      <h2 id="reasons">{t(isResult ? 'reasons.title' : 'reasons.byRule')}</h2>
      <ul className="reasons">
        {entry.reasons.map((reason) => (
          <ReasonCard key={reason.rule + reason.text.zh} reason={reason} entry={entry} />
        ))}
      </ul>
    </section>
  );
}

function ReasonCard({ reason, entry }: { reason: Reason; entry: CaseDetail }) {
  const { t, text } = useWords();
  // While others decide there is nothing to choose.
  const mayAct = entry.waiting !== null || decided.includes(entry.status);
  return (
    <li className={reason.outcome === 'granted' ? 'reason reason--good' : 'reason'}>
      <p className="reason__text">{text(reason.text)}</p>
      {mayAct && text(reason.remedy) && (
        <p className="reason__remedy">
          <strong>{t('reasons.remedy')}</strong>
          {text(reason.remedy)}
        </p>
      )}
      {text(reason.basis) && <p className="small">{t('reasons.basis', { basis: text(reason.basis) })}</p>}
      {reason.inputs.length > 0 && <Inputs reason={reason} entry={entry} />}
    </li>
  );
}

/** What a rule went by, and a way to say that it is wrong. */
function Inputs({ reason, entry }: { reason: Reason; entry: CaseDetail }) {
  const { t, lang, text } = useWords();
  const mayDispute = entry.actions.some(({ verb }) => verb === 'dispute');
  const hasOwnButton = reason.inputs.some(({ field, agency }) => field && agency);
  return (
    <details className="reason__more" open={reason.outcome !== 'granted'}>
      <summary>{t('reasons.inputs')}</summary>
      <FactList
        facts={reason.inputs.map((input) => ({
          key: input.name,
          label: input.label ? text(input.label) : input.name,
          value: plainText(input.value, t, lang),
          detail: t(input.asOf ? 'reasons.sourceOn' : 'reasons.source', {
            source: input.sourceName ? text(input.sourceName) : input.source,
            day: input.asOf ? formatDate(input.asOf, lang) : '',
          }),
          ...(mayDispute && input.field && input.agency
            ? {
                action: (
                  <DisputeButton
                    disputed={{
                      resource: input.source,
                      field: input.field,
                      label: input.label ? text(input.label) : input.name,
                      value: plainText(input.value, t, lang),
                      agency: text(input.agency),
                      caseId: entry.id,
                    }}
                  />
                ),
              }
            : {}),
        }))}
      />
      <p className="small">
        {t('reasons.wrongData')}{' '}
        <Link to="/me">{t(mayDispute && !hasOwnButton ? 'dispute.open' : 'nav.myData')}</Link>
      </p>
    </details>
  );
}
