import { AsWritten } from '../../../shell/as-written.tsx';
import { formatMoment } from '../../../lib/format.ts';
import type { Use } from '../../portal/licences/uses/model.ts';
import { useStaffPages } from '../../staff/api/queries.ts';
import { Listed } from '../../staff/shell/listed.tsx';
import { Nothing } from '../../staff/shell/states.tsx';
import { useDeskWords } from '../words.ts';

/** What I used, without what it showed: that is read anew, and recorded anew. */
export function MyUses() {
  const { w, t, lang, text } = useDeskWords();
  const pages = useStaffPages<Use>('/api/v1/desk/licence-uses?limit=20');
  return (
    <section aria-labelledby="my-uses">
      <h2 id="my-uses">{w('licenceUses.mine')}</h2>
      <Listed
        pages={pages}
        empty={<Nothing title={w('licenceUses.none')}>{w('licenceUses.noneText')}</Nothing>}
      >
        {(items) => (
          <ul className="desk-cards desk-cards--list">
            {items.map((use) => (
              <li key={use.id} className="desk-card">
                <p className="desk-strong">
                  <AsWritten>{use.matter}</AsWritten>
                </p>
                <p>
                  {w(`licenceUses.by.${use.ground}`)} ·{' '}
                  <AsWritten>{use.fields.map(({ label }) => text(label)).join(t('uses.comma'))}</AsWritten>
                </p>
                <p className="desk-soft">
                  {formatMoment(use.at, lang)} · {t('uses.record', { number: use.record })}
                  {use.caseNumber && ` · ${t('access.case', { number: use.caseNumber })}`}
                </p>
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </section>
  );
}
