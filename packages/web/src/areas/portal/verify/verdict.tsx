import { FactList, Notice, type Tone } from '@quancheng/ui';
import type { Reading, Trust, Verdict } from '@quancheng/engines/livecode';
import { useWords } from '../../../i18n/i18n.ts';
import { formatMoment } from '../../../lib/format.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { formatValue } from '../cards/model.ts';

const tones: Readonly<Record<Verdict, Tone>> = {
  valid: 'success',
  'valid-as-of': 'success',
  suspended: 'danger',
  revoked: 'danger',
  changed: 'danger',
  'unknown-issuer': 'danger',
  'expired-code': 'danger',
  'early-code': 'danger',
  'expired-card': 'caution',
  unreadable: 'caution',
};

/** What became of a code: a sentence first, then what its holder showed. */
export function ReadingOf({ reading, trust }: { reading: Reading; trust: Trust }) {
  const { t, lang, text } = useWords();
  const { verdict, card, items, statusAsOf, clockOff } = reading;
  const words = card && trust.types.get(card.type);
  const claims = new Map(words?.claims.map((claim) => [claim.path, claim]));
  const name = card && (lang === 'en' && words ? words.name.en : card.typeName);
  const isValid = verdict === 'valid' || verdict === 'valid-as-of';
  return (
    <div className="stack">
      <Notice tone={tones[verdict]} announce="alert" title={t(`present.verdict.${verdict}`)}>
        <p>{t(`present.verdictText.${verdict}`)}</p>
        {isValid && verdict !== 'valid' && (
          <p>
            {statusAsOf
              ? t('present.asOf', { at: formatMoment(statusAsOf.toISOString(), lang) })
              : t('present.asOfUnknown')}
          </p>
        )}
      </Notice>
      {isValid && clockOff > 0 && (
        <Notice tone="caution" title={t('present.clock', { n: clockOff })}>
          {t('present.clockText')}
        </Notice>
      )}
      {card && (
        <article className="certificate">
          <header className="certificate__head">
            <h2>{name && <AsWritten>{name}</AsWritten>}</h2>
          </header>
          <FactList
            facts={[
              ...items.map(({ name: path, value }) => {
                const claim = claims.get(path);
                return {
                  key: path,
                  label: claim ? text(claim.label) : <span translate="no">{path}</span>,
                  value: <AsWritten>{formatValue(claim?.format ?? 'text', value, lang)}</AsWritten>,
                };
              }),
              {
                key: 'shownAt',
                label: t('present.shownAt'),
                value: formatMoment(card.shownAt.toISOString(), lang),
              },
            ]}
          />
        </article>
      )}
    </div>
  );
}
