import { useState } from 'react';
import { Button } from 'antd';
import type { ItemSummary } from '../../../api/types.ts';
import type { IntakeForm, NewCaseAnswer } from '../api/types.ts';
import { useDeskWords } from '../words.ts';
import { FilledSheet } from './filled-sheet.tsx';
import { openedSchema } from './opened-schema.ts';
import { WhoSheet, type Papers } from './who-sheet.tsx';
import { AsWritten } from '../../../shell/as-written.tsx';

interface IntakeSheetProps {
  item: ItemSummary;
  onReceived: (answer: NewCaseAnswer, applicant: string) => void;
}

/** First who applies, then the item's form as it is filled for them. */
export function IntakeSheet({ item, onReceived }: IntakeSheetProps) {
  const { w } = useDeskWords();
  const [opened, setOpened] = useState<{ papers: Papers; form: IntakeForm } | null>(null);
  if (!opened) return <WhoSheet item={item} onOpened={(papers, form) => setOpened({ papers, form })} />;
  const { papers, form } = opened;
  return (
    <>
      <div className="desk-row desk-sheet">
        <p className="desk-strong">
          <AsWritten>{w('intake.for', { name: papers.name, number: papers.number })}</AsWritten>
        </p>
        <Button onClick={() => setOpened(null)}>{w('intake.other')}</Button>
      </div>
      <FilledSheet
        form={form}
        schema={openedSchema(form)}
        given={{}}
        submitWords={w('intake.submit')}
        command={(content) => ({
          path: '/api/v1/cases',
          purpose: 'case-intake',
          body: { item: item.code, window: papers, ...content, submit: true },
        })}
        onDone={(answer: NewCaseAnswer) => onReceived(answer, papers.name)}
      />
    </>
  );
}
