import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';
import { pinyin } from 'pinyin-pro';
import { synonyms } from './synonyms.ts';

interface Searchable {
  name: string;
  title?: { zh: string; en: string };
  summary?: { zh: string; en: string };
  keywords?: readonly string[];
}

let segmenter: Jieba | undefined;

/** Words of the field that a general dictionary would split wrongly. */
function words(): Jieba {
  if (segmenter) return segmenter;
  segmenter = Jieba.withDict(dict);
  const own = [...new Set(synonyms.flat())].map((word) => `${word} 100000 n`).join('\n');
  segmenter.loadDict(Buffer.from(own));
  return segmenter;
}

const han = /\p{Script=Han}/u;
const maxTokens = 400;

/**
 * What is indexed for an item: words (weight A from names, C from the summary), pinyin and initials of the
 * names from each word on, and pairs of neighbouring characters, by which one wrong character is forgiven.
 */
export function searchDocument(item: Searchable, agency: string): { vector: string; grams: string } {
  const names = [item.name, item.title?.zh ?? '', item.title?.en ?? '', ...(item.keywords ?? [])].filter(
    Boolean,
  );
  const strong = new Set(names.flatMap((name) => [...cut(name), ...spelled(name)]));
  const weak = new Set([...cut(item.summary?.zh ?? ''), ...cut(item.summary?.en ?? ''), ...cut(agency)]);
  const pairs = new Set(names.flatMap(pairsOf).map((pair) => `~${pair}`));
  const lexemes = [
    ...[...strong].slice(0, maxTokens).map((token) => `${quote(token)}:1A`),
    ...[...weak]
      .slice(0, maxTokens)
      .filter((token) => !strong.has(token))
      .map((token) => `${quote(token)}:1C`),
    ...[...pairs].slice(0, maxTokens).map((pair) => `${quote(pair)}:1D`),
  ];
  return { vector: lexemes.join(' '), grams: names.join('\n') };
}

/** A query as two tsquery texts: what must match, and the looser one that forgives a wrong character. */
export function searchQuery(text: string): { strict: string; loose: string | null } | undefined {
  const query = normalise(text).slice(0, 60);
  const tokens = asked(query);
  if (tokens.length === 0) return undefined;
  const strict = [tokens, ...alternatives(query).map(asked)]
    .filter((list) => list.length > 0)
    .map(
      (list) =>
        `(${list.map((token) => (han.test(token) ? quote(token) : `${quote(token)}:*`)).join(' & ')})`,
    )
    .join(' | ');
  const pairs = pairsOf(query).map((pair) => quote(`~${pair}`));
  return { strict, loose: pairs.length > 0 ? pairs.join(' | ') : null };
}

/** How many of a query's character pairs a loose hit must share: all but the two around one wrong character. */
export function loosePairs(text: string): { pairs: string[]; needed: number } {
  const pairs = pairsOf(normalise(text).slice(0, 60));
  return { pairs, needed: Math.max(1, pairs.length - 2) };
}

function alternatives(query: string): string[] {
  return synonyms.flatMap(([everyday, official]) =>
    query.includes(everyday) ? [query.replace(everyday, official)] : [],
  );
}

function normalise(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim();
}

function cut(text: string): string[] {
  const tokens = words().cutForSearch(normalise(text), true);
  return [...new Set(tokens.map((token) => token.trim()).filter((token) => /[\p{L}\p{N}]/u.test(token)))];
}

/**
 * The words that a hit must have. A long word goes where shorter ones make it up: within a name that goes on,
 * it may be part of a longer word still, of which only the short parts were indexed.
 */
function asked(query: string): string[] {
  const tokens = cut(query);
  return tokens.filter((token) => [...token].length <= 3 || !isMadeUp(token, tokens));
}

function isMadeUp(word: string, tokens: readonly string[]): boolean {
  const chars = [...word].map(() => false);
  for (const part of tokens) {
    if (part === word || !han.test(part)) continue;
    for (let at = word.indexOf(part); at >= 0; at = word.indexOf(part, at + 1))
      chars.fill(true, at, at + part.length);
  }
  return chars.every(Boolean);
}

/** Pinyin without tones and initials, from the beginning of each word of a name to its end. */
function spelled(name: string): string[] {
  const chars = [...normalise(name)].filter((char) => han.test(char));
  if (chars.length === 0) return [];
  const syllables = pinyin(chars.join(''), { toneType: 'none', type: 'array', v: true });
  const starts = new Set<number>();
  let at = 0;
  for (const word of words().cut(chars.join(''), true)) {
    starts.add(at);
    at += [...word].length;
  }
  return [...starts].flatMap((start) => {
    const rest = syllables.slice(start);
    return [rest.join(''), rest.map((syllable) => syllable[0] ?? '').join('')];
  });
}

function pairsOf(text: string): string[] {
  const chars = [...normalise(text)].filter((char) => han.test(char));
  return chars.slice(0, -1).map((char, index) => `${char}${chars[index + 1]}`);
}

function quote(token: string): string {
  return `'${token.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
