import type { Lang, Text } from '../api/types.ts';

/** Everyone reads the city's clock, also from abroad; it has no summer time. */
const cityOffset = 8 * 3600_000;

/** The civil date in the city, so many years from today. */
export function cityDay(yearsFromNow: number): string {
  const today = new Date(Date.now() + cityOffset);
  const year = today.getUTCFullYear() + yearsFromNow;
  const day = new Date(Date.UTC(year, today.getUTCMonth(), today.getUTCDate()));
  // 29 February: the last day of the month where there is none.
  if (day.getUTCMonth() !== today.getUTCMonth()) day.setUTCDate(0);
  return day.toISOString().slice(0, 10);
}

/** The civil date so many days after another. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 24 * 3600_000).toISOString().slice(0, 10);
}

const weekdays: Record<Lang, string[]> = {
  zh: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
};
const months = 'January February March April May June July August September October November December'.split(
  ' ',
);

export function pick(text: Text, lang: Lang): string {
  return text[lang] || text.zh;
}

/** Said one after the other: a phrase without a full stop is given one. */
export function sentences(parts: readonly (string | undefined)[], lang: Lang): string {
  const [stop, space] = lang === 'zh' ? ['。', ''] : ['.', ' '];
  const said = parts.flatMap((part) => (part ? [part] : []));
  // What stands alone needs no stop.
  if (said.length < 2) return said.join('');
  return said.map((part) => (/[。！？.!?…]”?$/u.test(part) ? part : part + stop)).join(space);
}

interface Parts {
  year: number;
  month: number;
  day: number;
  weekday: number;
  time: string;
}

/** Parts of a date (`2020-12-03`) or, on the city's clock, of an instant. */
function partsOf(value: string): Parts | undefined {
  const plain = /^\d{4}-\d{2}-\d{2}$/.test(value);
  const instant = Date.parse(plain ? `${value}T00:00:00Z` : value);
  if (Number.isNaN(instant)) return undefined;
  const local = new Date(plain ? instant : instant + cityOffset);
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    weekday: local.getUTCDay(),
    time: `${local.getUTCHours()}:${String(local.getUTCMinutes()).padStart(2, '0')}`,
  };
}

/** 「2020 年 12 月 3 日」 / “3 December 2020”. */
export function formatDate(value: string, lang: Lang): string {
  const parts = partsOf(value);
  if (!parts) return value;
  const { year, month, day } = parts;
  return lang === 'zh' ? `${year} 年 ${month} 月 ${day} 日` : `${day} ${months[month - 1]} ${year}`;
}

/** 「12 月 3 日(周四)」 / “Thu 3 December”, with the year where it is not this one. */
export function formatDay(value: string, lang: Lang): string {
  const parts = partsOf(value);
  if (!parts) return value;
  const { year, month, day } = parts;
  const weekday = weekdays[lang][parts.weekday];
  const thisYear = new Date(Date.now() + cityOffset).getUTCFullYear() === year;
  if (lang === 'zh') return `${thisYear ? '' : `${year} 年 `}${month} 月 ${day} 日（${weekday}）`;
  return `${weekday} ${day} ${months[month - 1]}${thisYear ? '' : ` ${year}`}`;
}

/** Day and clock time of an instant; of a date, the day. */
export function formatMoment(value: string, lang: Lang): string {
  const parts = partsOf(value);
  if (!parts) return value;
  const day = formatDay(value, lang);
  if (!value.includes('T')) return day;
  // After a full-width bracket Chinese sets no space.
  return lang === 'zh' ? `${day}${parts.time}` : `${day} ${parts.time}`;
}

/** With thousands separators. */
export function formatNumber(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Fen as 「80 元」 / “80 yuan”. */
export function formatMoney(fen: number, lang: Lang): string {
  const fraction = fen % 100;
  const decimals = fraction === 0 ? '' : `.${String(fraction).padStart(2, '0')}`;
  return `${formatNumber(Math.floor(fen / 100))}${decimals} ${lang === 'zh' ? '元' : 'yuan'}`;
}

export function formatBytes(bytes: number): string {
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** One decimal, as 「98.5%」; a part that is not whole never reads as 100. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return '—';
  const tenths = Math.floor((part / whole) * 1000);
  return `${tenths / 10}%`;
}
