import type { TFunction } from 'i18next';
import type { ItemDetail, ItemSummary, Lang } from '../../../api/types.ts';
import { formatMoney } from '../../../lib/format.ts';

/** The four things people ask first, in words. */
export interface ItemFacts {
  online: string;
  days: string;
  fee: string;
  visits: string;
}

export function factsOf(item: ItemSummary, t: TFunction, lang: Lang): ItemFacts {
  return {
    online: t(!item.online ? 'facts.window' : item.visits === 0 ? 'facts.fullyOnline' : 'facts.partlyOnline'),
    days: item.caseType === 'instant' ? t('facts.instant') : daysText(item.promisedDays, item.dayUnit, t),
    fee: feeText(item, t, lang),
    visits:
      item.visits === 0
        ? t('facts.noVisit')
        : t(item.visits === 1 ? 'facts.oneVisit' : 'facts.someVisits', { n: item.visits }),
  };
}

export function daysText(days: number, unit: ItemSummary['dayUnit'], t: TFunction): string {
  const one = days === 1;
  if (unit === 'workingDay') return t(one ? 'days.workingOne' : 'days.working', { n: days });
  if (unit === 'officeHour') return t(one ? 'days.hourOne' : 'days.hour', { n: days });
  return t(one ? 'days.calendarOne' : 'days.calendar', { n: days });
}

function feeText(item: ItemSummary | ItemDetail, t: TFunction, lang: Lang): string {
  const amounts = 'fees' in item ? item.fees.map((fee) => fee.amount) : [item.feeFrom];
  const dearest = Math.max(0, ...amounts);
  if (dearest === 0) return t('facts.free');
  const cheapest = Math.min(...amounts.filter((amount) => amount > 0));
  const several = dearest !== cheapest || !('fees' in item);
  return several ? t('facts.feeFrom', { amount: formatMoney(cheapest, lang) }) : formatMoney(cheapest, lang);
}
