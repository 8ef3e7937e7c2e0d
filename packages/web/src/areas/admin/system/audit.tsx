import { useState } from 'react';
import { Button, Input, Table } from 'antd';
import { formatMoment } from '../../../lib/format.ts';
import { useTitle } from '../../../shell/title.tsx';
import { useStaffPages } from '../../staff/api/queries.ts';
import { Listed } from '../../staff/shell/listed.tsx';
import { Nothing, PageHead } from '../../staff/shell/states.tsx';
import { Scroll } from '../../staff/shell/scroll.tsx';
import { useAdminWords } from '../words.ts';
import { AsWritten } from '../../../shell/as-written.tsx';

interface AuditLine {
  id: string;
  at: string;
  actorKind: 'anonymous' | 'account' | 'system';
  actorName: string | null;
  action: string;
  entity: string;
  entityId: string;
  purpose: string | null;
  requestId: string;
  detail: Record<string, unknown>;
}

const fields = ['actor', 'action', 'entity', 'entityId'] as const;

type Asked = Record<(typeof fields)[number] | 'from' | 'until', string>;

function dayFromNow(days: number): string {
  // The city's day, which is ahead of UTC.
  return new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);
}

/** Who did what and when; that one searched is kept as well. */
export function AuditPage() {
  const { w } = useAdminWords();
  useTitle(w('audit.title'));
  const [typed, setTyped] = useState<Asked>(() => ({
    actor: '',
    action: '',
    entity: '',
    entityId: '',
    from: dayFromNow(-6),
    until: dayFromNow(0),
  }));
  const [asked, setAsked] = useState<Asked | null>(null);
  const change = (name: keyof Asked) => (event: { target: { value: string } }) =>
    setTyped((before) => ({ ...before, [name]: event.target.value.trim() }));
  return (
    <>
      <PageHead title={w('audit.title')} />
      <p className="desk-soft">{w('audit.text')}</p>
      <form
        className="admin-search"
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(typed);
        }}
      >
        {(['from', 'until', ...fields] as const).map((name) => (
          <div key={name} className="desk-field">
            <label className="desk-field__label" htmlFor={`audit-${name}`}>
              {w(`audit.${name}`)}
            </label>
            <Input
              id={`audit-${name}`}
              type={name === 'from' || name === 'until' ? 'date' : 'text'}
              value={typed[name]}
              onChange={change(name)}
            />
          </div>
        ))}
        <Button type="primary" htmlType="submit">
          {w('audit.search')}
        </Button>
      </form>
      {asked && <Found asked={asked} />}
    </>
  );
}

function Found({ asked }: { asked: Asked }) {
  const { w, lang } = useAdminWords();
  const query = new URLSearchParams({ limit: '50' });
  for (const [name, value] of Object.entries(asked)) if (value) query.set(name, value);
  const pages = useStaffPages<AuditLine>(`/api/v1/admin/audit?${query.toString()}`, 'supervision');
  const who = (line: AuditLine) =>
    line.actorKind === 'account'
      ? (line.actorName ?? w('audit.resident'))
      : w(`audit.kind.${line.actorKind}`);
  return (
    <Listed pages={pages} empty={<Nothing title={w('audit.none')}>{w('audit.noneText')}</Nothing>}>
      {(items) => (
        <Scroll label={w('audit.title')}>
          <Table<AuditLine>
            rowKey="id"
            pagination={false}
            dataSource={items}
            columns={[
              {
                key: 'at',
                title: w('audit.at'),
                className: 'admin-nowrap',
                render: (_, line) => formatMoment(line.at, lang),
              },
              {
                key: 'who',
                title: w('audit.who'),
                className: 'admin-nowrap',
                render: (_, line) => <AsWritten>{who(line)}</AsWritten>,
              },
              {
                key: 'action',
                title: w('audit.action'),
                render: (_, line) => <code className="admin-plain">{line.action}</code>,
              },
              {
                key: 'entity',
                title: w('audit.entity'),
                render: (_, line) => (
                  <span translate="no">
                    {line.entity}
                    <div className="desk-soft admin-plain">{line.entityId}</div>
                  </span>
                ),
              },
              {
                key: 'detail',
                title: w('audit.detail'),
                render: (_, line) => (
                  <div className="desk-soft admin-plain" translate="no">
                    {Object.entries(line.detail)
                      .map(
                        ([name, value]) =>
                          `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
                      )
                      .join(' · ')}
                  </div>
                ),
              },
            ]}
          />
        </Scroll>
      )}
    </Listed>
  );
}
