import type { TFunction } from 'i18next';
import type { Lang, Text } from '../../../api/types.ts';
import { pick } from '../../../lib/format.ts';
import { useAdminWords } from '../words.ts';

type Words = TFunction<'admin'>;

/** An element's value as lines that people read: one a row of a list, one a part of a group. */
export function useLines(): (field: string, value: unknown) => string[] {
  const { w, lang } = useAdminWords();
  return (field, value) => linesOf(field, value, lang, w);
}

function linesOf(field: string, value: unknown, lang: Lang, w: Words): string[] {
  if (value === null || value === undefined || value === '') return [];
  if (Array.isArray(value)) return value.map((row: unknown) => said(field, row, lang, w));
  if (isText(value)) return [value.zh, value.en];
  if (typeof value === 'object') {
    return Object.entries(value).map(([name, part]) => `${label(name, w)} ${said(name, part, lang, w)}`);
  }
  return [said(field, value, lang, w)];
}

function said(field: string, value: unknown, lang: Lang, w: Words): string {
  if (value === null || value === undefined) return '';
  if (isText(value)) return pick(value, lang);
  if (Array.isArray(value)) return value.map((part) => said(field, part, lang, w)).join(' · ');
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([name, part]) =>
        isText(part) ? pick(part, lang) : `${label(name, w)} ${said(name, part, lang, w)}`,
      )
      .join(' · ');
  }
  if (typeof value === 'boolean') return w(value ? 'yes' : 'no');
  const plain = String(value as string | number);
  return w(`option.${field}.${plain}`, { defaultValue: plain });
}

function label(name: string, w: Words): string {
  return w(`element.${name}`, { defaultValue: name });
}

function isText(value: unknown): value is Text {
  return typeof value === 'object' && value !== null && 'zh' in value && 'en' in value;
}
