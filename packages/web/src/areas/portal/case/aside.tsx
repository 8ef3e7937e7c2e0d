import { Card, FactList, LinkButton, StatusTag } from '@quancheng/ui';
import { BadgeCheck } from 'lucide-react';
import { Link } from 'react-router';
import { useSession } from '../../../api/queries.ts';
import type { CaseDetail, Text } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatDay, formatMoment, formatMoney } from '../../../lib/format.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { NewTab, newTab } from './new-tab.tsx';
import { channelPage } from './to-pay.tsx';

export function CaseFacts({ entry }: { entry: CaseDetail }) {
  const { t, lang, text } = useWords();
  const { city } = useSession();
  const facts = [
    { key: 'number', label: t('case.number'), value: entry.number || '—' },
    { key: 'applicant', label: t('case.applicant'), value: <AsWritten>{entry.applicant}</AsWritten> },
    { key: 'agency', label: t('case.agency'), value: text(entry.agency) },
    ...(entry.submittedAt
      ? [{ key: 'submitted', label: t('case.submittedAt'), value: formatMoment(entry.submittedAt, lang) }]
      : []),
    ...(entry.dueDate
      ? [
          {
            key: 'due',
            label: t('case.due'),
            value: formatDay(entry.dueDate, lang),
            ...(entry.statutoryDueDate
              ? { detail: t('case.statutoryDue', { day: formatDay(entry.statutoryDueDate, lang) }) }
              : {}),
          },
        ]
      : []),
    ...(entry.decision
      ? [
          {
            key: 'decided',
            label: t('case.decidedBy'),
            value: <AsWritten>{entry.decision.by || t('case.byRule')}</AsWritten>,
            detail: formatMoment(entry.decision.at, lang),
          },
        ]
      : []),
    { key: 'help', label: t('case.help'), value: <a href={`tel:${city.hotline}`}>{city.hotline}</a> },
  ];
  return (
    <Card>
      <FactList facts={facts} />
    </Card>
  );
}

export function Appeal({ appeal }: { appeal: Text }) {
  const { t, text } = useWords();
  return (
    <section aria-labelledby="appeal">
      <h2 id="appeal">{t('case.appeal')}</h2>
      <p>{text(appeal)}</p>
    </section>
  );
}

export function LicenceCard({ licence }: { licence: NonNullable<CaseDetail['licence']> }) {
  const { t, text } = useWords();
  return (
    <section aria-labelledby="licence">
      <h2 id="licence">{t('case.licence')}</h2>
      <Card tone="tint" className="licence-card">
        <BadgeCheck size={32} aria-hidden />
        <div>
          <p className="licence-card__name">{text(licence.name)}</p>
          <p className="soft">{licence.number}</p>
          <p className="licence-card__links">
            <Link to={`/licences/${licence.id}`}>{t('case.seeLicence')}</Link>
            <a href={`/api/v1/licences/${licence.id}/file`} {...newTab}>
              {t('licence.pdf')}
              <NewTab />
            </a>
          </p>
        </div>
      </Card>
    </section>
  );
}

/** Fees to pay and sums to be paid out. */
export function Money({ entry, confirming }: { entry: CaseDetail; confirming: boolean }) {
  const { t, lang, text } = useWords();
  if (entry.orders.length + entry.payouts.length === 0) return null;
  return (
    <section aria-labelledby="money">
      <h2 id="money">{t('case.money')}</h2>
      <FactList
        facts={[
          ...entry.orders.map((order) => ({
            key: order.id,
            label: text(order.name),
            value: formatMoney(order.amount, lang),
            ...(order.paidAt ? { detail: <Receipt order={order} /> } : {}),
            action: <ToPayOrState order={order} confirming={confirming} />,
          })),
          ...entry.payouts.map((payout) => ({
            key: payout.id,
            label: text(payout.name),
            value: formatMoney(payout.amount, lang),
            action: <MoneyState state={payout.state} />,
          })),
        ]}
      />
    </section>
  );
}

interface ToPayOrStateProps {
  order: CaseDetail['orders'][number];
  confirming: boolean;
}

function ToPayOrState({ order, confirming }: ToPayOrStateProps) {
  const { t, lang } = useWords();
  if (!order.payUrl) return <MoneyState state={order.state} />;
  // Nobody is asked to pay again what is about to be confirmed.
  if (confirming) return <StatusTag kind="working">{t('money.confirming')}</StatusTag>;
  return <LinkButton href={channelPage(order.payUrl, lang)}>{t('case.pay')}</LinkButton>;
}

/** Who paid, when, and under which number. */
function Receipt({ order: { paidAt, paidBy, receipt } }: { order: CaseDetail['orders'][number] }) {
  const { t, lang } = useWords();
  return (
    <AsWritten>
      {[
        paidBy && t('money.paidBy', { name: paidBy }),
        paidAt && formatMoment(paidAt, lang),
        receipt && t('money.receipt', { number: receipt }),
      ]
        .filter(Boolean)
        .join(' · ')}
    </AsWritten>
  );
}

const moneyStates = [
  'open',
  'paid',
  'confirmed',
  'failed',
  'refunding',
  'refunded',
  'cancelled',
  'planned',
  'sent',
] as const;

function MoneyState({ state }: { state: string }) {
  const { t } = useWords();
  const known = moneyStates.find((name) => name === state);
  const kind = state === 'failed' ? 'bad' : state === 'paid' || state === 'confirmed' ? 'good' : 'working';
  return <StatusTag kind={kind}>{known ? t(`money.${known}`) : state}</StatusTag>;
}
