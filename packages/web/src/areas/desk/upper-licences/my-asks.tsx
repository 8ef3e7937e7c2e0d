import { formatMoment } from '../../../lib/format.ts';
import { useStaffPages } from '../../staff/api/queries.ts';
import { Listed } from '../../staff/shell/listed.tsx';
import { Nothing } from '../../staff/shell/states.tsx';
import { useDeskWords } from '../words.ts';
import { upperPath, type Asked } from './model.ts';

/** What I asked, without what the answers said: for that one asks anew, and it is recorded anew. */
export function MyAsks() {
  const { w, t, lang } = useDeskWords();
  const pages = useStaffPages<Asked>(`${upperPath}/asks?limit=20`);
  return (
    <section aria-labelledby="upper-mine">
      <h2 id="upper-mine">{w('upper.mine')}</h2>
      <Listed pages={pages} empty={<Nothing title={w('upper.noAsks')}>{w('upper.noAsksText')}</Nothing>}>
        {(items) => (
          <ul className="desk-cards desk-cards--list">
            {items.map(({ id, at, caseNumber, kind, outcome, identifiers }) => (
              <li key={id} className="desk-card">
                <p className="desk-strong">{t('access.case', { number: caseNumber })}</p>
                <p>
                  {w(`upper.by.${kind}`)} ·{' '}
                  {w(`upper.outcome.${outcome ?? 'none'}`, { n: identifiers.length })}
                </p>
                {identifiers.map((identifier) => (
                  <p key={identifier} className="desk-soft" translate="no">
                    {identifier}
                  </p>
                ))}
                <p className="desk-soft">{formatMoment(at, lang)}</p>
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </section>
  );
}
