import { useState } from 'react';
import { Alert, Button, Input, Radio, Select } from 'antd';
import type { Text } from '../../../api/types.ts';
import { useSession } from '../../../api/queries.ts';
import { formatDate } from '../../../lib/format.ts';
import { useTitle } from '../../../shell/title.tsx';
import type { Used } from '../../portal/licences/uses/model.ts';
import { useStaffApi, useStaffSend } from '../../staff/api/queries.ts';
import { Field } from '../../staff/form/field.tsx';
import { FactRows } from '../../staff/shell/facts.tsx';
import { Fault, PageHead } from '../../staff/shell/states.tsx';
import { useDeskWords } from '../words.ts';
import { MyUses } from './my-uses.tsx';
import { UseDisputes } from './use-disputes.tsx';

interface LawfulGround {
  id: string;
  type: string;
  typeName: Text;
  law: { title: Text; clause: Text };
}

const ways = ['code', 'grant', 'law'] as const;
type Way = (typeof ways)[number];

/** Uses a licence by its holder's code or grant, or on a ground of law; the holder reads each use at once. */
export function LicenceUsesPage() {
  const { w } = useDeskWords();
  useTitle(w('licenceUses.title'));
  const isHead = useSession().account?.posts.some(({ role }) => role === 'head') ?? false;
  return (
    <div className="desk-narrow">
      <PageHead title={w('licenceUses.title')} />
      <p className="desk-soft">{w('licenceUses.text')}</p>
      <div className="desk-overview">
        <UseForm />
        {isHead && <UseDisputes />}
        <MyUses />
      </div>
    </div>
  );
}

interface Asked {
  way: Way;
  code: string;
  number: string;
  /** Type and id of the lawful use. */
  ground: string | undefined;
  matter: string;
  caseNumber: string;
}

const empty: Asked = { way: 'code', code: '', number: '', ground: undefined, matter: '', caseNumber: '' };

function UseForm() {
  const { w, text } = useDeskWords();
  const grounds = useStaffApi<{ items: LawfulGround[] }>('/api/v1/desk/licence-uses/grounds');
  const [asked, setAsked] = useState(empty);
  const [wrong, setWrong] = useState<Partial<Record<keyof Asked, string>>>({});
  const send = useStaffSend<Used>();
  const { way } = asked;
  const lawful = grounds.data?.items ?? [];
  const chosen = lawful.find((ground) => keyOf(ground) === asked.ground);
  const set = (changes: Partial<Asked>) => setAsked({ ...asked, ...changes });

  function submit(): void {
    const missing = {
      ...(way === 'code' && asked.code.trim().length < 16 ? { code: w('licenceUses.codeMissing') } : {}),
      ...(way !== 'code' && asked.number.trim().length < 4 ? { number: w('licenceUses.numberMissing') } : {}),
      ...(way === 'law' && !chosen ? { ground: w('licenceUses.groundMissing') } : {}),
      ...(asked.matter.trim().length < 2 ? { matter: w('licenceUses.matterMissing') } : {}),
    };
    setWrong(missing);
    if (Object.keys(missing).length > 0) return;
    const caseNumber = asked.caseNumber.trim();
    send.mutate({
      path: `/api/v1/licence-uses/by-${way}`,
      body: {
        ...(way === 'code' ? { code: codeIn(asked.code) } : { number: asked.number.trim() }),
        ...(way === 'law' ? { ground: chosen?.id } : {}),
        matter: asked.matter.trim(),
        ...(caseNumber === '' ? {} : { caseNumber }),
      },
    });
  }

  return (
    <>
      <form
        className="desk-panel desk-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Radio.Group
          aria-label={w('licenceUses.way')}
          value={way}
          onChange={(event) => set({ way: event.target.value as Way })}
          options={ways.map((value) => ({ value, label: w(`licenceUses.by.${value}`) }))}
        />
        {way === 'code' ? (
          <Field
            id="use-code"
            label={w('licenceUses.code')}
            help={w('licenceUses.codeHelp')}
            wrong={wrong.code}
          >
            <Input
              id="use-code"
              autoComplete="off"
              value={asked.code}
              onChange={(event) => set({ code: event.target.value })}
            />
          </Field>
        ) : (
          <Field id="use-number" label={w('licences.number')} wrong={wrong.number}>
            <Input
              id="use-number"
              autoComplete="off"
              maxLength={60}
              value={asked.number}
              onChange={(event) => set({ number: event.target.value })}
            />
          </Field>
        )}
        {way === 'law' && (
          <Field
            id="use-ground"
            label={w('licenceUses.ground')}
            help={lawful.length === 0 ? w('licenceUses.noGround') : undefined}
            wrong={wrong.ground}
          >
            <Select
              id="use-ground"
              className="desk-wide"
              value={asked.ground ?? null}
              placeholder={w('licenceUses.choose')}
              options={lawful.map((ground) => ({
                value: keyOf(ground),
                label: `${text(ground.typeName)} · ${text(ground.law.title)}`,
              }))}
              onChange={(ground: string) => set({ ground })}
            />
            {chosen && <p className="desk-soft">{text(chosen.law.clause)}</p>}
          </Field>
        )}
        <Field
          id="use-matter"
          label={w('licenceUses.matter')}
          help={w('licenceUses.matterHelp')}
          wrong={wrong.matter}
        >
          <Input
            id="use-matter"
            maxLength={200}
            value={asked.matter}
            onChange={(event) => set({ matter: event.target.value })}
          />
        </Field>
        <Field id="use-case" label={w('licenceUses.case')} help={w('licenceUses.caseHelp')}>
          <Input
            id="use-case"
            autoComplete="off"
            maxLength={40}
            value={asked.caseNumber}
            onChange={(event) => set({ caseNumber: event.target.value })}
          />
        </Field>
        {send.error && <Fault error={send.error} />}
        <Button type="primary" size="large" htmlType="submit" loading={send.isPending}>
          {w('licenceUses.use')}
        </Button>
      </form>
      {send.data && <Answer used={send.data} />}
    </>
  );
}

function keyOf({ type, id }: LawfulGround): string {
  return `${type} ${id}`;
}

/** A scanner types the whole address, in which the code stands after `#code=`. */
function codeIn(given: string): string {
  return /#code=([0-9A-Za-z]+)/.exec(given)?.[1] ?? given.trim();
}

function Answer({ used }: { used: Used }) {
  const { w, t, lang, text } = useDeskWords();
  return (
    <section className="desk-panel desk-sheet" aria-labelledby="used">
      <h2 id="used">{text(used.typeName)}</h2>
      <Alert
        type="success"
        showIcon
        title={w('licenceUses.valid')}
        description={w('licenceUses.recorded', { record: used.record })}
      />
      <FactRows
        rows={[
          ...used.fields.map(({ label, value }) => [text(label), value] as const),
          [t('licence.number'), used.number],
          [t('licence.issuer'), text(used.issuer)],
          [t('licence.validUntil'), used.validUntil ? formatDate(used.validUntil, lang) : t('licence.noEnd')],
        ]}
      />
    </section>
  );
}
