import { App, Button, Radio } from 'antd';
import { useState } from 'react';
import type { LicenceDetail, LicenceState, Text } from '../../../api/types.ts';
import { useStaffSend } from '../../staff/api/queries.ts';
import { Fault } from '../../staff/shell/states.tsx';
import type { DeskForm } from '../api/types.ts';
import { FormFields, focusField } from '../form/fields.tsx';
import { Sheet } from '../form/sheet.tsx';
import { inputId, useDeskForm } from '../form/use-desk-form.ts';
import { useDeskWords } from '../words.ts';

type Kind = 'annotate' | 'suspend' | 'resume' | 'cancel' | 'revoke';

/** What may be done with a licence as it stands. */
export const changesFrom: Readonly<Record<LicenceState, readonly Kind[]>> = {
  valid: ['annotate', 'suspend', 'cancel', 'revoke'],
  suspended: ['resume', 'annotate', 'cancel', 'revoke'],
  expired: ['cancel'],
  revoked: [],
  cancelled: [],
  superseded: [],
};

const isAdverse = (kind: Kind): boolean => kind === 'suspend' || kind === 'revoke';

interface Words {
  notice: { title: string; to: string; paragraphs: string[]; signer: string } | null;
  message: { title: Text; body: Text };
}

const reason: DeskForm['properties'][string] = {
  type: 'string',
  minLength: 5,
  maxLength: 1000,
  'x-title': { zh: '理由', en: 'Reason' },
  'x-help': {
    zh: '写明查明的事实，持有人会看到原文。',
    en: 'State what was found; the holder reads it as written.',
  },
  'x-widget': 'textarea',
};

const basis: DeskForm['properties'][string] = {
  type: 'string',
  minLength: 4,
  maxLength: 300,
  'x-title': { zh: '法律依据', en: 'Legal basis' },
  'x-help': { zh: '写明法律名称和条款。', en: 'Name the law and the article.' },
  'x-widget': 'text',
};

const plain: DeskForm = {
  type: 'object',
  required: ['reason'],
  properties: { reason },
  'x-steps': [{ id: 'main', title: { zh: '说明', en: 'Grounds' }, fields: ['reason'] }],
};

const adverse: DeskForm = {
  type: 'object',
  required: ['reason', 'basis'],
  properties: { reason, basis },
  'x-steps': [{ id: 'main', title: { zh: '说明', en: 'Grounds' }, fields: ['reason', 'basis'] }],
};

/** Asks what is to be done and why. */
export function ChangeSheet({ licence }: { licence: LicenceDetail }) {
  const { w } = useDeskWords();
  const kinds = changesFrom[licence.state];
  const [kind, setKind] = useState<Kind | undefined>(kinds.length === 1 ? kinds[0] : undefined);
  return (
    <>
      <section className="desk-panel desk-sheet" aria-labelledby="desk-change">
        <h2 id="desk-change">{w('licences.what')}</h2>
        <Radio.Group
          aria-labelledby="desk-change"
          value={kind}
          onChange={({ target }) => setKind(target.value as Kind)}
          options={kinds.map((one) => ({ value: one, label: w(`licences.kind.${one}`) }))}
        />
      </section>
      {kind && <Grounds key={kind} licence={licence} kind={kind} />}
    </>
  );
}

/** Asks for the grounds, shows what the holder will read, and makes the change once that was seen. */
function Grounds({ licence, kind }: { licence: LicenceDetail; kind: Kind }) {
  const { w } = useDeskWords();
  const { message } = App.useApp();
  const opened = useDeskForm(isAdverse(kind) ? adverse : plain, 'change');
  const preview = useStaffSend<Words>();
  const make = useStaffSend<LicenceDetail>(() => void message.success(w('licences.done')));
  const path = `/api/v1/licences/${licence.id}/changes`;
  const body = () => ({ kind, ...opened.answers() });

  function ask(): void {
    make.reset();
    const [wrong] = opened.check();
    if (wrong) {
      focusField(inputId('change', wrong));
      return;
    }
    preview.mutate({ path: `${path}/preview`, purpose: 'supervision', body: body() });
  }

  if (preview.data) {
    return (
      <section className="desk-panel desk-sheet" aria-labelledby="desk-preview">
        <h2 id="desk-preview">{w('licences.preview')}</h2>
        <p className="desk-soft">{w(`licences.effect.${kind}`)}</p>
        {make.error && <Fault error={make.error} />}
        <Preview words={preview.data} />
        <div className="desk-row">
          <Button
            type="primary"
            danger={isAdverse(kind) || kind === 'cancel'}
            size="large"
            loading={make.isPending}
            onClick={() =>
              make.mutate({ path, purpose: 'supervision', version: licence.version, body: body() })
            }
          >
            {w('licences.confirm')}
          </Button>
          <Button size="large" onClick={() => preview.reset()}>
            {w('licences.change')}
          </Button>
        </div>
      </section>
    );
  }
  return (
    <Sheet form={opened} error={preview.error} onSubmit={ask}>
      <section className="desk-panel">
        <FormFields form={opened} headings={false} />
      </section>
      <div className="desk-row">
        <Button
          type="primary"
          size="large"
          htmlType="submit"
          loading={preview.isPending}
          disabled={!opened.ready}
        >
          {w('licences.ask')}
        </Button>
      </div>
    </Sheet>
  );
}

/** The notice as it will be printed, where there is one, and the message. */
function Preview({ words: { notice, message } }: { words: Words }) {
  const { w, text } = useDeskWords();
  return (
    <>
      {notice && (
        <blockquote className="desk-quote" lang="zh-CN">
          <p className="desk-strong">{notice.title}</p>
          <p>{notice.to}：</p>
          {notice.paragraphs.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
          <p>{notice.signer}</p>
        </blockquote>
      )}
      <p className="desk-strong">{w('licences.message')}</p>
      <blockquote className="desk-quote">
        <p className="desk-strong">{text(message.title)}</p>
        <p>{text(message.body)}</p>
      </blockquote>
    </>
  );
}
