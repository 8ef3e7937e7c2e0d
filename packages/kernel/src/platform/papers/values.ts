import { formats } from './formats.ts';
import type { LicenceData } from './model.ts';

const places = /\{([\w.]+)(?:\|(\w+))?\}/g;

/** What of a licence a layout can show, beside its fields. */
export const shown = [
  'number',
  'identifier',
  'holder.name',
  'issuer',
  'issuedOn',
  'validFrom',
  'validUntil',
  'verifyCode',
  'verifyUrl',
  'page',
  'pages',
] as const;

const dates = new Set(['issuedOn', 'validFrom', 'validUntil']);

export interface Place {
  path: string;
  format: string | undefined;
}

/** The values that words ask for. */
export function placesOf(words: string): Place[] {
  return Array.from(words.matchAll(places), ([, path = '', format]) => ({ path, format }));
}

/** Words with their values, and what they show; undefined where a value is absent. */
export function fillIn(
  words: string,
  values: Values,
): { text: string; shows: readonly string[] } | undefined {
  const shows: string[] = [];
  let isComplete = true;
  const text = words.replaceAll(places, (_, path: string, format: string | undefined) => {
    const value = values(path);
    isComplete &&= !isAbsent(value);
    if (!path.startsWith('page')) shows.push(path.replace(/^fields\./, ''));
    const by = format ?? (dates.has(path) ? 'date' : path === 'verifyCode' ? 'code' : 'text');
    return isComplete ? (formats[by as keyof typeof formats] ?? formats.text)(value) : '';
  });
  return isComplete ? { text, shows } : undefined;
}

export type Values = (path: string) => unknown;

export function valuesOf(data: LicenceData, page: { page: number; pages: number }): Values {
  const all: Record<string, unknown> = { ...data, ...page };
  return (path) => {
    if (path.startsWith('fields.')) return data.fields[path.slice('fields.'.length)];
    if (path === 'holder.name') return data.holder.name;
    return all[path];
  };
}

function isAbsent(value: unknown): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}
