import { useMemo, useState } from 'react';
import { Button } from 'antd';
import type { ItemSummary, StoredFile } from '../../../api/types.ts';
import { useStaffSend } from '../../staff/api/queries.ts';
import { Fault } from '../../staff/shell/states.tsx';
import type { IntakeForm, NewCaseAnswer } from '../api/types.ts';
import { FormErrors, FormFields, focusField } from '../form/fields.tsx';
import { inputId, useDeskForm } from '../form/use-desk-form.ts';
import { useDeskWords } from '../words.ts';
import { HeldAnswers } from './held-answers.tsx';
import { MaterialInput } from './material-input.tsx';
import { openedSchema } from './opened-schema.ts';
import { WhoSheet, type Papers } from './who-sheet.tsx';

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
        <p className="desk-strong">{w('intake.for', { name: papers.name, number: papers.number })}</p>
        <Button onClick={() => setOpened(null)}>{w('intake.other')}</Button>
      </div>
      <FilledSheet item={item} papers={papers} form={form} onReceived={onReceived} />
    </>
  );
}

interface FilledSheetProps extends IntakeSheetProps {
  papers: Papers;
  form: IntakeForm;
}

/** What is held already, the questions that are left, and scans of what was brought along. */
function FilledSheet({ item, papers, form, onReceived }: FilledSheetProps) {
  const { w, text } = useDeskWords();
  const schema = useMemo(() => openedSchema(form), [form]);
  const answers = useDeskForm(schema, 'form', [], form.prefilled);
  const [files, setFiles] = useState<Record<string, StoredFile>>({});
  const send = useStaffSend<NewCaseAnswer>((answer) => onReceived(answer, papers.name));
  const wanted = form.materials.filter((material) => material.need !== 'notNeeded');
  const editable = answers.steps
    .flatMap((step) => step.fields)
    .filter((name) => form.sources[name]?.locked === false)
    .map((name) => text(schema.properties[name]?.['x-title'] ?? { zh: name, en: name }));

  function submit(): void {
    send.reset();
    const [wrong] = answers.check();
    if (wrong) {
      focusField(inputId('form', wrong));
      return;
    }
    send.mutate(
      {
        path: '/api/v1/cases',
        purpose: 'case-intake',
        body: {
          item: item.code,
          window: papers,
          form: answers.answers(),
          materials: Object.entries(files).map(([id, file]) => ({ id, fileId: file.id })),
          submit: true,
        },
      },
      { onError: (error) => answers.takeFaults(error) },
    );
  }

  return (
    <form
      className="desk-form desk-sheet"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {send.error && <Fault error={send.error} />}
      <FormErrors forms={[answers]} />
      <HeldAnswers form={form} />
      <section className="desk-panel">
        {editable.length > 0 && (
          <p className="desk-soft">{w('intake.editable', { names: editable.join(w('intake.comma')) })}</p>
        )}
        <FormFields form={answers} headings />
      </section>
      {wanted.length > 0 && (
        <section className="desk-panel">
          <fieldset className="desk-step">
            <legend>{w('papers.title')}</legend>
            <p className="desk-soft">{w('intake.papers')}</p>
            {wanted.map((material) => (
              <MaterialInput
                key={material.id}
                material={material}
                file={files[material.id]}
                onFile={(file) => setFiles((before) => withFile(before, material.id, file))}
              />
            ))}
          </fieldset>
        </section>
      )}
      <p className="desk-soft">{w('intake.confirm')}</p>
      <div className="desk-row">
        <Button
          type="primary"
          size="large"
          htmlType="submit"
          loading={send.isPending}
          disabled={!answers.ready}
        >
          {w('intake.submit')}
        </Button>
      </div>
    </form>
  );
}

function withFile(
  files: Record<string, StoredFile>,
  id: string,
  file: StoredFile | undefined,
): Record<string, StoredFile> {
  const others = Object.entries(files).filter(([name]) => name !== id);
  return Object.fromEntries(file ? [...others, [id, file]] : others);
}
