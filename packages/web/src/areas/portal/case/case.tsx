import { Notice, StatusTag, Timeline } from '@quancheng/ui';
import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { useApi, useSession } from '../../../api/queries.ts';
import type { CaseDetail } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatMoment } from '../../../lib/format.ts';
import { LoadedPage } from '../../../shell/problem.tsx';
import { SignedInPage } from '../../../shell/signed-in.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { kindOf } from '../cases/status.ts';
import { Actions } from './actions.tsx';
import { Appeal, CaseFacts, LicenceCard, Money } from './aside.tsx';
import { HandedIn } from './handed-in.tsx';
import { RateCase, Rated } from './rate.tsx';
import { NewTab, newTab } from './new-tab.tsx';
import { Reasons } from './reasons.tsx';
import { ToConfirm } from './to-confirm.tsx';
import { ToFollow } from './to-follow.tsx';
import { AsWritten } from '../../../shell/as-written.tsx';

/** One matter: how it stands in a sentence, what to do, why, and how it went. */
export function CasePage() {
  const { t } = useWords();
  useTitle(t('case.title'));
  return (
    <SignedInPage title={t('case.title')} why={t('cases.signIn')}>
      {() => <Read />}
    </SignedInPage>
  );
}

function Read() {
  const { id = '' } = useParams();
  const query = useApi<CaseDetail>(`/api/v1/cases/${encodeURIComponent(id)}`, untilSettled);
  return <LoadedPage query={query}>{(found) => <Shown key={found.id} entry={found} />}</LoadedPage>;
}

/** What was granted is delivered, and what was paid is told, a moment later; what was handed in is looked at soon. */
function untilSettled(entry: CaseDetail): number | false {
  if (entry.status === 'granted' || entry.orders.some(({ payUrl }) => payUrl)) return 3000;
  return entry.status === 'submitted' && 15_000;
}

function Shown({ entry }: { entry: CaseDetail }) {
  const { t, text } = useWords();
  const justHandedIn = useSaidOnce('done');
  const confirming = useBackFromPaying() && entry.orders.some(({ payUrl }) => payUrl);
  const principal = usePrincipal(entry);
  useTitle(`${text(entry.statusText)} · ${text(entry.item.title)}`);
  return (
    <div className="page case">
      <div className="case__head">
        {justHandedIn && ['submitted', 'accepted'].includes(entry.status) && (
          <Notice tone="success" announce="status" title={t('case.submitted', { number: entry.number })}>
            {t('case.submittedText')}
          </Notice>
        )}
        <p className="case__item">
          <Link to={`/items/${encodeURIComponent(entry.item.code)}`}>{text(entry.item.title)}</Link>
          <StatusTag kind={kindOf(entry.status)}>{text(entry.statusText)}</StatusTag>
        </p>
        {principal && (
          <p className="soft">
            <AsWritten>{t('case.actsFor', { name: principal })}</AsWritten>
          </p>
        )}
        <h1 className="headline">{confirming ? t('money.confirming') : text(entry.headline)}</h1>
      </div>
      {!entry.closed && <Content entry={entry} confirming={confirming} isOwn={principal === null} />}
    </div>
  );
}

/** For whom the reader acts; null where it is their own matter. */
function usePrincipal({ reader, onBehalfOf }: CaseDetail): string | null {
  const { account } = useSession();
  if (reader !== 'applicant' || !onBehalfOf || onBehalfOf.id === account?.subject?.id) return null;
  return onBehalfOf.name;
}

const confirmingMs = 60_000;

/** Whether the reader came back from the channel's page a moment ago; the channel says a little later what was paid. */
function useBackFromPaying(): boolean {
  const cameBack = useSaidOnce('paid');
  const [isRecent, setIsRecent] = useState(true);
  useEffect(() => {
    if (!cameBack) return;
    const timer = setTimeout(() => setIsRecent(false), confirmingMs);
    return () => clearTimeout(timer);
  }, [cameBack]);
  return cameBack && isRecent;
}

/** Whether the address says from where the reader comes; once said, it says it no more. */
function useSaidOnce(name: 'done' | 'paid'): boolean {
  const [query, setQuery] = useSearchParams();
  const [wasSaid] = useState(query.has(name));
  useEffect(() => {
    if (query.has(name))
      setQuery(
        (now) => {
          now.delete(name);
          return now;
        },
        { replace: true },
      );
  }, [name, query, setQuery]);
  return wasSaid;
}

