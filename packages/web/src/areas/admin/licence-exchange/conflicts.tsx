import { useState } from 'react';
import { App, Button, Input } from 'antd';
import { useStaffPages, useStaffSend } from '../../staff/api/queries.ts';
import { Field } from '../../staff/form/field.tsx';
import { Listed } from '../../staff/shell/listed.tsx';
import { Fault } from '../../staff/shell/states.tsx';
import { useAdminWords } from '../words.ts';
import { exchangePath, type Conflict } from './types.ts';

/** Two contents under one version: a person decides which one counts. */
export function Conflicts() {
  const { w } = useAdminWords();
  const pages = useStaffPages<Conflict>(`${exchangePath}/conflicts?limit=20`);
  if (pages.items?.length === 0) return null;
  return (
    <section className="desk-panel" aria-labelledby="exchange-conflicts">
      <h2 id="exchange-conflicts">{w('exchange.conflicts')}</h2>
      <p className="desk-soft">{w('exchange.conflictText')}</p>
      <Listed pages={pages} empty={null}>
        {(items) => (
          <ul className="desk-cards desk-cards--list">
            {items.map((conflict) => (
              <Case key={conflict.id} conflict={conflict} />
            ))}
          </ul>
        )}
      </Listed>
    </section>
  );
}

function Case({ conflict }: { conflict: Conflict }) {
  const { w } = useAdminWords();
  const { message } = App.useApp();
  const [reason, setReason] = useState('');
  const send = useStaffSend<{ id: string }>(() => void message.success(w('exchange.settled')));
  const { id, identifier, version, clientId, differing } = conflict;
  const settle = (outcome: 'kept' | 'taken') =>
    send.mutate({ path: `${exchangePath}/conflicts/${id}/settle`, body: { outcome, reason: reason.trim() } });
  return (
    <li className="desk-card">
      <p className="desk-strong" translate="no">
        {identifier}
      </p>
      <p className="desk-soft">
        {w('exchange.version', { n: version })} · <span translate="no">{clientId}</span>
      </p>
      {differing.length === 0 && <p>{w('exchange.newer')}</p>}
      {differing.map(({ name, first, second }) => (
        <dl key={name} className="desk-facts">
          <div>
            <dt>{w('exchange.member')}</dt>
            <dd translate="no">{name}</dd>
          </div>
          <div>
            <dt>{w('exchange.first')}</dt>
            <dd>{first ?? '—'}</dd>
          </div>
          <div>
            <dt>{w('exchange.second')}</dt>
            <dd>{second ?? '—'}</dd>
          </div>
        </dl>
      ))}
      <Field id={`conflict-${id}`} label={w('exchange.reason')}>
        <Input.TextArea
          id={`conflict-${id}`}
          rows={2}
          maxLength={500}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      </Field>
      {send.error && <Fault error={send.error} />}
      <div className="desk-row">
        <Button disabled={reason.trim().length < 4} loading={send.isPending} onClick={() => settle('kept')}>
          {w('exchange.keep')}
        </Button>
        <Button disabled={reason.trim().length < 4} loading={send.isPending} onClick={() => settle('taken')}>
          {w('exchange.take')}
        </Button>
      </div>
    </li>
  );
}
