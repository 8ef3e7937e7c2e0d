import { useState } from 'react';
import { App, Button, Drawer, Tag } from 'antd';
import type { Lang, Text } from '../../../api/types.ts';
import { useStaffSend } from '../../staff/api/queries.ts';
import { Fault } from '../../staff/shell/states.tsx';
import { useWidth } from '../../staff/shell/width.ts';
import { ElementField } from '../items/element-field.tsx';
import { useAdminWords } from '../words.ts';

export interface Template {
  key: string;
  title: Text;
  body: Text;
  placeholders: string[];
  version: number;
}

const empty: Text = { zh: '', en: '' };

/** What placeholders become in the preview, in each language. */
const samples: Record<Lang, Record<string, string>> = {
  zh: {
    item: '老年证',
    number: 'JN20261125000001',
    applicant: '张三',
    due: '12 月 3 日（周四）',
    amount: '80',
    agent: '李四',
    principal: '张三',
    scope: '所有事项',
    until: '2027 年 12 月 31 日',
    field: '住址',
    answer: '户籍部门已核实。',
    licence: '老年证',
    issuer: '春水市民政局',
    holder: '张三',
    device: '安卓手机的浏览器',
    network: '192.0.2.0',
  },
  en: {
    item: 'Elderly card',
    number: 'JN20261125000001',
    applicant: 'Zhang San',
    due: 'Thu 3 December',
    amount: '80',
    agent: 'Li Si',
    principal: 'Zhang San',
    scope: 'all items',
    until: '31 December 2027',
    field: 'Address',
    answer: 'The registry has checked it.',
    licence: 'Elderly card',
    issuer: 'Civil Affairs Bureau',
    holder: 'Zhang San',
    device: 'Browser on an Android phone',
    network: '192.0.2.0',
  },
};

/** The words of one kind of message in both languages, with what they become. */
export function TemplateDrawer({ template, onClose }: { template: Template; onClose: () => void }) {
  const { w, text } = useAdminWords();
  const { message } = App.useApp();
  const narrow = useWidth() === 'narrow';
  const [words, setWords] = useState({ title: template.title, body: template.body });
  const path = `/api/v1/admin/messages/templates/${encodeURIComponent(template.key)}`;
  const send = useStaffSend<Template>(() => void message.success(w('messages.saved')));
  const fill = (lang: Lang, value: string) =>
    value.replace(/\{(\w+)\}/g, (whole, name: string) =>
      template.placeholders.includes(name) ? (samples[lang][name] ?? whole) : whole,
    );
  return (
    <Drawer
      open
      title={text(template.title)}
      placement={narrow ? 'bottom' : 'right'}
      size={narrow ? '90%' : 680}
      onClose={onClose}
    >
      <form
        className="admin-form admin-form--single"
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate({ method: 'PATCH', path, body: words, version: template.version });
        }}
      >
        {send.error && <Fault error={send.error} />}
        <div>
          <p className="desk-field__label desk-strong">{w('messages.placeholders')}</p>
          {template.placeholders.map((name) => (
            <Tag key={name}>{`{${name}}`}</Tag>
          ))}
        </div>
        <ElementField
          id="message-title"
          element={{ name: 'title', kind: 'text', label: 'messageTitle' }}
          value={words.title}
          onChange={(title) =>
            setWords((before) => ({ ...before, title: (title as Text | undefined) ?? empty }))
          }
        />
        <ElementField
          id="message-body"
          element={{ name: 'body', kind: 'long', label: 'messageBody' }}
          value={words.body}
          onChange={(body) =>
            setWords((before) => ({ ...before, body: (body as Text | undefined) ?? empty }))
          }
        />
        <div className="desk-panel">
          <h2>{w('messages.preview')}</h2>
          {(['zh', 'en'] as const).map((lang) => (
            <div key={lang} lang={lang === 'zh' ? 'zh-CN' : 'en'}>
              <p className="desk-strong">{fill(lang, words.title[lang])}</p>
              <p className="desk-message">{fill(lang, words.body[lang])}</p>
            </div>
          ))}
        </div>
        <div className="desk-row">
          <Button type="primary" htmlType="submit" loading={send.isPending}>
            {w('save')}
          </Button>
          {template.version > 0 && (
            <Button onClick={() => send.mutate({ path: `${path}/reset` })}>{w('messages.reset')}</Button>
          )}
        </div>
      </form>
    </Drawer>
  );
}
