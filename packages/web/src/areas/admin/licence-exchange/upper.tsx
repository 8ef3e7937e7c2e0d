import { useState } from 'react';
import { App, Button, Modal, Typography } from 'antd';
import { formatMoment, formatNumber } from '../../../lib/format.ts';
import { useStaffSend } from '../../staff/api/queries.ts';
import { Fault, Nothing } from '../../staff/shell/states.tsx';
import { useSure } from '../../staff/shell/sure.ts';
import { useAdminWords } from '../words.ts';
import { Connect } from './connect.tsx';
import { exchangePath, type ExchangeOverview, type ExchangeRun } from './types.ts';

/** The upper level: whether it answers, what waits, and what can be done about it. */
export function Upper({ overview }: { overview: ExchangeOverview }) {
  const { w } = useAdminWords();
  const { upper } = overview;
  const [connecting, setConnecting] = useState(false);
  const key = useStaffSend<{ algorithm: string; publicKey: string }>();
  return (
    <section className="desk-panel" aria-labelledby="exchange-upper">
      <h2 id="exchange-upper">{w('exchange.upper')}</h2>
      {upper ? (
        <Connection overview={overview} upper={upper} />
      ) : (
        <Nothing title={w('exchange.noUpper')}>{w('exchange.noUpperText')}</Nothing>
      )}
      <div className="desk-row">
        <Button loading={key.isPending} onClick={() => key.mutate({ path: `${exchangePath}/key` })}>
          {w('exchange.showKey')}
        </Button>
        {!upper && (
          <Button type="primary" onClick={() => setConnecting(true)}>
            {w('exchange.connect')}
          </Button>
        )}
      </div>
      {key.error && <Fault error={key.error} />}
      {connecting && <Connect onClose={() => setConnecting(false)} />}
      <Modal
        open={key.data !== undefined}
        title={w('exchange.key', { algorithm: key.data?.algorithm ?? '' })}
        footer={null}
        onCancel={() => key.reset()}
      >
        <p>{w('exchange.keyText')}</p>
        <Typography.Text copyable={{ text: key.data?.publicKey ?? '' }} code className="admin-secret">
          {key.data?.publicKey ?? ''}
        </Typography.Text>
      </Modal>
    </section>
  );
}

interface ConnectionProps {
  overview: ExchangeOverview;
  upper: NonNullable<ExchangeOverview['upper']>;
}

function Connection({ overview: { progress, run }, upper }: ConnectionProps) {
  const { w, lang, text } = useAdminWords();
  const moment = (at: string | null) => (at === null ? w('exchange.never') : formatMoment(at, lang));
  const { name, origin, clientId, state, failingSince, problem, retryAt } = upper;
  const away = state === 'active' && failingSince !== null;
  const facts: [string, string][] = [
    [w('exchange.lastSuccess'), moment(upper.lastSuccessAt)],
    ...(failingSince === null
      ? []
      : ([
          [w('exchange.since'), moment(failingSince)],
          [w('exchange.why'), problem ? text(problem) : ''],
          [w('exchange.retry'), moment(retryAt)],
        ] as [string, string][])),
    [w('exchange.waiting'), formatNumber(progress.waiting)],
    ...(progress.waitingSince === null
      ? []
      : ([[w('exchange.waitingSince'), moment(progress.waitingSince)]] as [string, string][])),
    [w('exchange.refusedCount'), formatNumber(progress.refused)],
    [w('exchange.acknowledged'), formatNumber(progress.acknowledged)],
    [w('exchange.untold'), formatNumber(progress.untold)],
    [w('exchange.compared'), moment(upper.comparedAt)],
  ];
  return (
    <>
      <p>
        <strong>{text(name)}</strong> · {w(`exchange.states.${away ? 'away' : state}`)}
      </p>
      <p className="desk-soft" translate="no">
        {origin} · {clientId}
      </p>
      <dl className="desk-facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="desk-figures">{value}</dd>
          </div>
        ))}
      </dl>
      <Moves state={state} />
      <Run run={run} />
    </>
  );
}

function Moves({ state }: { state: 'active' | 'paused' }) {
  const { w } = useAdminWords();
  const ask = useSure(w('cancel'));
  const send = useStaffSend<{ done: number }>();
  const move = (to: string) => send.mutate({ path: `${exchangePath}/upper/${to}` });
  return (
    <>
      <div className="desk-row">
        <Button loading={send.isPending} onClick={() => move(state === 'active' ? 'pause' : 'resume')}>
          {w(state === 'active' ? 'exchange.pause' : 'exchange.resume')}
        </Button>
        <Button danger onClick={() => ask(w('exchange.part'), w('exchange.partSure'), () => move('close'))}>
          {w('exchange.part')}
        </Button>
      </div>
      {send.error && <Fault error={send.error} />}
    </>
  );
}

function Run({ run }: { run: ExchangeRun | null }) {
  const { w, lang } = useAdminWords();
  const { message } = App.useApp();
  const ask = useSure(w('cancel'));
  const send = useStaffSend<{ id: string }>(() => void message.success(w('exchange.began')));
  const move = useStaffSend<{ id: string }>();
  const to = run?.state === 'running' ? 'stop' : 'resume';
  return (
    <>
      <h3>{w('exchange.run')}</h3>
      {run && (
        <p>
          {w(`exchange.runState.${run.state}`)} · {formatMoment(run.startedAt, lang)} ·{' '}
          {w('exchange.runProgress', { queued: formatNumber(run.queued), total: formatNumber(run.total) })}
        </p>
      )}
      <div className="desk-row">
        {run?.state !== 'running' && (
          <Button
            loading={send.isPending}
            onClick={() =>
              ask(w('exchange.runBegin'), w('exchange.runSure'), () =>
                send.mutate({ path: `${exchangePath}/runs` }),
              )
            }
          >
            {w('exchange.runBegin')}
          </Button>
        )}
        {run && run.state !== 'done' && (
          <Button
            loading={move.isPending}
            onClick={() => move.mutate({ path: `${exchangePath}/runs/${run.id}/${to}` })}
          >
            {w(to === 'stop' ? 'exchange.stop' : 'exchange.goOn')}
          </Button>
        )}
      </div>
      {(send.error ?? move.error) && <Fault error={(send.error ?? move.error) as Error} />}
    </>
  );
}
