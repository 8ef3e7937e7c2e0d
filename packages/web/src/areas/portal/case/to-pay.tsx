import { FactList } from '@quancheng/ui';
import type { CaseDetail, Lang } from '../../../api/types.ts';
import { useWords } from '../../../i18n/i18n.ts';
import { formatMoney } from '../../../lib/format.ts';

/** For what, how much and to whom, before one goes to the channel's page. */
export function ToPay({ entry }: { entry: CaseDetail }) {
  const { t, lang, text } = useWords();
  const order = entry.orders.find(({ state }) => state === 'open');
  if (!order) return null;
  return (
    <FactList
      facts={[
        { key: 'fee', label: t('money.for'), value: text(order.name) },
        { key: 'amount', label: t('money.amount'), value: formatMoney(order.amount, lang) },
        { key: 'payee', label: t('money.payee'), value: text(entry.agency) },
      ]}
    />
  );
}

/** The channel's page in the reader's language (docs/guides/payment-channel.md). */
export function channelPage(payUrl: string, lang: Lang): string {
  const page = new URL(payUrl);
  page.searchParams.set('lang', lang);
  return page.href;
}
