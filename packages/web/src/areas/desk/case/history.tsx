import { FileText } from 'lucide-react';
import type { Text } from '../../../api/types.ts';
import { formatMoment } from '../../../lib/format.ts';
import type { DeskCase, HistoryEvent } from '../api/types.ts';
import { useDeskWords } from '../words.ts';
import { AsWritten } from '../../../shell/as-written.tsx';

/** What happened, newest first, with the notices that went out. */
export function History({ entry }: { entry: DeskCase }) {
  const { w, lang, text } = useDeskWords();
  const newestFirst = [...entry.timeline].reverse();
  return (
    <section className="desk-panel" aria-labelledby="desk-history">
      <h2 id="desk-history">{w('history.title')}</h2>
      <ol className="desk-history">
        {newestFirst.map((event, index) => (
          <li key={`${event.at} ${event.kind} ${index}`}>
            <p className="desk-history__text">{plainOf(event)}</p>
            {remarksOf(event).map(([key, remark]) => (
              <p key={key} className="desk-history__remark">
                <AsWritten>
                  {w(`history.${key}`, { text: key === 'opinion' ? w(`opinion.${remark}`) : remark })}
                </AsWritten>
              </p>
            ))}
            <Findings event={event} />
            {event.notice && (
              <a
                className="desk-notice"
                href={`/api/v1/notices/${event.notice.id}/file`}
                target="_blank"
                rel="noreferrer"
              >
                <FileText size={16} aria-hidden />
                <span>
                  {text(event.notice.title)} <AsWritten>{event.notice.number}</AsWritten>
                </span>
              </a>
            )}
            <p className="desk-soft">
              {formatMoment(event.at, lang)} · <AsWritten>{actorOf(event)}</AsWritten>
            </p>
          </li>
        ))}
      </ol>
    </section>
  );

  /** The applicant reads «you» in the event's own words. */
  function plainOf(event: HistoryEvent): string {
    return w(`history.kind.${event.kind}`, { defaultValue: text(event.text) });
  }

  function actorOf({ kind, actor, post }: HistoryEvent): string {
    if (actor.kind === 'applicant')
      return w(ofOtherParty.has(kind) ? 'history.otherParty' : 'history.applicant');
    if (actor.kind === 'system') return w('history.system');
    return post ? `${actor.name} · ${text(post)}` : actor.name;
  }
}

/** What whoever was asked to agree answers. */
const ofOtherParty: ReadonlySet<string> = new Set(['confirmed', 'declined']);

type Remark = 'opinion' | 'comment' | 'reason' | 'basis';

/** What the person wrote, where the event kept it. */
function remarksOf({ detail }: HistoryEvent): [Remark, string][] {
  if (typeof detail !== 'object' || detail === null) return [];
  const kept = detail as Record<string, unknown>;
  return (['opinion', 'comment', 'reason', 'basis'] as const).flatMap((key) => {
    const value = kept[key];
    return typeof value === 'string' && value !== '' ? [[key, value] as [Remark, string]] : [];
  });
}

interface Finding {
  label: Text;
  value: Text;
}

/** What was found on site, with its photos. */
function Findings({ event }: { event: HistoryEvent }) {
  const { w, text } = useDeskWords();
  const { findings = [], photos = [] } = (event.detail ?? {}) as { findings?: Finding[]; photos?: string[] };
  if (findings.length + photos.length === 0) return null;
  return (
    <details className="desk-findings">
      <summary>{w('history.findings')}</summary>
      <dl>
        {findings.map(({ label, value }) => (
          <div key={label.zh}>
            <dt>{text(label)}</dt>
            <dd>
              <AsWritten>{text(value)}</AsWritten>
            </dd>
          </div>
        ))}
      </dl>
      {photos.map((id, index) => (
        <a key={id} href={`/api/v1/files/${id}`} target="_blank" rel="noreferrer">
          <img
            src={`/api/v1/files/${id}`}
            alt={w('history.photo', { n: index + 1 })}
            width={96}
            height={96}
            loading="lazy"
          />
        </a>
      ))}
    </details>
  );
}
