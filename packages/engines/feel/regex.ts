/**
 * Regular expressions of XPath (XQuery 3.1 functions §5.6) as those of JavaScript. `null` where the pattern or
 * the flags are wrong. Flags: s (dot matches all), m (lines), i (any case), x (blanks ignored), q (plain text).
 */
export function compileRegex(pattern: string, flags: string, extra: '' | 'g' = ''): RegExp | null {
  const key = `${extra} ${flags} ${pattern}`;
  const kept = cache.get(key);
  if (kept !== undefined) {
    if (kept) kept.lastIndex = 0;
    return kept;
  }
  const regex = build(pattern, flags, extra);
  if (cache.size >= cacheSize) cache.clear();
  cache.set(key, regex);
  return regex;
}

const cache = new Map<string, RegExp | null>();
const cacheSize = 500;

function build(pattern: string, flags: string, extra: '' | 'g'): RegExp | null {
  if (/[^smixq]/.test(flags)) return null;
  const plain = flags.includes('q');
  const source = plain
    ? escapePlain(pattern)
    : translate(flags.includes('x') ? withoutBlanks(pattern) : pattern, flags);
  if (source === null) return null;
  const own = [...new Set(flags)].filter(
    (flag) => flag === 'i' || (!plain && (flag === 's' || flag === 'm')),
  );
  try {
    return new RegExp(source, `${own.join('')}u${extra}`);
  } catch {
    return null;
  }
}

function escapePlain(text: string): string {
  return text.replaceAll(/[$()*+./?[\\\]^{|}-]/g, '\\$&');
}

/** Escapes of classes, outside of brackets and within. */
const classes: Record<string, { outside: string; within: string }> = {
  i: { outside: '[\\p{L}_:]', within: '\\p{L}_:' },
  c: { outside: '[\\p{L}\\p{N}\\p{M}._:\\-]', within: '\\p{L}\\p{N}\\p{M}._:\\-' },
  d: { outside: '\\p{Nd}', within: '\\p{Nd}' },
  D: { outside: '\\P{Nd}', within: '\\P{Nd}' },
  w: { outside: '[^\\p{P}\\p{Z}\\p{C}]', within: '\\p{L}\\p{M}\\p{N}\\p{S}' },
  W: { outside: '[\\p{P}\\p{Z}\\p{C}]', within: '\\p{P}\\p{Z}\\p{C}' },
  s: { outside: '[ \\t\\n\\r]', within: ' \\t\\n\\r' },
  S: { outside: '[^ \\t\\n\\r]', within: '\\S' },
  I: { outside: '[^\\p{L}_:]', within: '\\P{L}' },
  C: { outside: '[^\\p{L}\\p{N}\\p{M}._:\\-]', within: '\\P{L}' },
};

/** Blanks are taken out before anything else is read, but not within brackets (§5.6.2). */
function withoutBlanks(pattern: string): string {
  return pattern.replaceAll(/(\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\])|\s+/g, (_, kept: string | undefined) =>
    kept === undefined ? '' : /^\\\s$/.test(kept) ? '\\' : kept,
  );
}

function translate(pattern: string, flags: string): string | null {
  let source = '';
  let index = 0;
  while (index < pattern.length) {
    const char = pattern[index] ?? '';
    if (char === '[') {
      const group = readClass(pattern, index);
      if (!group) return null;
      source += group.source;
      index = group.end;
    } else if (char === '\\') {
      const escape = readEscape(pattern, index, 'outside');
      if (!escape) return null;
      source += escape.source;
      index = escape.end;
    } else if (char === '(' && pattern[index + 1] === '?' && pattern[index + 2] !== ':') return null;
    else {
      source += char === '.' && !flags.includes('s') ? '[^\\n\\r]' : char;
      index += 1;
    }
  }
  return source;
}

function readEscape(
  pattern: string,
  at: number,
  place: 'outside' | 'within',
): { source: string; end: number } | null {
  const char = pattern[at + 1];
  if (char === undefined) return null;
  const known = classes[char];
  if (known) return { source: known[place], end: at + 2 };
  if (char === 'p' || char === 'P') {
    const match = /^\{(?:Is)?([\w-]+)\}/.exec(pattern.slice(at + 2));
    return match ? { source: `\\${char}{${match[1] ?? ''}}`, end: at + 2 + match[0].length } : null;
  }
  if (/[nrt]/.test(char)) return { source: `\\${char}`, end: at + 2 };
  if (/[\\|.?*+(){}^$[\]-]/.test(char)) return { source: `\\${char}`, end: at + 2 };
  return place === 'outside' && /[1-9]/.test(char) ? { source: `\\${char}`, end: at + 2 } : null;
}

/** A class in brackets, perhaps with another subtracted, as in `[a-z-[aeiou]]`. */
function readClass(pattern: string, start: number): { source: string; end: number } | null {
  let body = pattern[start + 1] === '^' ? '^' : '';
  let index = start + 1 + body.length;
  const first = index;
  while (index < pattern.length) {
    const char = pattern[index] ?? '';
    if (char === ']' && index > first) return { source: `[${body}]`, end: index + 1 };
    if (char === '-' && pattern[index + 1] === '[') {
      const without = readClass(pattern, index + 1);
      if (!without || pattern[without.end] !== ']') return null;
      return { source: `(?:(?!${without.source})[${body}])`, end: without.end + 1 };
    }
    if (char === '\\') {
      const escape = readEscape(pattern, index, 'within');
      if (!escape) return null;
      body += escape.source;
      index = escape.end;
    } else if (char === '[') return null;
    else {
      body += char;
      index += 1;
    }
  }
  return null;
}

type Part = string | ((groups: unknown[]) => string);

/** The replacement of `fn:replace`: `$1` is a group, `\$` and `\\` stand for themselves; others are wrong. */
export function expandReplacement(text: string): Part[] | null {
  const parts: Part[] = [];
  let index = 0;
  while (index < text.length) {
    const char = text[index] ?? '';
    const next = text[index + 1] ?? '';
    if (char === '\\') {
      if (next !== '\\' && next !== '$') return null;
      parts.push(next);
      index += 2;
    } else if (char === '$') {
      const digits = /^\d+/.exec(text.slice(index + 1))?.[0];
      if (digits === undefined) return null;
      parts.push((groups) => expandGroup(digits, groups));
      index += 1 + digits.length;
    } else {
      parts.push(char);
      index += 1;
    }
  }
  return parts;
}

/** As many digits as name a group; the rest is text. */
function expandGroup(digits: string, groups: unknown[]): string {
  let length = digits.length;
  while (length > 1 && Number(digits.slice(0, length)) >= groups.length) length -= 1;
  const group = groups[Number(digits.slice(0, length))];
  return `${typeof group === 'string' ? group : ''}${digits.slice(length)}`;
}
