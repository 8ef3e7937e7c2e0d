import { useEffect, useMemo, useRef, useState } from 'react';
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
import { ItemsSelect, type ChosenItem } from './items-select.tsx';

const path = '/api/v1/desk/guardians';

interface Guardian {
  id: string;
  name: string;
  basis: string;
  items: ChosenItem[];
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

/** What a record would say, by the population record. */
interface Planned {
  items: ChosenItem[];
  validUntil: string;
  untilOfAge: boolean;
}

type NewRecord = ReturnType<typeof recordOf>;

function Record() {
  const { w } = useDeskWords();
  const asked = useMemo(() => recordForm(), []);
  const form = useDeskForm(asked, 'record', [], { term: 'longest', scope: 'all' });
  const [items, setItems] = useState<ChosenItem[]>([]);
  const [noItem, setNoItem] = useState(false);
  const [review, setReview] = useState<NewRecord | null>(null);
  const check = useStaffSend<Planned>();
  const send = useStaffSend<{ id: string }>(() => setReview(null));
  const isSome = form.values['scope'] === 'some';

  function submit(): void {
    send.reset();
    const [wrong] = form.check();
    const lacksItem = isSome && items.length === 0;
    setNoItem(lacksItem);
    if (wrong) return focusField(inputId('record', wrong));
    if (lacksItem) return focusField(itemsId);
    const record = recordOf(form.answers(), isSome ? items : []);
    check.mutate(
      { path: `${path}/check`, purpose: 'case-intake', body: record },
      { onSuccess: () => setReview(record) },
    );
  }

  if (review && check.data)
    return (
      <Review
        record={review}
        planned={check.data}
        error={send.error}
        busy={send.isPending}
        onBack={() => setReview(null)}
        onConfirm={() => send.mutate({ path, purpose: 'case-intake', body: review })}
      />
    );
  return (
    <Sheet form={form} error={check.error} onSubmit={submit}>
      {send.isSuccess && <Alert type="success" showIcon title={w('guardians.recorded')} />}
      <section className="desk-panel">
        <FormFields form={form} headings />
        {isSome && (
          <ItemsSelect
            id={itemsId}
            value={items}
            wrong={noItem ? w('guardians.itemsMissing') : undefined}
            onChange={(chosen) => {
              setItems(chosen);
              setNoItem(false);
            }}
          />
        )}
      </section>
      <div className="desk-row">
        <Button
          type="primary"
          size="large"
          htmlType="submit"
          loading={check.isPending}
          disabled={!form.ready}
        >
          {w('guardians.check')}
        </Button>
      </div>
    </Sheet>
  );
}

const itemsId = 'record-items';

function recordOf(answers: Readonly<Record<string, unknown>>, items: readonly ChosenItem[]) {
  const text = textOf(answers);
  return {
    guardian: { name: text('guardianName'), idNumber: text('guardianNumber').toUpperCase() },
    ward: { name: text('wardName'), idNumber: text('wardNumber').toUpperCase() },
    basis: text('basis'),
    documentEnd: text('documentEnd').toUpperCase(),
    ...(items.length > 0 ? { items: items.map(({ code }) => code) } : {}),
    ...(text('term') === 'day' ? { until: text('until') } : {}),
  };
}

/** What is about to be recorded, as one would say it to both. */
function Review({
  record: { guardian, ward },
  planned: { items, validUntil, untilOfAge },
  error,
  busy,
  onBack,
  onConfirm,
}: {
  record: NewRecord;
  planned: Planned;
  error: Error | null;
  busy: boolean;
  onBack: () => void;
  onConfirm: () => void;
}) {
  const { w, t, text, lang } = useDeskWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const scope = items.map(({ title }) => t('grant.quoted', { name: text(title) })).join(t('mandates.comma'));
  return (
    <section className="desk-panel" aria-labelledby="guardian-review">
      <h2 id="guardian-review" tabIndex={-1} ref={heading}>
        {w('guardians.review')}
      </h2>
      {error && <Fault error={error} />}
      <p className="desk-strong">
        <AsWritten>
          {w('guardians.sentence', {
            guardian: guardian.name,
            ward: ward.name,
            scope: scope || w('guardians.everything'),
            date: formatDate(validUntil, lang),
          })}
        </AsWritten>
      </p>
      {untilOfAge && <p className="desk-soft">{w('guardians.ofAge')}</p>}
      <div className="desk-row">
        <Button type="primary" size="large" loading={busy} onClick={onConfirm}>
          {w('guardians.record')}
        </Button>
        <Button size="large" onClick={onBack}>
          {t('grant.back')}
        </Button>
      </div>
    </section>
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
  guardian: { id, name, basis, items, validUntil },
  onEnded,
}: {
  guardian: Guardian;
  onEnded: () => void;
}) {
  const { w, t, text, lang } = useDeskWords();
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
      <p className="desk-soft">
        {t('mandates.scope', {
          items: items.map(({ title }) => text(title)).join(t('mandates.comma')) || w('guardians.everything'),
        })}
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
