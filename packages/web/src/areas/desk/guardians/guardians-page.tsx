import { useMemo, useState } from 'react';
import { Alert, Button } from 'antd';
import { formatDate } from '../../../lib/format.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { useStaffSend } from '../../staff/api/queries.ts';
import { Fault, PageHead } from '../../staff/shell/states.tsx';
import { FormFields, focusField } from '../form/fields.tsx';
import { Sheet } from '../form/sheet.tsx';
import { inputId, useDeskForm } from '../form/use-desk-form.ts';
import { useDeskWords } from '../words.ts';
import { endForm, recordForm, wardForm } from './forms.ts';

const path = '/api/v1/desk/guardians';

interface Guardian {
  id: string;
  name: string;
  basis: string;
  validUntil: string;
}

/** A clerk records by a document who is the guardian of whom, and ends what the agency recorded. */
export function GuardiansPage() {
  const { w } = useDeskWords();
  useTitle(w('guardians.title'));
  return (
    <div className="desk-narrow">
      <PageHead title={w('guardians.title')} />
      <p className="desk-soft">{w('guardians.text')}</p>
      <Record />
      <Find />
    </div>
  );
}

function Record() {
  const { w } = useDeskWords();
  const asked = useMemo(() => recordForm(), []);
  const form = useDeskForm(asked, 'record');
  const send = useStaffSend<{ id: string }>();

  function submit(): void {
    send.reset();
    const [wrong] = form.check();
    if (wrong) return focusField(inputId('record', wrong));
    const text = textOf(form.answers());
    send.mutate({
      path,
      purpose: 'case-intake',
      body: {
        guardian: { name: text('guardianName'), idNumber: text('guardianNumber').toUpperCase() },
        ward: { name: text('wardName'), idNumber: text('wardNumber').toUpperCase() },
        basis: text('basis'),
        documentEnd: text('documentEnd').toUpperCase(),
      },
    });
  }

  return (
    <Sheet form={form} error={send.error} onSubmit={submit}>
      {send.isSuccess && <Alert type="success" showIcon title={w('guardians.recorded')} />}
      <section className="desk-panel">
        <FormFields form={form} headings />
      </section>
      <div className="desk-row">
        <Button type="primary" size="large" htmlType="submit" loading={send.isPending} disabled={!form.ready}>
          {w('guardians.record')}
        </Button>
      </div>
    </Sheet>
  );
}

function Find() {
  const { w } = useDeskWords();
  const asked = useMemo(() => wardForm(), []);
  const form = useDeskForm(asked, 'ward');
  const find = useStaffSend<{ items: Guardian[] }>();

  function submit(): void {
    const [wrong] = form.check();
    if (wrong) return focusField(inputId('ward', wrong));
    const text = textOf(form.answers());
    const body = { name: text('name'), idNumber: text('idNumber').toUpperCase() };
    find.mutate({ path: `${path}/find`, purpose: 'case-intake', body });
  }

  return (
    <Sheet form={form} error={find.error} onSubmit={submit}>
      <section className="desk-panel">
        <FormFields form={form} headings />
      </section>
      <div className="desk-row">
        <Button size="large" htmlType="submit" loading={find.isPending} disabled={!form.ready}>
          {w('guardians.find')}
        </Button>
      </div>
      {find.data?.items.length === 0 && <p>{w('guardians.none')}</p>}
      {find.data?.items.map((guardian) => (
        <Found key={guardian.id} guardian={guardian} onEnded={submit} />
      ))}
    </Sheet>
  );
}

function Found({
  guardian: { id, name, basis, validUntil },
  onEnded,
}: {
  guardian: Guardian;
  onEnded: () => void;
}) {
  const { w, lang } = useDeskWords();
  const [ending, setEnding] = useState(false);
  const asked = useMemo(() => endForm(), []);
  const form = useDeskForm(asked, `end-${id}`);
  const end = useStaffSend(onEnded);

  function submit(): void {
    const [wrong] = form.check();
    if (wrong) return focusField(inputId(`end-${id}`, wrong));
    end.mutate({ path: `${path}/${id}/end`, body: { reason: textOf(form.answers())('reason') } });
  }

  return (
    <section className="desk-panel" aria-label={name}>
      <p className="desk-card__line">
        <span className="desk-strong">
          <AsWritten>{name}</AsWritten>
        </span>
        <span>{w(`guardians.basis.${basis}`)}</span>
        <span className="desk-soft">{w('guardians.until', { date: formatDate(validUntil, lang) })}</span>
      </p>
      {end.error && <Fault error={end.error} />}
      {ending && <FormFields form={form} headings={false} />}
      <div className="desk-row">
        <Button danger={ending} loading={end.isPending} onClick={() => (ending ? submit() : setEnding(true))}>
          {w('guardians.end')}
        </Button>
      </div>
    </section>
  );
}

function textOf(answers: Readonly<Record<string, unknown>>): (name: string) => string {
  return (name) => String(answers[name] ?? '').trim();
}
