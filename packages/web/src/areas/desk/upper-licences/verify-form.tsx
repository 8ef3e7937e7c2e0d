import { useState } from 'react';
import { Alert, Button, Input } from 'antd';
import { useStaffSend } from '../../staff/api/queries.ts';
import { Field } from '../../staff/form/field.tsx';
import { Fault } from '../../staff/shell/states.tsx';
import { useDeskWords } from '../words.ts';
import { upperPath, type Verdict } from './model.ts';

/** Whether a licence that someone shows is the one that the upper level has, and how it stands. */
export function VerifyForm() {
  const { w } = useDeskWords();
  const [form, setForm] = useState({ identifier: '', number: '' });
  const [wrong, setWrong] = useState<Partial<typeof form>>({});
  const send = useStaffSend<Verdict>();

  function submit(): void {
    const [identifier, number] = [form.identifier.trim(), form.number.trim()];
    const missing = {
      ...(identifier === '' ? { identifier: w('upper.missing.identifier') } : {}),
      ...(number === '' ? { number: w('upper.numberMissing') } : {}),
    };
    setWrong(missing);
    if (Object.keys(missing).length > 0) return;
    const fields = [{ name: 'certificateNumber', value: number }];
    send.mutate({ path: `${upperPath}/verify`, body: { certificateIdentifier: identifier, fields } });
  }

  return (
    <form
      className="desk-panel desk-form"
      aria-label={w('upper.verify')}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h2>{w('upper.verify')}</h2>
      <p className="desk-soft">{w('upper.verifyText')}</p>
      <Field
        id="upper-identifier"
        label={w('upper.wanted.identifier')}
        help={w('upper.help.identifier')}
        wrong={wrong.identifier}
      >
        <Input
          id="upper-identifier"
          autoComplete="off"
          maxLength={200}
          value={form.identifier}
          onChange={(event) => setForm({ ...form, identifier: event.target.value })}
        />
      </Field>
      <Field id="upper-number" label={w('licences.number')} wrong={wrong.number}>
        <Input
          id="upper-number"
          autoComplete="off"
          maxLength={100}
          value={form.number}
          onChange={(event) => setForm({ ...form, number: event.target.value })}
        />
      </Field>
      <Button size="large" htmlType="submit" loading={send.isPending}>
        {w('upper.check')}
      </Button>
      {send.error && <Fault error={send.error} />}
      {send.data && !send.isPending && <Said verdict={send.data} />}
    </form>
  );
}

function Said({ verdict: { match, state } }: { verdict: Verdict }) {
  const { w, t } = useDeskWords();
  const said =
    !match || state === null
      ? { type: 'error', title: w('upper.noMatch'), text: w('upper.noMatchText') }
      : {
          type: state === 'valid' ? 'success' : 'warning',
          title: w('upper.matches', { state: t(`licence.state.${state}`) }),
          text: w(state === 'valid' ? 'upper.matchesText' : 'upper.notValidText'),
        };
  return (
    <Alert
      type={said.type as 'error' | 'success' | 'warning'}
      showIcon
      title={said.title}
      description={said.text}
    />
  );
}
