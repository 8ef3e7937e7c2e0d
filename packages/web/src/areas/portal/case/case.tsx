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
  return <LoadedPage query={query}>{(found) => <Shown entry={found} />}</LoadedPage>;
}

/** What was granted is delivered, and what was paid is told, a moment later; what was handed in is looked at soon. */
function untilSettled(entry: CaseDetail): number | false {
  if (entry.status === 'granted' || entry.orders.some(({ payUrl }) => payUrl)) return 3000;
  return entry.status === 'submitted' && 15_000;
}

function Shown({ entry }: { entry: CaseDetail }) {
  const { t, text } = useWords();
  const justHandedIn = useJustHandedIn();
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
        <h1 className="headline">{text(entry.headline)}</h1>
      </div>
      {!entry.closed && <Content entry={entry} />}
    </div>
  );
}

/** Whether the reader comes from handing in; once said, the address says it no more. */
function useJustHandedIn(): boolean {
  const [query, setQuery] = useSearchParams();
  const [justHandedIn] = useState(query.has('done'));
  useEffect(() => {
    if (query.has('done'))
      setQuery(
        (now) => {
          now.delete('done');
          return now;
        },
        { replace: true },
      );
  }, [query, setQuery]);
  return justHandedIn;
}

/** What only those read who act for the applicant now. */
function Content({ entry }: { entry: CaseDetail }) {
  const { t } = useWords();
  const rate = entry.actions.find((action) => action.verb === 'rate');
  return (
    <>
      <div className="case__main">
        <Corrections entry={entry} />
        <ToConfirm entry={entry} />
        {entry.reasons.length > 0 && entry.decision?.outcome !== 'granted' && <Reasons entry={entry} />}
        <Actions entry={entry} />
        {entry.entrustable && (
          <p className="after no-print">
            <Link to={`/me/mandates/once?case=${entry.id}`}>{t('entrust.link')}</Link>
          </p>
        )}
        {entry.appeal && <Appeal appeal={entry.appeal} />}
        {entry.licence && <LicenceCard licence={entry.licence} />}
        <Money entry={entry} />
        {rate && <RateCase entry={entry} action={rate} />}
        {entry.rating && <Rated rating={entry.rating} />}
        {entry.reasons.length > 0 && entry.decision?.outcome === 'granted' && <Reasons entry={entry} />}
        <Progress entry={entry} />
        <HandedIn entry={entry} />
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

function actorWords(
  actor: CaseDetail['timeline'][number]['actor'],
  me: string | undefined,
  t: ReturnType<typeof useWords>['t'],
): string {
  if (actor.kind === 'system') return t('case.bySystem');
  const who = actor.kind === 'applicant' && actor.name === me ? t('case.byYou') : actor.name;
  return actor.actsFor === null ? who : t('case.byAgent', { who, principal: actor.actsFor });
}
