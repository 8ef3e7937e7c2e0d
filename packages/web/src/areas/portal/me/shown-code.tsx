import { Notice } from '@quancheng/ui';
import { useWords } from '../../../i18n/i18n.ts';
import { formatMoment } from '../../../lib/format.ts';

/** A code as the API answers it. */
export interface Offered {
  address: string;
  picture: string;
  until: string;
}

/** The code that someone beside one scans; `care` says what whoever has it may do. */
export function ShownCode({
  offered: { address, picture, until },
  care,
}: {
  offered: Offered;
  care: string;
}) {
  const { t, lang } = useWords();
  return (
    <section className="stack" aria-labelledby="once-code">
      <h2 id="once-code">{t('once.scan')}</h2>
      <img className="second-factor__picture" src={picture} alt={t('once.picture')} />
      <p>{t('once.until', { at: formatMoment(until, lang) })}</p>
      <p>{t('once.orOpen')}</p>
      <p className="phone__address" translate="no">
        {address}
      </p>
      <Notice tone="caution">{care}</Notice>
    </section>
  );
}
