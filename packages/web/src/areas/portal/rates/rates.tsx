import { useApi } from '../../../api/queries.ts';
import type { Rate, Rates } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatMoment, formatNumber, formatShare } from '../../../lib/format.ts';
import { Loaded } from '../../../shell/problem.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { AsWritten } from '../../../shell/as-written.tsx';

/** The three rates: what they count, over what, and what is left out and why. */
export function RatesPage() {
  const { t } = useWords();
  const query = useApi<Rates>('/api/v1/rates');
  useTitle(t('rates.title'));
  return (
    <div className="page">
      <h1>{t('rates.title')}</h1>
      <p className="lead">{t('rates.intro')}</p>
      <Loaded query={query}>{(rates) => <Shown rates={rates} />}</Loaded>
    </div>
  );
}

function Shown({ rates }: { rates: Rates }) {
  const { t, lang } = useWords();
  return (
    <>
      <p className="soft">{t('rates.asOf', { moment: formatMoment(rates.asOf, lang) })}</p>
      <ul className="rates">
        {rates.rates.map((rate) => (
          <RateCard key={rate.id} rate={rate} />
        ))}
      </ul>
      <Breakdown rates={rates} kind="agency" title={t('rates.byAgency')} />
      <Breakdown rates={rates} kind="division" title={t('rates.byDivision')} />
    </>
  );
}

function RateCard({ rate }: { rate: Rates['rates'][number] }) {
  const { t, text } = useWords();
  return (
    <li className="rate">
      <h2 className="rate__name">{text(rate.name)}</h2>
      <p className="rate__share">{formatShare(rate.numerator, rate.denominator)}</p>
      <progress
        className="rate__bar"
        value={rate.numerator}
        max={Math.max(1, rate.denominator)}
        aria-hidden
      />
      <p className="soft">{t('rates.of', counts(rate))}</p>
      {rate.excluded.length > 0 && (
        <details className="rate__excluded">
          <summary>{t('rates.excluded', { n: formatNumber(rate.excludedCount) })}</summary>
          <ul className="bullets">
            {rate.excluded.map((item) => (
              <li key={item.code}>
                <AsWritten>{item.name}</AsWritten>
                <span className="soft"> {text(item.reason)}</span>
              </li>
            ))}
          </ul>
          {rate.excludedCount > rate.excluded.length && (
            <p className="soft">
              {t('rates.more', { n: formatNumber(rate.excludedCount - rate.excluded.length) })}
            </p>
          )}
        </details>
      )}
    </li>
  );
}

function counts(rate: Rate) {
  return { part: formatNumber(rate.numerator), whole: formatNumber(rate.denominator) };
}

function Breakdown({ rates, kind, title }: { rates: Rates; kind: 'agency' | 'division'; title: string }) {
  const { t, text } = useWords();
  const groups = rates.groups.filter((group) => group.kind === kind);
  if (groups.length === 0) return null;
  return (
    <>
      <h2 id={`by-${kind}`}>{title}</h2>
      {/* Focusable, so that the keyboard can scroll it where it is wider than the screen. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className="table-scroll" aria-labelledby={`by-${kind}`} tabIndex={0}>
        <table className="table table--numbers">
          <thead>
            <tr>
              <th scope="col">{t(kind === 'agency' ? 'rates.agency' : 'rates.division')}</th>
              {rates.rates.map((rate) => (
                <th key={rate.id} scope="col">
                  {text(rate.name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <tr key={group.code}>
                <th scope="row">{text(group.name)}</th>
                {rates.rates.map(({ id }) => (
                  <Cell key={id} rate={group.rates.find((rate) => rate.id === id)} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function Cell({ rate }: { rate: Rate | undefined }) {
  if (!rate) return <td>—</td>;
  const { part, whole } = counts(rate);
  return (
    <td>
      {formatShare(rate.numerator, rate.denominator)}
      <span className="table__of">
        {part} / {whole}
      </span>
    </td>
  );
}
