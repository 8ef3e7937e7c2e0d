import { FactList } from '@quancheng/ui';
import { Link } from 'react-router';
import type { CaseDetail, Reason } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatDate } from '../../../lib/format.ts';
import { plainText } from '../form/answer-text.ts';
import { DisputeButton } from '../form/dispute.tsx';

/** Why: each rule's words, what to do about it, and what it went by. */
export function Reasons({ entry }: { entry: CaseDetail }) {
  const { t } = useWords();
  return (
    <section aria-labelledby="reasons">
      <h2 id="reasons">{t('reasons.title')}</h2>
      <ul className="reasons">
        {entry.reasons.map((reason) => (
          <ReasonCard key={reason.rule + reason.text.zh} reason={reason} entry={entry} />
        ))}
      </ul>
    </section>
  );
}

function ReasonCard({ reason, entry }: { reason: Reason; entry: CaseDetail }) {
  const { t, lang, text } = useWords();
  const mayDispute = entry.actions.some(({ verb }) => verb === 'dispute');
  return (
    <li className={reason.outcome === 'granted' ? 'reason reason--good' : 'reason'}>
      <p className="reason__text">{text(reason.text)}</p>
      {text(reason.remedy) && (
        <p className="reason__remedy">
          <strong>{t('reasons.remedy')}</strong> {text(reason.remedy)}
        </p>
      )}
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
          {t('reasons.wrongData')} <Link to="/me">{t('nav.myData')}</Link>
        </p>
        <p className="small soft">
          {t('reasons.basis', { basis: text(reason.basis) })}
          <br />
          <span translate="no">{t('reasons.rule', { rule: reason.rule })}</span>
        </p>
      </details>
    </li>
  );
}
