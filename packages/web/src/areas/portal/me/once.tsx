import { useState } from 'react';
import { Button, buttonClass } from '@quancheng/ui';
import { Link, useSearchParams } from 'react-router';
import { useSend } from '../../../api/queries.ts';
import type { Text } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { ProblemNotice } from '../../../shell/problem.tsx';
import { SignedInPage } from '../../../shell/signed-in.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { Entrust } from './entrust.tsx';
import { ItemPicker } from './item-picker.tsx';
import { offersPath } from './mandate-paths.ts';
import { ShownCode, type Offered } from './shown-code.tsx';

/** One shows a code, and whoever scans it hands in one application for one, or goes on with one case (`?case=`). */
export function OncePage() {
  const { t } = useWords();
  const [query] = useSearchParams();
  const caseId = query.get('case');
  const title = t(caseId ? 'entrust.title' : 'once.title');
  useTitle(title);
  return (
    <SignedInPage title={title} why={t('once.signIn')}>
      {() => (caseId ? <Entrust caseId={caseId} /> : <Offer />)}
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
        <ShownCode offered={send.data} care={t('once.care')}>
          <Link to="/me/mandates" className={buttonClass('secondary')}>
            {t('once.back')}
          </Link>
        </ShownCode>
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
