import type { ReactNode } from 'react';
import { Notice } from '@quancheng/ui';
import { useApi } from '../../../api/queries.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatMoment } from '../../../lib/format.ts';
import { CopyButton } from '../../../shell/copy-button.tsx';
import { offerStatePath } from './mandate-paths.ts';

/** A code as the API answers it. */
export interface Offered {
  address: string;
  picture: string;
  until: string;
}

interface ShownCodeProps {
  offered: Offered;
  /** What whoever has it may do. */
  care: string;
  /** Where to go from here. */
  children: ReactNode;
}

const lookAgainMs = 4000;

/** The code that someone beside one scans, until they have agreed. */
export function ShownCode({ offered: { address, picture, until }, care, children }: ShownCodeProps) {
  const { t, lang } = useWords();
  const code = new URL(address).searchParams.get('code') ?? '';
  const state = useApi<{ taken: boolean }>(
    `${offerStatePath}?code=${encodeURIComponent(code)}`,
    ({ taken }) => !taken && Date.parse(until) > Date.now() && lookAgainMs,
  );
  if (state.data?.taken)
    return (
      <div className="stack">
        <Notice tone="success" announce="status" title={t('once.taken')}>
          {t('once.takenText')}
        </Notice>
        <div className="actions">{children}</div>
      </div>
    );
  return (
    <section className="stack" aria-labelledby="once-code">
      <h2 id="once-code">{t('once.scan')}</h2>
      <img className="second-factor__picture" src={picture} alt={t('once.picture')} />
      <p>{t('once.until', { at: formatMoment(until, lang) })}</p>
      <p>{t('once.orOpen')}</p>
      <p className="phone__address" translate="no">
        {address}
      </p>
      <CopyButton text={address} label={t('once.copy')} />
      <Notice tone="caution">{care}</Notice>
      <div className="actions">{children}</div>
    </section>
  );
}
