import { Tag } from 'antd';
import { formatMoment, formatMoney } from '../../../lib/format.ts';
import type { DeskCase } from '../api/types.ts';
import { useDeskWords } from '../words.ts';
import { AsWritten } from '../../../shell/as-written.tsx';

/** What came of the case: decision, licence, fees and payments; nothing before there is any. */
export function Outcome({ entry }: { entry: DeskCase }) {
  const { w, lang, text } = useDeskWords();
  const { decision, licence, orders, payouts, rating } = entry;
  if (!decision && !licence && !rating && orders.length + payouts.length === 0) return null;
  return (
    <section className="desk-panel" aria-labelledby="desk-outcome">
      <h2 id="desk-outcome">{w('outcome.title')}</h2>
      <dl className="desk-facts">
        {decision && (
          <div>
            <dt>{w('outcome.decision')}</dt>
            <dd>
              <Tag color={decision.outcome === 'granted' ? 'success' : 'error'}>
                {w(`outcome.${decision.outcome}`)}
              </Tag>
              {text(decision.text)}
              <span className="desk-source">
                <AsWritten>{decision.by || w('outcome.byRules')}</AsWritten> ·{' '}
                {formatMoment(decision.at, lang)}
              </span>
            </dd>
          </div>
        )}
        {licence && (
          <div>
            <dt>{text(licence.name)}</dt>
            <dd>
              <a href={`/verify/${encodeURIComponent(licence.verifyCode)}`} target="_blank" rel="noreferrer">
                <AsWritten>{licence.number}</AsWritten>
              </a>
            </dd>
          </div>
        )}
        {[...orders, ...payouts].map((sum) => (
          <div key={sum.id}>
            <dt>{text(sum.name)}</dt>
            <dd>
              {formatMoney(sum.amount, lang)}{' '}
              <span className="desk-soft">
                {w(`outcome.money.${sum.state}`, { defaultValue: sum.state })}
              </span>
            </dd>
          </div>
        ))}
        {rating && (
          <div>
            <dt>{w('outcome.rating')}</dt>
            <dd>
              {w('ratings.stars', { n: rating.stars })}
              {rating.comment && (
                <span className="desk-source">
                  <AsWritten>{rating.comment}</AsWritten>
                </span>
              )}
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}
