import { useState } from 'react';
import { Button, Input, Radio, Select } from 'antd';
import { useSearchParams } from 'react-router';
import { ApiError } from '../../../api/client.ts';
import { Field } from '../../staff/form/field.tsx';
import { Fault } from '../../staff/shell/states.tsx';
import { useDeskWords } from '../words.ts';
import { Found } from './found.tsx';
import { useAsk, type LicenceType, type Question } from './model.ts';

const ways = ['holder', 'identifier'] as const;
const grounds = ['agreed', 'law'] as const;

interface Form {
  caseNumber: string;
  way: (typeof ways)[number];
  wanted: string;
  type: string | undefined;
  ground: (typeof grounds)[number];
  law: string;
}

/** Asks for the licences of a holder, or for one by its identifier; for a case, and on a ground. */
export function AskForm({ types }: { types: LicenceType[] }) {
  const { w, text } = useDeskWords();
  const [query] = useSearchParams();
  const [form, setForm] = useState<Form>({
    caseNumber: query.get('case') ?? '',
    way: 'holder',
    wanted: '',
    type: undefined,
    ground: 'agreed',
    law: '',
  });
  const [wrong, setWrong] = useState<Partial<Record<keyof Form, string>>>({});
  const ask = useAsk();
  const { way, ground } = form;
  const set = (changes: Partial<Form>) => setForm({ ...form, ...changes });
  const again = ask.error instanceof ApiError && [0, 503].includes(ask.error.status);

  function submit(): void {
    const missing = {
      ...(form.caseNumber.trim() === '' ? { caseNumber: w('upper.caseMissing') } : {}),
      ...(form.wanted.trim() === '' ? { wanted: w(`upper.missing.${way}`) } : {}),
      ...(ground === 'law' && form.law.trim().length < 2 ? { law: w('upper.lawMissing') } : {}),
    };
    setWrong(missing);
    if (Object.keys(missing).length > 0) return;
    ask.mutate(questionOf(form, w('upper.basis.agreed')));
  }

  return (
    <>
      <form
        className="desk-panel desk-form"
        aria-label={w('upper.ask')}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <h2>{w('upper.ask')}</h2>
        <Field id="upper-case" label={w('upper.case')} help={w('upper.caseHelp')} wrong={wrong.caseNumber}>
          <Input
            id="upper-case"
            autoComplete="off"
            maxLength={40}
            value={form.caseNumber}
            onChange={(event) => set({ caseNumber: event.target.value })}
          />
        </Field>
        <p className="desk-field__label" id="upper-way">
          {w('upper.way')}
        </p>
        <Radio.Group
          aria-labelledby="upper-way"
          value={way}
          onChange={(event) => set({ way: event.target.value as Form['way'], wanted: '' })}
          options={ways.map((value) => ({ value, label: w(`upper.by.${value}`) }))}
        />
        <Field
          id="upper-wanted"
          label={w(`upper.wanted.${way}`)}
          help={w(`upper.help.${way}`)}
          wrong={wrong.wanted}
        >
          <Input
            id="upper-wanted"
            autoComplete="off"
            maxLength={way === 'holder' ? 60 : 200}
            value={form.wanted}
            onChange={(event) => set({ wanted: event.target.value })}
          />
        </Field>
        {way === 'holder' && (
          <Field id="upper-type" label={w('upper.type')} help={w('upper.typeHelp')}>
            <Select
              id="upper-type"
              className="desk-wide"
              allowClear
              showSearch
              optionFilterProp="label"
              value={form.type ?? null}
              placeholder={w('upper.anyType')}
              options={types.map(({ code, name }) => ({ value: code, label: text(name) }))}
              onChange={(type: string | null) => set({ type: type ?? undefined })}
            />
          </Field>
        )}
        <p className="desk-field__label" id="upper-ground">
          {w('upper.ground')}
        </p>
        <Radio.Group
          aria-labelledby="upper-ground"
          value={ground}
          onChange={(event) => set({ ground: event.target.value as Form['ground'] })}
          options={grounds.map((value) => ({ value, label: w(`upper.basis.${value}`) }))}
        />
        {ground === 'law' && (
          <Field id="upper-law" label={w('upper.law')} help={w('upper.lawHelp')} wrong={wrong.law}>
            <Input
              id="upper-law"
              maxLength={300}
              value={form.law}
              onChange={(event) => set({ law: event.target.value })}
            />
          </Field>
        )}
        <Button type="primary" size="large" htmlType="submit" loading={ask.isPending}>
          {w('upper.send')}
        </Button>
        {ask.isPending && <output className="desk-soft">{w('upper.waiting')}</output>}
        {ask.error && <Fault error={ask.error} {...(again ? { onRetry: submit } : {})} />}
      </form>
      {ask.data && <Found question={ask.data.question} items={ask.data.items} types={types} />}
    </>
  );
}

/** That the holder agreed is told to the upper level in the words of the page. */
function questionOf({ caseNumber, way, wanted, type, ground, law }: Form, agreed: string): Question {
  return {
    caseNumber: caseNumber.trim(),
    basis: ground === 'law' ? law.trim() : agreed,
    ...(way === 'holder'
      ? { certificateHolderCode: wanted.trim().toUpperCase() }
      : { certificateIdentifier: wanted.trim() }),
    ...(way === 'holder' && type !== undefined ? { certificateTypeCode: type } : {}),
  };
}
