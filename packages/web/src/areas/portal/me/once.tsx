import { useState } from 'react';
import { Button, Notice } from '@quancheng/ui';
import { useSend } from '../../../api/queries.ts';
import type { Text } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatMoment } from '../../../lib/format.ts';
import { ProblemNotice } from '../../../shell/problem.tsx';
import { SignedInPage } from '../../../shell/signed-in.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { ItemPicker } from './item-picker.tsx';
import { offersPath } from './mandate-paths.ts';

interface Offered {
  address: string;
  picture: string;
  until: string;
}

/** One shows a code, and whoever scans it hands in one application for one. */
export function OncePage() {
  const { t } = useWords();
  useTitle(t('once.title'));
  return (
    <SignedInPage title={t('once.title')} why={t('once.signIn')}>
      {() => <Offer />}
    </SignedInPage>
  );
}

function Offer() {
  const { t } = useWords();
  const [items, setItems] = useState<{ code: string; title: Text }[]>([]);
  const send = useSend<Offered>();
  const chosen = items.at(-1);
  return (
    <div className="page page--form">
      <h1>{t('once.title')}</h1>
      <p className="lead">{t('once.text')}</p>
      {send.data ? (
        <Shown offered={send.data} />
      ) : (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            if (chosen) send.mutate({ path: offersPath, body: { item: chosen.code } });
          }}
        >
          {send.error && <ProblemNotice error={send.error} />}
          {/* One at a time: choosing another takes the place of the first. */}
          <ItemPicker
            object="person"
            value={items}
            error={undefined}
            onChange={(next) => setItems(next.slice(-1))}
          />
          <div className="actions">
            <Button type="submit" disabled={!chosen} busy={send.isPending}>
              {t('once.show')}
            </Button>
          </div>
        </form>
      )}
    </div>
  );
}

function Shown({ offered: { address, picture, until } }: { offered: Offered }) {
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
      <Notice tone="caution">{t('once.care')}</Notice>
    </section>
  );
}
