import { formatYuan } from '../text/index.ts';

/** How values are written on paper, by the name that a layout gives after a bar. */
export const formats = {
  text: String,
  number: String,
  /** A civil date as 2026年3月2日. */
  date: (value: unknown) => {
    const [year, month, day] = String(value).slice(0, 10).split('-').map(Number);
    return `${year}年${month}月${day}日`;
  },
  /** Fen as yuan. */
  money: (value: unknown) => `${formatYuan(Number(value))} 元`,
  /** Square metres. */
  area: (value: unknown) => `${Number(value)} 平方米`,
  percent: (value: unknown) => `${Number(value)}%`,
  /** One line for each. */
  list: (value: unknown) => (Array.isArray(value) ? value : [value]).map(String).join('\n'),
  /** A code in groups of four. */
  code: (value: unknown) => (String(value).match(/.{1,4}/g) ?? []).join('-'),
  /** A long number without its middle, a name without all but its first character. */
  masked: (value: unknown) => {
    const characters = [...String(value)];
    const [head, tail] = characters.length > 10 ? [6, 4] : [1, 0];
    return characters
      .map((character, index) => (index < head || index >= characters.length - tail ? character : '*'))
      .join('');
  },
};