interface ContentProps {
  entry: CaseDetail;
  /** Whether the channel is about to say that the fee was paid. */
  confirming: boolean;
  isOwn: boolean;
}

/** What only those read who act for the applicant now. */
function Content({ entry, confirming, isOwn }: ContentProps) {
  const { t } = useWords();
  const rate = entry.actions.find((action) => action.verb === 'rate');
  return (
    <>
      <div className="case__main">
        <Corrections entry={entry} />
        <ToConfirm entry={entry} />
        {entry.reasons.length > 0 && entry.decision?.outcome !== 'granted' && <Reasons entry={entry} />}
        <Actions entry={entry} />
        <ToFollow entry={entry} />
        {entry.entrustable && (
          <p className="after no-print">
            <Link to={`/me/mandates/once?case=${entry.id}`}>{t('entrust.link')}</Link>
          </p>
        )}
        {entry.appeal && <Appeal appeal={entry.appeal} />}
        {entry.licence && <LicenceCard licence={entry.licence} />}
        <Money entry={entry} confirming={confirming} />
        {rate && <RateCase entry={entry} action={rate} />}
        {entry.rating && <Rated rating={entry.rating} />}
        {entry.reasons.length > 0 && entry.decision?.outcome === 'granted' && <Reasons entry={entry} />}
        <Progress entry={entry} />
        <HandedIn entry={entry} isOwn={isOwn} />
      </div>
      <aside className="case__aside" aria-label={t('case.facts')}>
        <CaseFacts entry={entry} />
      </aside>
    </>
  );
}

/** What a correction notice asks for, before anything else. */
function Corrections({ entry }: { entry: CaseDetail }) {
  const { t, text } = useWords();
  if (entry.waiting !== 'correct' || entry.corrections.length === 0) return null;
  return (
    <Notice tone="caution" title={t('case.corrections')}>
      <ul className="bullets">
        {entry.corrections.map((correction) => (
          <li key={correction.path + correction.text.zh}>{text(correction.text)}</li>
        ))}
      </ul>
    </Notice>
  );
}

function Progress({ entry }: { entry: CaseDetail }) {
  const { t, lang, text } = useWords();
  const { account } = useSession();
  // oxlint-disable-next-line unicorn/no-array-reverse -- toReversed is younger than our oldest browsers
  const newestFirst = [...entry.timeline].reverse();
  return (
    <section aria-labelledby="progress">
      <h2 id="progress">{t('case.progress')}</h2>
      <Timeline
        entries={newestFirst.map((event, index) => ({
          key: `${event.at} ${index}`,
          title: text(event.text),
          time: (
            <AsWritten>
              {[formatMoment(event.at, lang), actorWords(event.actor, account?.name, t)]
                .filter(Boolean)
                .join(' · ')}
            </AsWritten>
          ),
          ...(writtenWith(event)
            ? { detail: <AsWritten>{t('case.written', { text: writtenWith(event) })}</AsWritten> }
            : {}),
          ...(event.notice
            ? {
                detail: (
                  <a className="paper" href={`/api/v1/notices/${event.notice.id}/file`} {...newTab}>
                    <Download size={18} aria-hidden />
                    <span>
                      <AsWritten>
                        {t('case.notice', { title: text(event.notice.title), number: event.notice.number })}
                      </AsWritten>
                      <NewTab />
                    </span>
                  </a>
                ),
              }
            : {}),
        }))}
      />
    </section>
  );
}

/** What the applicant's side wrote with a step, where they did. */
function writtenWith({ detail }: CaseDetail['timeline'][number]): string {
  return typeof detail['reason'] === 'string' ? detail['reason'] : '';
}

function actorWords(
  actor: CaseDetail['timeline'][number]['actor'],
  me: string | undefined,
  t: ReturnType<typeof useWords>['t'],
): string {
  if (actor.kind === 'system') return t('case.bySystem');
  const who = actor.kind === 'applicant' && actor.name === me ? t('case.byYou') : actor.name;
  return actor.actsFor === null ? who : t('case.byAgent', { who, principal: actor.actsFor });
}
