import { useState } from 'react';
import { App, Button, Input, InputNumber, Radio, Select } from 'antd';
import { useNavigate, useParams } from 'react-router';
import { useTitle } from '../../../shell/title.tsx';
import { useStaffApi, useStaffSend } from '../../staff/api/queries.ts';
import { Fault, Nothing, PageHead, Shown } from '../../staff/shell/states.tsx';
import type { Seal, SealKind } from '../api/types.ts';
import { useDeskWords } from '../words.ts';
import { Field, told } from '../../staff/form/field.tsx';
import { SealPicture } from './picture.tsx';
import {
  bodyOf,
  changeOf,
  faultsOf,
  isPersonal,
  lineOf,
  startOf,
  usageNames,
  usages,
  type AskedSeal,
} from './asked.ts';
import { useAgencyName } from '../../staff/api/agencies.ts';
import { useAskable } from './rights.ts';
import { Sketch, usualSize } from './sketch.tsx';

const kinds: SealKind[] = ['agency-round', 'agency-oval', 'person-name'];

/** Asks for a seal, sketched as one types. */
export function AskSealPage() {
  const { w } = useDeskWords();
  useTitle(w('seals.ask.title'));
  const agencies = useAskable();
  return (
    <>
      <PageHead title={w('seals.ask.title')} />
      <p className="desk-soft">{w('seals.ask.text')}</p>
      {agencies.length === 0 ? (
        <Nothing title={w('seals.ask.nobody')}>{w('seals.noRight')}</Nothing>
      ) : (
        <AskForm start={startOf(agencies.length === 1 ? agencies[0]?.slug : undefined)} of={null} />
      )}
    </>
  );
}

/** Asks for another seal in the place of one. */
export function ChangeSealPage() {
  const { w } = useDeskWords();
  useTitle(w('seals.change.title'));
  const { id = '' } = useParams();
  const query = useStaffApi<Seal>(`/api/v1/desk/seals/${id}`);
  return (
    <>
      <PageHead title={w('seals.change.title')} />
      <p className="desk-soft">{w('seals.change.text')}</p>
      <Shown query={query}>
        {(seal) => <AskForm key={seal.id} start={{ ...startOf(seal.agency), ...changeOf(seal) }} of={seal} />}
      </Shown>
    </>
  );
}

interface AskFormProps {
  start: AskedSeal;
  /** The seal that is to be changed; null: a new one. */
  of: Seal | null;
}

function AskForm({ start, of }: AskFormProps) {
  const { w, t } = useDeskWords();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [asked, setAsked] = useState(start);
  const [tried, setTried] = useState(false);
  const set = (change: Partial<AskedSeal>) => setAsked((now) => ({ ...now, ...change }));
  const send = useStaffSend<Seal>(({ id }) => {
    void message.success(w('seals.ask.done'));
    void navigate(`/desk/seals/${id}`);
  });
  const faults = tried ? faultsOf(asked, of) : {};
  const wrong = (name: keyof typeof faults) => faults[name] && w(faults[name]);

  function submit(): void {
    setTried(true);
    const [first] = Object.keys(faultsOf(asked, of));
    if (first) return document.getElementById(`ask-${first}`)?.focus();
    send.mutate(
      of
        ? { path: `/api/v1/desk/seals/${of.id}/change`, version: of.version, body: bodyOf(asked, of) }
        : { path: '/api/v1/desk/seals', body: bodyOf(asked, null) },
    );
  }

  return (
    <div className="seal-asking">
      <form
        className="staff-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {send.error && <Fault error={send.error} />}
        {!of && <Kinds asked={asked} wrong={wrong} onChange={set} />}
        {isPersonal(asked) ? null : <Words asked={asked} onChange={set} />}
        <Sizes asked={asked} onChange={set} />
        <Field
          id="ask-keeper"
          label={w('seals.ask.keeper')}
          help={w(isPersonal(asked) ? 'seals.ask.keeperPersonal' : 'seals.ask.keeperHelp')}
          wrong={wrong('keeper')}
        >
          <Input
            id="ask-keeper"
            autoComplete="off"
            placeholder={of?.keeper?.account}
            value={asked.keeper}
            onChange={({ target }) => set({ keeper: target.value })}
            {...told('ask-keeper', wrong('keeper'))}
          />
        </Field>
        <Field
          id="ask-reason"
          label={w('seals.reason')}
          help={w('seals.ask.reasonHelp')}
          wrong={wrong('reason')}
        >
          <Input.TextArea
            id="ask-reason"
            rows={3}
            maxLength={500}
            value={asked.reason}
            onChange={({ target }) => set({ reason: target.value })}
            {...told('ask-reason', wrong('reason'))}
          />
        </Field>
        <div className="desk-row">
          <Button type="primary" htmlType="submit" loading={send.isPending}>
            {w('seals.ask.send')}
          </Button>
          <Button onClick={() => void navigate(of ? `/desk/seals/${of.id}` : '/desk/seals')}>
            {t('cancel')}
          </Button>
        </div>
      </form>
      <Shape asked={asked} of={of} />
    </div>
  );
}

