import { useMemo } from 'react';
import { Button, Tag } from 'antd';
import { formatMoment } from '../../../lib/format.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { useStaffApi, useStaffSend } from '../../staff/api/queries.ts';
import { Fault, PageHead, Shown } from '../../staff/shell/states.tsx';
import { FormFields, focusField } from '../form/fields.tsx';
import { Sheet } from '../form/sheet.tsx';
import type { DeskForm } from '../api/types.ts';
import { inputId, useDeskForm } from '../form/use-desk-form.ts';
import { useDeskWords } from '../words.ts';

const path = '/api/v1/desk/window-sessions';
const passwordPath = '/api/v1/desk/window-passwords';

interface Begun {
  id: string;
  name: string;
  code: string;
  until: string;
}

interface AtWindow {
  id: string;
  name: string;
  place: string;
  kind: 'act' | 'password';
  state: 'waiting' | 'open' | 'done' | 'over';
  beganAt: string;
}

/** A clerk lets someone without a phone act, or choose a new password, on the second screen of the window. */
export function WindowPage() {
  const { w } = useDeskWords();
  useTitle(w('window.title'));
  const open = useStaffApi<{ items: AtWindow[] }>(path);
  const begin = useStaffSend<Begun>();
  const end = useStaffSend(() => begin.reset());
  return (
    <div className="desk-narrow">
      <PageHead title={w('window.title')} />
      <p className="desk-soft">{w('window.text')}</p>
      {end.error && <Fault error={end.error} />}
      <Shown query={open}>
        {({ items }) => {
          const [current] = items;
          if (!current) return <Who error={begin.error} busy={begin.isPending} onBegin={begin.mutate} />;
          return (
            <Current
              current={current}
              code={begin.data?.id === current.id ? begin.data.code : null}
              busy={end.isPending}
              onLook={() => void open.refetch()}
              onEnd={() => end.mutate({ path: `${path}/${current.id}/end` })}
            />
          );
        }}
      </Shown>
    </div>
  );
}

const tones = { waiting: 'processing', open: 'success', done: 'success', over: 'default' } as const;

function Current({
  current: { name, place, kind, state, beganAt },
  code,
  busy,
  onLook,
  onEnd,
}: {
  current: AtWindow;
  /** Told once, to the page that asked for it. */
  code: string | null;
  busy: boolean;
  onLook: () => void;
  onEnd: () => void;
}) {
  const { w, lang } = useDeskWords();
  return (
    <section className="desk-panel" aria-labelledby="window-current">
      <h2 id="window-current">
        <AsWritten>{name}</AsWritten>
      </h2>
      <p className="desk-card__line">
        <Tag color={tones[state]}>{w(`window.state.${state}`)}</Tag>
        {kind === 'password' && <span>{w('window.password')}</span>}
        <span>{w('window.at', { place })}</span>
        <span className="desk-soft">{formatMoment(beganAt, lang)}</span>
      </p>
      {state === 'waiting' && code !== null && (
        <>
          <p>{w('window.enter')}</p>
          <p className="desk-window__code desk-figures">{`${code.slice(0, 4)} ${code.slice(4)}`}</p>
          <p className="desk-soft">{w('window.once')}</p>
        </>
      )}
      {state === 'open' && <p>{w(kind === 'act' ? 'window.openText' : 'window.passwordText')}</p>}
      {state === 'done' && <p>{w('window.doneText')}</p>}
      <div className="desk-row">
        <Button type="primary" size="large" loading={busy} onClick={onEnd}>
          {w(state === 'over' || state === 'done' ? 'window.next' : 'window.end')}
        </Button>
        {(state === 'waiting' || (state === 'open' && kind === 'password')) && (
          <Button size="large" onClick={onLook}>
            {w('window.look')}
          </Button>
        )}
      </div>
    </section>
  );
}

