import { useState } from 'react';
import { Button } from 'antd';
import type { CaseMaterialInput, StoredFile } from '../../../api/types.ts';
import type { StaffCommand } from '../../staff/api/client.ts';
import { useStaffSend } from '../../staff/api/queries.ts';
import type { DeskForm, IntakeForm } from '../api/types.ts';
import { FormFields, focusField } from '../form/fields.tsx';
import { Sheet } from '../form/sheet.tsx';
import { inputId, useDeskForm } from '../form/use-desk-form.ts';
import { useDeskWords } from '../words.ts';
import { HeldAnswers } from './held-answers.tsx';
import { MaterialInput, type SheetMaterial } from './material-input.tsx';

type Files = Record<string, StoredFile>;

/** What is known of the answers and materials before they are asked for. */
export interface FilledForm extends Omit<IntakeForm, 'item' | 'formVersion' | 'onBehalfOf' | 'materials'> {
  materials: SheetMaterial[];
}

interface FilledSheetProps<T> {
  form: FilledForm;
  /** The form as it is asked now. */
  schema: DeskForm;
  /** Files that were handed in before. */
  given: Files;
  submitWords: string;
  command: (content: { form: Record<string, unknown>; materials: CaseMaterialInput[] }) => StaffCommand;
  onDone: (answer: T) => void;
}

/** What is held already, the questions that are left, and scans of what was brought along. */
export function FilledSheet<T>({
  form,
  schema: asked,
  given,
  submitWords,
  command,
  onDone,
}: FilledSheetProps<T>) {
  const { w, text } = useDeskWords();
  const [schema] = useState(asked);
  const answers = useDeskForm(schema, 'form', [], form.prefilled);
  const [files, setFiles] = useState<Files>(given);
  const send = useStaffSend<T>(onDone);
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
      command({
        form: answers.answers(),
        materials: Object.entries(files).map(([id, file]) => ({ id, fileId: file.id })),
      }),
      { onError: (error) => answers.takeFaults(error) },
    );
  }

  return (
    <Sheet form={answers} error={send.error} onSubmit={submit}>
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
          {submitWords}
        </Button>
      </div>
    </Sheet>
  );
}

function withFile(files: Files, id: string, file: StoredFile | undefined): Files {
  const others = Object.entries(files).filter(([name]) => name !== id);
  return Object.fromEntries(file ? [...others, [id, file]] : others);
}
