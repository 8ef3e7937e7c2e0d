import { useMemo, useState } from 'react';
import { Alert, Button } from 'antd';
import type { ItemSummary, StoredFile } from '../../../api/types.ts';
import { useDeskSend } from '../api/queries.ts';
import type { DeskForm, IntakeForm, NewCaseAnswer } from '../api/types.ts';
import { isLocked } from '../form/adapt.ts';
import { FormErrors, FormFields, focusField } from '../form/fields.tsx';
import { inputId, useDeskForm } from '../form/use-desk-form.ts';
import { Fault } from '../shell/states.tsx';
import { useDeskWords } from '../words.ts';
import { MaterialInput } from './material-input.tsx';

interface IntakeSheetProps {
  item: ItemSummary;
  form: IntakeForm;
  onReceived: (answer: NewCaseAnswer, applicant: string) => void;
}

/** Who applies, the item's own form, and scans of what was brought along. */
export function IntakeSheet({ item, form, onReceived }: IntakeSheetProps) {
  const { w, text } = useDeskWords();
  const asked = useMemo(() => whoForm(item), [item]);
  const who = useDeskForm(asked, 'who');
  const answers = useDeskForm(form.schema, 'form');
  const [files, setFiles] = useState<Record<string, StoredFile>>({});
  const send = useDeskSend<NewCaseAnswer>((answer) => onReceived(answer, String(who.values['name'] ?? '')));
  const wanted = form.materials.filter((material) => material.need !== 'notNeeded');
  const locked = Object.values(form.schema.properties).filter((field) => isLocked(field));

  function submit(): void {
    send.reset();
    const found = [
      ...who.check().map((name) => inputId('who', name)),
      ...answers.check().map((name) => inputId('form', name)),
    ];
    if (found[0]) {
      focusField(found[0]);
      return;
    }
    const { kind = asked.properties['kind']?.enum?.[0], number, name } = who.answers();
    send.mutate(
      {
        path: '/api/v1/cases',
        purpose: 'case-intake',
        body: {
          item: item.code,
          window: { kind, number: String(number).trim().toUpperCase(), name: String(name).trim() },
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
      <FormErrors forms={[who, answers]} />
      <section className="desk-panel">
        <FormFields form={who} headings />
      </section>
      <section className="desk-panel">
        {locked.length > 0 && (
          <Alert
            type="info"
            showIcon
            title={w('intake.filled', {
              names: locked.map((field) => (field['x-title'] ? text(field['x-title']) : '')).join('、'),
            })}
          />
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

/** The papers that someone shows; which kind it is follows from whom the item is for. */
function whoForm(item: ItemSummary): DeskForm {
  const kinds = [
    ...(item.serviceObjects.includes('person') ? ['person'] : []),
    ...(item.serviceObjects.includes('enterprise') ? ['entity'] : []),
  ];
  const both = kinds.length > 1;
  const onlyPerson = kinds.length === 1 && kinds[0] === 'person';
  return {
    type: 'object',
    required: ['kind', 'number', 'name'],
    properties: {
      kind: {
        type: 'string',
        enum: kinds,
        'x-title': { zh: '申请人', en: 'Who applies' },
        'x-enum': {
          person: { zh: '个人', en: 'A person' },
          entity: { zh: '企业或组织', en: 'A company or organisation' },
        },
        'x-widget': 'radio',
      },
      number: {
        type: 'string',
        minLength: 15,
        maxLength: 18,
        'x-title': both
          ? { zh: '身份证号或统一社会信用代码', en: 'Identity number or credit code' }
          : onlyPerson
            ? { zh: '身份证号', en: 'Identity number' }
            : { zh: '统一社会信用代码', en: 'Unified social credit code' },
        'x-widget': 'text',
      },
      name: {
        type: 'string',
        minLength: 2,
        maxLength: 200,
        'x-title': { zh: '姓名或名称', en: 'Name' },
        'x-help': {
          zh: '与证件上完全一致；号码和姓名对不上的，不能受理。',
          en: 'Exactly as on the papers; number and name must agree.',
        },
        'x-widget': 'text',
      },
    },
    'x-steps': [
      {
        id: 'who',
        title: { zh: '申请人', en: 'Applicant' },
        fields: both ? ['kind', 'number', 'name'] : ['number', 'name'],
      },
    ],
  };
}
