import { useMemo } from 'react';
import { Button } from 'antd';
import type { ItemSummary } from '../../../api/types.ts';
import { useStaffSend } from '../../staff/api/queries.ts';
import type { DeskForm, IntakeForm } from '../api/types.ts';
import { FormFields, focusField } from '../form/fields.tsx';
import { Sheet } from '../form/sheet.tsx';
import { inputId, useDeskForm } from '../form/use-desk-form.ts';
import { useDeskWords } from '../words.ts';

/** Who applies, by the papers they show. */
export interface Papers {
  kind: 'person' | 'entity';
  number: string;
  name: string;
}

interface WhoSheetProps {
  item: ItemSummary;
  onOpened: (papers: Papers, form: IntakeForm) => void;
}

/** Asks for the papers and, once number and name agree, opens the form as it is filled for that one. */
export function WhoSheet({ item, onOpened }: WhoSheetProps) {
  const { w } = useDeskWords();
  const asked = useMemo(() => whoForm(item), [item]);
  const who = useDeskForm(asked, 'who');
  const read = useStaffSend<IntakeForm>();

  function submit(): void {
    read.reset();
    const [wrong] = who.check();
    if (wrong) {
      focusField(inputId('who', wrong));
      return;
    }
    const given = who.answers();
    const papers: Papers = {
      kind: (given['kind'] ?? asked.properties['kind']?.enum?.[0]) === 'entity' ? 'entity' : 'person',
      number: String(given['number']).trim().toUpperCase(),
      name: String(given['name']).trim(),
    };
    const path = `/api/v1/items/${encodeURIComponent(item.code)}/form`;
    read.mutate(
      { path, purpose: 'case-intake', body: papers },
      { onSuccess: (form) => onOpened(papers, form) },
    );
  }

  return (
    <Sheet form={who} error={read.error} onSubmit={submit}>
      <section className="desk-panel">
        <FormFields form={who} headings />
      </section>
      <p className="desk-soft">{w('intake.readText')}</p>
      <div className="desk-row">
        <Button type="primary" size="large" htmlType="submit" loading={read.isPending} disabled={!who.ready}>
          {w('intake.read')}
        </Button>
      </div>
    </Sheet>
  );
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
