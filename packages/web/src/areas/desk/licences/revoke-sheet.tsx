import { App, Button } from 'antd';
import type { LicenceDetail, Text } from '../../../api/types.ts';
import { useStaffSend } from '../../staff/api/queries.ts';
import { Fault } from '../../staff/shell/states.tsx';
import type { DeskForm } from '../api/types.ts';
import { FormFields, focusField } from '../form/fields.tsx';
import { Sheet } from '../form/sheet.tsx';
import { inputId, useDeskForm } from '../form/use-desk-form.ts';
import { useDeskWords } from '../words.ts';

interface Words {
  title: string;
  to: string;
  paragraphs: string[];
  signer: string;
  message: { title: Text; body: Text };
}

const form: DeskForm = {
  type: 'object',
  required: ['reason', 'basis'],
  properties: {
    reason: {
      type: 'string',
      minLength: 5,
      maxLength: 1000,
      'x-title': { zh: '撤销理由', en: 'Reason' },
      'x-help': {
        zh: '写明查明的事实，会原样写进通知书。',
        en: 'State what was found; it goes into the notice as written.',
      },
      'x-widget': 'textarea',
    },
    basis: {
      type: 'string',
      minLength: 4,
      maxLength: 300,
      'x-title': { zh: '法律依据', en: 'Legal basis' },
      'x-help': { zh: '写明法律名称和条款。', en: 'Name the law and the article.' },
      'x-widget': 'text',
    },
  },
  'x-steps': [{ id: 'main', title: { zh: '撤销证照', en: 'Revoke' }, fields: ['reason', 'basis'] }],
};

/** Asks for the grounds, shows what the holder will read, and revokes once that was seen. */
export function RevokeSheet({ licence }: { licence: LicenceDetail }) {
  const { w } = useDeskWords();
  const { message } = App.useApp();
  const opened = useDeskForm(form, 'revoke');
  const preview = useStaffSend<Words>();
  const revoke = useStaffSend<LicenceDetail>(() => void message.success(w('licences.done')));
  const path = `/api/v1/licences/${licence.id}`;

  function ask(): void {
    revoke.reset();
    const [wrong] = opened.check();
    if (wrong) {
      focusField(inputId('revoke', wrong));
      return;
    }
    preview.mutate({ path: `${path}/revocation-preview`, purpose: 'supervision', body: opened.answers() });
  }

  if (preview.data) {
    return (
      <section className="desk-panel desk-sheet" aria-labelledby="desk-preview">
        <h2 id="desk-preview">{w('licences.preview')}</h2>
        <p className="desk-soft">{w('licences.effect')}</p>
        {revoke.error && <Fault error={revoke.error} />}
        <Preview words={preview.data} />
        <div className="desk-row">
          <Button
            type="primary"
            danger
            size="large"
            loading={revoke.isPending}
            onClick={() =>
              revoke.mutate({
                path: `${path}/revoke`,
                purpose: 'supervision',
                version: licence.version,
                body: opened.answers(),
              })
            }
          >
            {w('licences.revoke')}
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
        <FormFields form={opened} headings />
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

/** The notice as it will be printed, and the message that points to it. */
function Preview({ words }: { words: Words }) {
  const { w, text } = useDeskWords();
  return (
    <>
      <blockquote className="desk-quote" lang="zh-CN">
        <p className="desk-strong">{words.title}</p>
        <p>{words.to}：</p>
        {words.paragraphs.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
        <p>{words.signer}</p>
      </blockquote>
      <p className="desk-strong">{w('licences.message')}</p>
      <blockquote className="desk-quote">
        <p className="desk-strong">{text(words.message.title)}</p>
        <p>{text(words.message.body)}</p>
      </blockquote>
    </>
  );
}