function Who({
  error,
  busy,
  onBegin,
}: {
  error: Error | null;
  busy: boolean;
  onBegin: (command: { path: string; purpose: 'case-intake' | 'account-recovery'; body: object }) => void;
}) {
  const { w } = useDeskWords();
  const asked = useMemo(() => whoForm(), []);
  const form = useDeskForm(asked, 'window', [], { what: 'act' });

  function submit(): void {
    const [wrong] = form.check();
    if (wrong) return focusField(inputId('window', wrong));
    const given = form.answers();
    const text = (name: string): string => String(given[name] ?? '').trim();
    const isReset = text('what') === 'password';
    onBegin({
      path: isReset ? passwordPath : path,
      purpose: isReset ? 'account-recovery' : 'case-intake',
      body: {
        place: text('place'),
        document: text('document'),
        documentEnd: text('documentEnd').toUpperCase(),
        idNumber: text('idNumber').toUpperCase(),
        name: text('name'),
      },
    });
  }

  return (
    <Sheet form={form} error={error} onSubmit={submit}>
      <section className="desk-panel">
        <FormFields form={form} headings />
      </section>
      <p className="desk-soft">{w('window.recorded')}</p>
      <div className="desk-row">
        <Button type="primary" size="large" htmlType="submit" loading={busy} disabled={!form.ready}>
          {w('window.begin')}
        </Button>
      </div>
    </Sheet>
  );
}

/** Whom the clerk sees, by which paper. */
function whoForm(): DeskForm {
  return {
    type: 'object',
    required: ['what', 'place', 'document', 'name', 'idNumber', 'documentEnd'],
    properties: {
      what: {
        type: 'string',
        enum: ['act', 'password'],
        'x-title': { zh: '让对方做什么', en: 'What they are to do' },
        'x-enum': {
          act: { zh: '在屏幕上自己办事', en: 'Act for themselves on the screen' },
          password: {
            zh: '重设登录密码（凭身份证，没有别的办法登录时）',
            en: 'Choose a new password (by identity card, when there is no other way in)',
          },
        },
        'x-widget': 'radio',
      },
      place: {
        type: 'string',
        minLength: 1,
        maxLength: 20,
        'x-title': { zh: '窗口', en: 'Window' },
        'x-help': { zh: '按大厅的叫法，比如“3 号窗口”', en: 'As the hall calls it, such as “Window 3”' },
        'x-widget': 'text',
      },
      document: {
        type: 'string',
        enum: ['identity-card', 'temporary-card', 'passport', 'residence-permit'],
        'x-title': { zh: '出示的证件', en: 'Paper shown' },
        'x-enum': {
          'identity-card': { zh: '居民身份证', en: 'Identity card' },
          'temporary-card': { zh: '临时居民身份证', en: 'Temporary identity card' },
          passport: { zh: '护照', en: 'Passport' },
          'residence-permit': { zh: '居住证', en: 'Residence permit' },
        },
        'x-widget': 'radio',
      },
      name: {
        type: 'string',
        minLength: 2,
        maxLength: 100,
        'x-title': { zh: '姓名', en: 'Name' },
        'x-help': { zh: '与证件上完全一致', en: 'Exactly as on the paper' },
        'x-widget': 'text',
      },
      idNumber: {
        type: 'string',
        minLength: 18,
        maxLength: 18,
        'x-title': { zh: '身份证号', en: 'Identity number' },
        'x-widget': 'text',
      },
      documentEnd: {
        type: 'string',
        minLength: 4,
        maxLength: 4,
        pattern: '^[0-9A-Za-z]{4}$',
        'x-title': { zh: '证件号码的最后 4 位', en: 'Last 4 characters of the paper’s number' },
        'x-help': {
          zh: '只记录这 4 位，证明您看过证件',
          en: 'Only these are kept, as proof that you saw it',
        },
        'x-widget': 'text',
      },
    },
    'x-steps': [
      {
        id: 'who',
        title: { zh: '来到窗口的人', en: 'Who stands at the window' },
        fields: ['what', 'place', 'document', 'name', 'idNumber', 'documentEnd'],
      },
    ],
  };
}
