import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useTitle } from '../../../shell/title.tsx';
import type { ItemSummary } from '../../../api/types.ts';
import { useStaffApi } from '../../staff/api/queries.ts';
import type { NewCaseAnswer } from '../api/types.ts';
import { PageHead, Shown } from '../../staff/shell/states.tsx';
import { useDeskWords } from '../words.ts';
import { IntakeSheet } from './intake-sheet.tsx';
import { ItemChooser } from './item-chooser.tsx';
import { Receipt, type Received } from './receipt.tsx';

/** At the window: an application for someone who sits here and needs no account. */
export function IntakePage() {
  const { w } = useDeskWords();
  useTitle(w('intake.title'));
  const [query, setQuery] = useSearchParams();
  const [received, setReceived] = useState<Received | null>(null);
  const code = query.get('item') ?? '';
  if (received) {
    return (
      <Receipt
        received={received}
        onNext={() => {
          setReceived(null);
          setQuery({});
        }}
      />
    );
  }
  return (
    <div className="desk-narrow">
      <PageHead title={w('intake.title')} />
      <p className="desk-soft">{w('intake.text')}</p>
      <ItemChooser code={code} onChoose={(item) => setQuery(item ? { item } : {})} />
      {code && <Sheet key={code} code={code} onReceived={setReceived} />}
    </div>
  );
}

interface SheetProps {
  code: string;
  onReceived: (received: Received) => void;
}

function Sheet({ code, onReceived }: SheetProps) {
  const item = useStaffApi<ItemSummary>(`/api/v1/items/${encodeURIComponent(code)}`);
  return (
    <Shown query={item}>
      {(found) => (
        <IntakeSheet
          item={found}
          onReceived={(answer: NewCaseAnswer, applicant) => onReceived({ item: found, answer, applicant })}
        />
      )}
    </Shown>
  );
}
