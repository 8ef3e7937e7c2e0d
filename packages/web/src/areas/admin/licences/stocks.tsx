import { App, Button, Modal, Progress } from 'antd';
import { useState } from 'react';
import { formatMoment, formatNumber } from '../../../lib/format.ts';
import { useStaffPages, useStaffSend } from '../../staff/api/queries.ts';
import { Listed } from '../../staff/shell/listed.tsx';
import { Fault, Nothing } from '../../staff/shell/states.tsx';
import type { LicenceStock, LicenceType } from '../api/types.ts';
import { useAdminWords } from '../words.ts';

const path = '/api/v1/admin/licence-stocks';

/** Licences that are made from a library all at once: how far each run is, and what can be done with it. */
export function Stocks({ type }: { type: LicenceType }) {
  const { w, text } = useAdminWords();
  const { message } = App.useApp();
  const pages = useStaffPages<LicenceStock>(`${path}?type=${type.code}&limit=20`);
  const [asking, setAsking] = useState(false);
  const begin = useStaffSend<LicenceStock>(() => {
    setAsking(false);
    void message.success(w('licences.stock.begun'));
  });
  return (
    <section aria-labelledby="licence-stock">
      <h2 id="licence-stock">{w('licences.stock.title')}</h2>
      <p className="desk-soft">{w('licences.stock.text')}</p>
      <p>
        <Button onClick={() => setAsking(true)}>{w('licences.stock.begin')}</Button>
      </p>
      <Listed pages={pages} empty={<Nothing title={w('licences.stock.none')} />}>
        {(items) => items.map((stock) => <Run key={stock.id} stock={stock} />)}
      </Listed>
      <Modal
        open={asking}
        title={w('licences.stock.ask', { name: text(type.name) })}
        okText={w('licences.stock.begin')}
        cancelText={w('cancel')}
        confirmLoading={begin.isPending}
        onOk={() => begin.mutate({ path, body: { type: type.code } })}
        onCancel={() => setAsking(false)}
      >
        <p>{w('licences.stock.askText')}</p>
        {begin.error && <Fault error={begin.error} />}
      </Modal>
    </section>
  );
}

function Run({ stock }: { stock: LicenceStock }) {
  const { w, lang, text } = useAdminWords();
  const send = useStaffSend<LicenceStock>();
  const { state, total, sealed, skipped, failed } = stock;
  const done = sealed + skipped + failed;
  const name = w('licences.stock.progress', { done: formatNumber(done), total: formatNumber(total) });
  return (
    <div className="admin-stock">
      <div className="desk-row">
        <strong>{w(`licences.stock.states.${state}`)}</strong>
        <span className="desk-soft">{formatMoment(stock.startedAt, lang)}</span>
        {state === 'running' && (
          <Button
            size="small"
            loading={send.isPending}
            onClick={() => send.mutate({ path: `${path}/${stock.id}/stop` })}
          >
            {w('licences.stock.stop')}
          </Button>
        )}
        {state === 'stopped' && (
          <Button
            size="small"
            loading={send.isPending}
            onClick={() => send.mutate({ path: `${path}/${stock.id}/resume` })}
          >
            {w('licences.stock.resume')}
          </Button>
        )}
      </div>
      <Progress
        percent={total === 0 ? 100 : Math.floor((done / total) * 100)}
        showInfo={false}
        aria-label={name}
      />
      <p>
        {name}
        {w('licences.stock.made', {
          sealed: formatNumber(sealed),
          skipped: formatNumber(skipped),
          failed: formatNumber(failed),
        })}
      </p>
      {stock.problem && <p className="desk-soft">{text(stock.problem)}</p>}
      {send.error && <Fault error={send.error} />}
    </div>
  );
}
