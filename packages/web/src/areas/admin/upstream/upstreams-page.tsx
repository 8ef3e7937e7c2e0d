import { useState } from 'react';
import { App, Button, Table, Tag, Typography } from 'antd';
import { Plus } from 'lucide-react';
import { useTitle } from '../../../shell/title.tsx';
import { useStaffPages } from '../../staff/api/queries.ts';
import { Listed } from '../../staff/shell/listed.tsx';
import { Scroll } from '../../staff/shell/scroll.tsx';
import { Nothing, PageHead } from '../../staff/shell/states.tsx';
import { SureStep } from '../systems/sure-step.tsx';
import { useAdminWords } from '../words.ts';
import type { Upstream } from './typed.ts';
import { UpstreamForm } from './upstream-form.tsx';

/** Sign-in services of others by which people enter here. */
export function UpstreamsPage() {
  const { w } = useAdminWords();
  useTitle(w('upstream.title'));
  const pages = useStaffPages<Upstream>('/api/v1/admin/upstreams?limit=50');
  const [editing, setEditing] = useState<Upstream | 'new' | null>(null);
  return (
    <>
      <PageHead title={w('upstream.title')}>
        <Button type="primary" icon={<Plus size={18} aria-hidden />} onClick={() => setEditing('new')}>
          {w('upstream.add')}
        </Button>
      </PageHead>
      <p className="desk-soft">{w('upstream.text')}</p>
      <Listed pages={pages} empty={<Nothing title={w('upstream.none')}>{w('upstream.noneText')}</Nothing>}>
        {(items) => (
          <>
            {items
              .filter(({ closed }) => !closed)
              .map((upstream) => (
                <ForThem key={upstream.id} upstream={upstream} />
              ))}
            <UpstreamTable upstreams={items} onEdit={setEditing} />
          </>
        )}
      </Listed>
      {editing && <UpstreamForm of={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </>
  );
}

/** What the other side registers of us. */
function ForThem({ upstream: { name, callback, logout, publicKey } }: { upstream: Upstream }) {
  const { w, text } = useAdminWords();
  const values = [
    [w('upstream.callback'), callback],
    [w('upstream.afterSignOut'), `${window.location.origin}/signout/done`],
    [w('upstream.logout'), logout],
    ...(publicKey ? [[w('upstream.publicKey'), JSON.stringify({ keys: [publicKey] })]] : []),
  ];
  return (
    <details className="desk-panel admin-explain">
      <summary>{w('upstream.forThem', { name: text(name) })}</summary>
      <p>{w('upstream.forThemText')}</p>
      <dl className="desk-facts">
        {values.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <Typography.Text copyable={{ text: value ?? '' }} code>
                {value}
              </Typography.Text>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

interface TableProps {
  upstreams: Upstream[];
  onEdit: (upstream: Upstream) => void;
}

function UpstreamTable({ upstreams, onEdit }: TableProps) {
  const { w, text } = useAdminWords();
  return (
    <Scroll label={w('upstream.title')}>
      <Table<Upstream>
        rowKey="id"
        pagination={false}
        dataSource={upstreams}
        columns={[
          {
            key: 'name',
            title: w('upstream.service'),
            render: (_, { name, issuer }) => (
              <>
                <span className="desk-strong">{text(name)}</span>
                <div>
                  <code>{issuer}</code>
                </div>
              </>
            ),
          },
          {
            key: 'proof',
            title: w('signIn.proof'),
            render: (_, { authMethod }) => w(`upstream.method.${authMethod}`),
          },
          {
            key: 'levels',
            title: w('upstream.levels'),
            render: (_, { levels }) =>
              levels.length === 0
                ? w('upstream.lowest')
                : levels.map(({ acr, level }) => (
                    <div key={acr}>
                      <code>{acr}</code> {w('upstream.level', { level })}
                    </div>
                  )),
          },
          {
            key: 'makes',
            title: w('upstream.newAccounts'),
            render: (_, { makesAccounts }) => w(makesAccounts ? 'yes' : 'no'),
          },
          {
            key: 'state',
            title: w('systems.state'),
            render: (_, { closed, down }) => (
              <Tag color={closed ? 'default' : down ? 'error' : 'success'}>
                {w(closed ? 'systems.closed' : down ? 'upstream.down' : 'systems.open')}
              </Tag>
            ),
          },
          {
            key: 'steps',
            title: <span className="visually-hidden">{w('systems.steps')}</span>,
            render: (_, upstream) => !upstream.closed && <Steps upstream={upstream} onEdit={onEdit} />,
          },
        ]}
      />
    </Scroll>
  );
}

function Steps({ upstream, onEdit }: Omit<TableProps, 'upstreams'> & { upstream: Upstream }) {
  const { w, text } = useAdminWords();
  const { message } = App.useApp();
  return (
    <div className="desk-row">
      <Button size="small" onClick={() => onEdit(upstream)}>
        {w('signIn.change')}
      </Button>
      <SureStep
        danger
        label={w('systems.close')}
        sure={w('upstream.closeSure', { name: text(upstream.name) })}
        path={`/api/v1/admin/upstreams/${upstream.id}/close`}
        onDone={() => void message.success(w('systems.didClose'))}
      />
    </div>
  );
}
