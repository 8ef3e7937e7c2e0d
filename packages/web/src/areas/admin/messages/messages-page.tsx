import { useState } from 'react';
import { Button, Table, Tabs, Tag } from 'antd';
import { useSearchParams } from 'react-router';
import { formatMoment } from '../../../lib/format.ts';
import { useTitle } from '../../../shell/title.tsx';
import { useStaffApi, useStaffPages } from '../../staff/api/queries.ts';
import { Listed } from '../../staff/shell/listed.tsx';
import { Nothing, PageHead, Shown } from '../../staff/shell/states.tsx';
import { Scroll } from '../../staff/shell/scroll.tsx';
import { useAdminWords } from '../words.ts';
import { TemplateDrawer, type Template } from './template-drawer.tsx';

interface Sent {
  id: string;
  at: string;
  channel: string;
  to: string;
  state: string;
}

/** What the platform tells people, and what left by SMS and mail. */
export function MessagesPage() {
  const { w } = useAdminWords();
  useTitle(w('messages.title'));
  const [query, setQuery] = useSearchParams();
  return (
    <>
      <PageHead title={w('messages.title')} />
      <Tabs
        activeKey={query.get('show') ?? 'templates'}
        onChange={(show) => setQuery({ show }, { replace: true })}
        items={[
          { key: 'templates', label: w('messages.templates'), children: <Templates /> },
          { key: 'sent', label: w('messages.sent'), children: <SentList /> },
        ]}
      />
    </>
  );
}

function Templates() {
  const { w, text } = useAdminWords();
  const query = useStaffApi<{ items: Template[] }>('/api/v1/admin/messages/templates');
  const [open, setOpen] = useState<string | null>(null);
  return (
    <>
      <p className="desk-soft">{w('messages.text')}</p>
      <Shown query={query}>
        {({ items }) => {
          const chosen = items.find(({ key }) => key === open);
          return (
            <>
              <Scroll label={w('messages.templates')}>
                <Table<Template>
                  rowKey="key"
                  pagination={false}
                  dataSource={items}
                  columns={[
                    {
                      key: 'title',
                      title: w('messages.kind'),
                      render: (_, template) => (
                        <>
                          <Button type="link" className="admin-open" onClick={() => setOpen(template.key)}>
                            {text(template.title)}
                          </Button>
                          <div className="desk-soft" translate="no">
                            {template.key}
                          </div>
                        </>
                      ),
                    },
                    { key: 'body', title: w('messages.body'), render: (_, template) => text(template.body) },
                    {
                      key: 'own',
                      title: w('messages.words'),
                      responsive: ['md'],
                      render: (_, template) => (
                        <Tag>{w(template.version === 0 ? 'messages.original' : 'messages.changed')}</Tag>
                      ),
                    },
                  ]}
                />
              </Scroll>
              {chosen && (
                <TemplateDrawer
                  key={`${chosen.key} ${chosen.version}`}
                  template={chosen}
                  onClose={() => setOpen(null)}
                />
              )}
            </>
          );
        }}
      </Shown>
    </>
  );
}

function SentList() {
  const { w, lang } = useAdminWords();
  const pages = useStaffPages<Sent>('/api/v1/admin/messages/sent?limit=50');
  return (
    <>
      <p className="desk-soft">{w('messages.sentText')}</p>
      <Listed pages={pages} empty={<Nothing title={w('messages.none')} />}>
        {(items) => (
          <Scroll label={w('messages.sent')}>
            <Table<Sent>
              rowKey="id"
              pagination={false}
              dataSource={items}
              columns={[
                { key: 'at', title: w('messages.at'), render: (_, line) => formatMoment(line.at, lang) },
                {
                  key: 'channel',
                  title: w('messages.channel'),
                  render: (_, line) => w(`channel.${line.channel}`, { defaultValue: line.channel }),
                },
                { key: 'to', title: w('messages.to'), dataIndex: 'to', className: 'desk-figures' },
                {
                  key: 'state',
                  title: w('messages.state'),
                  render: (_, line) => w(`sent.${line.state}`, { defaultValue: line.state }),
                },
              ]}
            />
          </Scroll>
        )}
      </Listed>
    </>
  );
}