interface PartProps {
  asked: AskedSeal;
  onChange: (change: Partial<AskedSeal>) => void;
}

/** Whose seal, how it looks, and what for; a change leaves these. */
function Kinds({ asked, wrong, onChange }: PartProps & { wrong: (name: 'agency') => string | undefined }) {
  const { w, text } = useDeskWords();
  const agencies = useAskable();
  return (
    <>
      <Field id="ask-agency" label={w('seals.agency')} wrong={wrong('agency')}>
        <Select
          id="ask-agency"
          className="desk-wide"
          showSearch={{ optionFilterProp: 'label' }}
          value={asked.agency || null}
          options={agencies.map(({ slug, name }) => ({ value: slug, label: text(name) }))}
          onChange={(agency: string) => onChange({ agency })}
        />
      </Field>
      <fieldset className="desk-bare desk-field">
        <legend className="desk-field__label">{w('seals.kindLabel')}</legend>
        <Radio.Group
          value={asked.kind}
          options={kinds.map((kind) => ({ value: kind, label: w(`seals.kind.${kind}`) }))}
          onChange={({ target }) => onChange({ kind: target.value as SealKind })}
        />
      </fieldset>
      {!isPersonal(asked) && (
        <Field id="ask-usage" label={w('seals.usage')} help={w('seals.ask.usageHelp')}>
          <Select
            id="ask-usage"
            className="desk-wide"
            value={asked.usage}
            options={usages.map((usage) => ({ value: usage, label: text(usageNames[usage]) }))}
            onChange={(usage: AskedSeal['usage']) => onChange({ usage })}
          />
        </Field>
      )}
    </>
  );
}

function Words({ asked, onChange }: PartProps) {
  const { w } = useDeskWords();
  const agencyName = useAgencyName();
  return (
    <>
      <Field id="ask-name" label={w('seals.ask.name')} help={w('seals.ask.nameHelp')}>
        <Input
          id="ask-name"
          lang="zh-CN"
          maxLength={40}
          placeholder={asked.agency ? agencyName(asked.agency).zh : undefined}
          value={asked.name}
          onChange={({ target }) => onChange({ name: target.value })}
          aria-describedby="ask-name-help"
        />
      </Field>
      <Field id="ask-line" label={w('seals.ask.line')} help={w('seals.ask.lineHelp')}>
        <Input
          id="ask-line"
          lang="zh-CN"
          maxLength={12}
          value={asked.line}
          onChange={({ target }) => onChange({ line: target.value })}
          aria-describedby="ask-line-help"
        />
      </Field>
    </>
  );
}

function Sizes({ asked, onChange }: PartProps) {
  const { w } = useDeskWords();
  const usual = usualSize[asked.kind];
  const sides = asked.kind === 'agency-oval' ? (['width', 'height'] as const) : (['width'] as const);
  return (
    <div className="seal-sides">
      {sides.map((side) => (
        <Field
          key={side}
          id={`ask-${side}`}
          label={w(side === 'width' ? `seals.ask.width.${asked.kind}` : 'seals.ask.height')}
        >
          <InputNumber
            controls={false}
            id={`ask-${side}`}
            min={15}
            max={60}
            precision={0}
            suffix={w('seals.mm')}
            placeholder={String(usual[side])}
            value={asked[side]}
            onChange={(value) => onChange({ [side]: value })}
          />
        </Field>
      ))}
    </div>
  );
}

/** How it would look; beside it the one whose place it takes. */
function Shape({ asked, of }: { asked: AskedSeal; of: Seal | null }) {
  const { w } = useDeskWords();
  const agencyName = useAgencyName();
  const usual = usualSize[asked.kind];
  const width = asked.width ?? usual.width;
  const height = asked.kind === 'agency-oval' ? (asked.height ?? usual.height) : width;
  const named = asked.name.trim() || (of?.name ?? (asked.agency ? agencyName(asked.agency).zh : ''));
  const name = isPersonal(asked) ? (of?.name ?? w('seals.ask.keeperName')) : named;
  return (
    <aside className="seal-shape" aria-label={w('seals.ask.preview')}>
      <figure className="seal-picture">
        <span className="seal-paper">
          <Sketch
            kind={asked.kind}
            name={name}
            line={lineOf(asked)}
            width={width}
            height={height}
            label={w('seals.pictureOf', { name })}
          />
        </span>
        <figcaption className="desk-soft">
          {w('seals.size', { width, height })}
          <br />
          {w('seals.ask.sketch')}
        </figcaption>
      </figure>
      {of && (
        <>
          <h2>{w('seals.change.now')}</h2>
          <SealPicture
            sealId={of.id}
            alt={w('seals.pictureOf')}
            caption={(size) => w('seals.size', { ...size })}
          />
        </>
      )}
    </aside>
  );
}
