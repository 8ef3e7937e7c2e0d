import { isInteger, toNumber, type FeelNumber } from '../numbers.ts';
import { compileRegex, expandReplacement } from '../regex.ts';
import type { FeelFunction, FeelValue } from '../values.ts';
import { builtin, variant } from './define.ts';

/** DMN 1.5 §10.3.4.3; positions and lengths count characters, not UTF-16 units. */
export const stringFunctions: readonly FeelFunction[] = [
  builtin(
    'substring',
    variant(['string: string', 'start position: number', 'length?: number'], ([text, start, length]) =>
      substring(text, start, length),
    ),
  ),
  builtin(
    'string length',
    variant(['string: string'], ([text]) => lengthOf(text)),
  ),
  builtin(
    'upper case',
    variant(['string: string'], ([text]) => text.toUpperCase()),
  ),
  builtin(
    'lower case',
    variant(['string: string'], ([text]) => text.toLowerCase()),
  ),
  builtin(
    'substring before',
    variant(['string: string', 'match: string'], ([text, match]) =>
      text.slice(0, Math.max(0, text.indexOf(match))),
    ),
  ),
  builtin(
    'substring after',
    variant(['string: string', 'match: string'], ([text, match]) => after(text, match)),
  ),
  builtin(
    'replace',
    variant(
      ['input: string', 'pattern: string', 'replacement: string', 'flags?: string or null'],
      ([...args]) => replace(...args),
    ),
  ),
  builtin(
    'contains',
    variant(['string: string', 'match: string'], ([text, match]) => text.includes(match)),
  ),
  builtin(
    'starts with',
    variant(['string: string', 'match: string'], ([text, match]) => text.startsWith(match)),
  ),
  builtin(
    'ends with',
    variant(['string: string', 'match: string'], ([text, match]) => text.endsWith(match)),
  ),
  builtin(
    'matches',
    variant(['input: string', 'pattern: string', 'flags?: string or null'], ([text, pattern, flags]) => {
      const regex = compileRegex(pattern, flags ?? '');
      return regex && regex.test(text);
    }),
  ),
  builtin(
    'split',
    variant(['string: string', 'delimiter: string'], ([text, delimiter]) => split(text, delimiter)),
  ),
  builtin(
    'string join',
    variant(
      ['list: list', 'delimiter?: string or null', 'prefix?: string or null', 'suffix?: string or null'],
      ([list, delimiter, prefix, suffix]) => join(list, delimiter ?? '', prefix ?? '', suffix ?? ''),
    ),
  ),
];

function lengthOf(text: string): number {
  let length = text.length;
  for (let index = 0; index < text.length; index += 1) {
    if ((text.codePointAt(index) ?? 0) > 0xffff) {
      length -= 1;
      index += 1;
    }
  }
  return length;
}

function substring(text: string, start: FeelNumber, length: FeelNumber | undefined): FeelValue {
  const from = Math.trunc(toNumber(start));
  const count = length === undefined ? Infinity : Math.trunc(toNumber(length));
  if (from === 0 || count < 1 || !isInteger(start)) return null;
  const characters = [...text];
  const first = from > 0 ? from - 1 : characters.length + from;
  if (first < 0 || (first >= characters.length && characters.length > 0)) return first < 0 ? null : '';
  return characters.slice(first, first + count).join('');
}

function after(text: string, match: string): string {
  const at = text.indexOf(match);
  return at < 0 ? '' : text.slice(at + match.length);
}

/** As `fn:replace` of XPath: a pattern that matches nothing at all, or a wrong replacement, is an error. */
function replace(
  text: string,
  pattern: string,
  replacement: string,
  flags: string | null | undefined,
): FeelValue {
  const regex = compileRegex(pattern, flags ?? '', 'g');
  if (!regex || new RegExp(regex.source, regex.flags).test('')) return null;
  if (flags?.includes('q')) return text.replaceAll(regex, () => replacement);
  const parts = expandReplacement(replacement);
  if (!parts) return null;
  return text.replaceAll(regex, (...match: unknown[]) => {
    const groups = match.slice(
      0,
      match.findIndex((each) => typeof each === 'number'),
    );
    return parts.map((part) => (typeof part === 'string' ? part : part(groups))).join('');
  });
}

/** As `fn:tokenize` of XPath; text before, between and after matches, empty where nothing stands there. */
function split(text: string, delimiter: string): FeelValue {
  const regex = compileRegex(delimiter, '', 'g');
  if (!regex) return null;
  const parts: string[] = [];
  let from = 0;
  for (const match of text.matchAll(regex)) {
    if (match[0] === '' && (match.index === 0 || match.index === text.length)) continue;
    parts.push(text.slice(from, match.index));
    from = match.index + match[0].length;
  }
  return [...parts, text.slice(from)];
}

function join(list: FeelValue[], delimiter: string, prefix: string, suffix: string): FeelValue {
  const texts = list.filter((item) => item !== null);
  if (!texts.every((item) => typeof item === 'string')) return null;
  return `${prefix}${texts.join(delimiter)}${suffix}`;
}
