import { App, Button } from 'antd';
import { formatMoment } from '../../../lib/format.ts';
import { useStaffPages, useStaffSend } from '../../staff/api/queries.ts';
import { Listed } from '../../staff/shell/listed.tsx';
import { Fault, Nothing } from '../../staff/shell/states.tsx';
import { useAdminWords } from '../words.ts';
import { exchangePath, type RefusedChange } from './types.ts';

/** Changes that the upper level refused, with its reason, to be sent again. */
export function Refused() {
  const { w, lang, text } = useAdminWords();
  const { message } = App.useApp();
  const pages = useStaffPages<RefusedChange>(`${exchangePath}/refused?limit=20`);
  const send = useStaffSend<{ done: number }>(
    ({ done }) => void message.success(w('exchange.againDone', { n: done })),
  );
  const again = (body: object) => send.mutate({ path: `${exchangePath}/refused/again`, body });
  return (
    <section className="desk-panel" aria-labelledby="exchange-refused">
      <h2 id="exchange-refused">{w('exchange.refused')}</h2>
      {send.error && <Fault error={send.error} />}
      <Listed pages={pages} empty={<Nothing title={w('exchange.noRefused')} />}>
        {(items) => (
          <>
            <p>
              <Button loading={send.isPending} onClick={() => again({})}>
                {w('exchange.againAll')}
              </Button>
            </p>
            <ul className="desk-cards desk-cards--list">
              {items.map(({ licence, version, number, problem, at }) => (
                <li key={`${licence} ${version}`} className="desk-card">
                  <p className="desk-strong" translate="no">
                    {number}
                  </p>
                  <p className="desk-soft">
                    {w('exchange.version', { n: version })} · {formatMoment(at, lang)}
                  </p>
                  <p>{text(problem)}</p>
                  <Button disabled={send.isPending} onClick={() => again({ licence })}>
                    {w('exchange.again')}
                  </Button>
                </li>
              ))}
            </ul>
          </>
        )}
      </Listed>
    </section>
  );
}
