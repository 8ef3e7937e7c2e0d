import { formatDay, formatMoment } from '../../../lib/format.ts';
import type { DeskCase } from '../api/types.ts';
import { DueMark } from '../queue/due.tsx';
import { useDeskWords } from '../words.ts';

/** The term that was promised, the law's, and since when. */
export function Clock({ entry }: { entry: DeskCase }) {
  const { w, lang } = useDeskWords();
  const moments = [
    ['clock.submitted', entry.submittedAt],
    ['clock.accepted', entry.acceptedAt],
    ['clock.decided', entry.decidedAt],
  ] as const;
  return (
    <section className="desk-panel" aria-labelledby="desk-clock">
      <h2 id="desk-clock">{w('clock.title')}</h2>
      <p className="desk-clock">
        <DueMark due={entry.due} date={entry.dueDate} status={entry.status} />
      </p>
      <dl className="desk-facts">
        {entry.dueDate && (
          <div>
            <dt>{w('clock.promised')}</dt>
            <dd>{formatDay(entry.dueDate, lang)}</dd>
          </div>
        )}
        {entry.statutoryDueDate && (
          <div>
            <dt>{w('clock.statutory')}</dt>
            <dd>{formatDay(entry.statutoryDueDate, lang)}</dd>
          </div>
        )}
        {moments.map(
          ([key, at]) =>
            at && (
              <div key={key}>
                <dt>{w(key)}</dt>
                <dd>{formatMoment(at, lang)}</dd>
              </div>
            ),
        )}
        <div>
          <dt>{w('queue.handler')}</dt>
          <dd>{entry.mine ? w('queue.me') : (entry.handler ?? w('queue.nobody'))}</dd>
        </div>
      </dl>
      {entry.dueProvisional && <p className="desk-soft">{w('clock.provisional')}</p>}
    </section>
  );
}
