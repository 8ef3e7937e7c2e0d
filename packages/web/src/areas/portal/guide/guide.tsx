import { buttonClass, FactList, Notice, Steps } from '@quancheng/ui';
import { CalendarClock, Footprints, MonitorSmartphone, Wallet } from 'lucide-react';
import { Link, useParams } from 'react-router';
import { useApi } from '../../../api/queries.ts';
import type { ItemDetail } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatDate } from '../../../lib/format.ts';
import { LoadedPage } from '../../../shell/problem.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { daysText, factsOf } from '../items/facts.ts';
import { Materials } from './materials.tsx';
import { Contacts, Fees, Law, Places, Questions } from './sections.tsx';
import { AsWritten } from '../../../shell/as-written.tsx';

/** The guide of an item: what it takes, before one begins. */
export function Guide() {
  const { code = '' } = useParams();
  const query = useApi<ItemDetail>(`/api/v1/items/${encodeURIComponent(code)}`);
  return <LoadedPage query={query}>{(item) => <Shown item={item} />}</LoadedPage>;
}

function Shown({ item }: { item: ItemDetail }) {
  const { t, lang, text } = useWords();
  const title = text(item.title);
  useTitle(title);
  return (
    <div className="page guide">
      <div className="guide__head">
        <h1>{title}</h1>
        {item.name !== title && (
          <p className="guide__name">
            <AsWritten>{t('item.officialName', { name: item.name })}</AsWritten>
          </p>
        )}
        <p className="lead">{text(item.summary)}</p>
      </div>
      <div className="guide__facts">
        <Facts item={item} />
      </div>
      <aside className="guide__start" aria-label={t('guide.start')}>
        <Start item={item} />
      </aside>
      <div className="guide__body">
        {item.conditions.length > 0 && (
          <section aria-labelledby="conditions">
            <h2 id="conditions">{t('guide.conditions')}</h2>
            <ul className="bullets">
              {item.conditions.map((condition) => (
                <li key={condition.zh}>{text(condition)}</li>
              ))}
            </ul>
          </section>
        )}
        <Materials materials={item.materials} />
        <section aria-labelledby="steps">
          <h2 id="steps">{t('guide.steps')}</h2>
          <Steps
            steps={item.steps.map((step, index) => ({
              key: String(index),
              title: text(step.name),
              detail: text(step.what),
              ...(step.days === undefined
                ? {}
                : { note: step.days === 0 ? t('guide.atOnce') : daysText(step.days, item.dayUnit, t) }),
            }))}
          />
          {item.result && <p className="after">{t('guide.result', { name: text(item.result.name) })}</p>}
        </section>
        <Fees item={item} />
        <Places item={item} />
        <Questions item={item} />
        <Law item={item} />
        <Contacts item={item} />
        <p className="small soft after">
          {t('guide.version', {
            n: item.version,
            day: formatDate(item.effectiveFrom, lang),
            code: item.code,
          })}
        </p>
      </div>
    </div>
  );
}

function Facts({ item }: { item: ItemDetail }) {
  const { t, lang } = useWords();
  const facts = factsOf(item, t, lang);
  const promised = item.caseType === 'promise' && item.statutoryDays > item.promisedDays;
  return (
    <FactList
      layout="tiles"
      facts={[
        {
          key: 'online',
          icon: <MonitorSmartphone size={18} aria-hidden />,
          label: t('facts.onlineLabel'),
          value: facts.online,
        },
        {
          key: 'days',
          icon: <CalendarClock size={18} aria-hidden />,
          label: t('facts.daysLabel'),
          value: facts.days,
          ...(promised
            ? { detail: t('facts.statutory', { days: daysText(item.statutoryDays, item.dayUnit, t) }) }
            : {}),
        },
        { key: 'fee', icon: <Wallet size={18} aria-hidden />, label: t('facts.feeLabel'), value: facts.fee },
        {
          key: 'visits',
          icon: <Footprints size={18} aria-hidden />,
          label: t('facts.visitsLabel'),
          value: facts.visits,
        },
      ]}
    />
  );
}

/** Stays where the thumb is on a phone, beside the text on a desk. */
function Start({ item }: { item: ItemDetail }) {
  const { t } = useWords();
  if (!item.online) return <Notice title={t('guide.windowOnly')}>{t('guide.windowOnlyText')}</Notice>;
  return (
    <>
      <Link to={`/apply/${encodeURIComponent(item.code)}`} className={buttonClass('primary', true)}>
        <span>{t('guide.start')}</span>
      </Link>
      <p className="guide__promise">{t('guide.startText')}</p>
    </>
  );
}
