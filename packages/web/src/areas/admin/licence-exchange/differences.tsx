import { App, Button } from 'antd';
import { useStaffPages, useStaffSend } from '../../staff/api/queries.ts';
import { Listed } from '../../staff/shell/listed.tsx';
import { Fault, Nothing } from '../../staff/shell/states.tsx';
import { useAdminWords } from '../words.ts';
import { exchangePath, type Difference } from './types.ts';

/** What the two levels hold differently, as the last comparison found it. */
export function Differences() {
  const { w } = useAdminWords();
  const { message } = App.useApp();
  const pages = useStaffPages<Difference>(`${exchangePath}/differences?limit=20`);
  const compare = useStaffSend<{ done: number }>(() => void message.success(w('exchange.comparing')));
  const again = useStaffSend<{ done: number }>(
    ({ done }) => void message.success(w('exchange.againDone', { n: done })),
  );
  const error = compare.error ?? again.error;
  return (
    <section className="desk-panel" aria-labelledby="exchange-differences">
      <h2 id="exchange-differences">{w('exchange.differences')}</h2>
      <div className="desk-row">
        <Button
          loading={compare.isPending}
          onClick={() => compare.mutate({ path: `${exchangePath}/compare` })}
        >
          {w('exchange.compare')}
        </Button>
        {(pages.items?.length ?? 0) > 0 && (
          <Button
            loading={again.isPending}
            onClick={() => again.mutate({ path: `${exchangePath}/differences/again` })}
          >
            {w('exchange.againAll')}
          </Button>
        )}
      </div>
      {error && <Fault error={error} />}
      <Listed pages={pages} empty={<Nothing title={w('exchange.noDifferences')} />}>
        {(items) => (
          <ul className="desk-cards desk-cards--list">
            {items.map(({ identifier, kind, ours, theirs }) => (
              <li key={identifier} className="desk-card">
                <p className="desk-strong">{w(`exchange.kinds.${kind}`)}</p>
                <p className="desk-soft" translate="no">
                  {identifier}
                </p>
                {kind === 'differs' && <p>{w('exchange.versions', { ours, theirs })}</p>}
              </li>
            ))}
          </ul>
        )}
      </Listed>
    </section>
  );
}
