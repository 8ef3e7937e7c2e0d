import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import en from './en.json' with { type: 'json' };
import zh from './zh-CN.json' with { type: 'json' };

type Words = { [key: string]: string | Words };

function flatten(words: Words, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [name, value] of Object.entries(words)) {
    if (typeof value === 'string') flat.set(prefix + name, value);
    else for (const [key, text] of flatten(value, `${prefix}${name}.`)) flat.set(key, text);
  }
  return flat;
}

const chinese = flatten(zh);
const english = flatten(en);

const root = new URL('..', import.meta.url).pathname;
const files = globSync('**/*.{ts,tsx}', { cwd: root }).filter((file) => !file.includes('.test.'));

/** Every quoted text that looks like a key, wherever it stands: keys are also chosen, listed and looked up. */
const quoted = new Set<string>();
/** The same outside the areas of the staff, which have words of their own beside these. */
const quotedInPortal = new Set<string>();
/** Keys that are put together, as `licence.state.${state}`, as patterns. */
const composed: RegExp[] = [];
/** Keys that stand alone in `t('…')`. */
const called = new Set<string>();
for (const file of files) {
  const source = readFileSync(root + file, 'utf8');
  for (const [, key = ''] of source.matchAll(/['"]([a-zA-Z][\w-]*(?:\.[\w-]+)*)['"]/g)) {
    quoted.add(key);
    if (!/^areas\/(desk|staff|admin)\//.test(file)) quotedInPortal.add(key);
  }
  for (const [, key = ''] of source.matchAll(/\bt\(\s*'([^']+)'/g)) called.add(key);
  for (const [, key = ''] of source.matchAll(/\bt\(\s*`([^`]+)`/g)) {
    const pattern = key.split(/\$\{[^}]*\}/).map((part) => part.replaceAll('.', String.raw`\.`));
    composed.push(new RegExp(`^${pattern.join('[^.]+')}$`));
  }
}

function isUsed(key: string): boolean {
  return quoted.has(key) || composed.some((pattern) => pattern.test(key));
}

function holes(text: string): (string | undefined)[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).toSorted();
}

describe('words of the pages', () => {
  test('both languages have the same keys', () => {
    expect([...english.keys()]).toEqual([...chinese.keys()]);
  });

  test('no key is asked for that is not there', () => {
    expect([...called].filter((key) => !chinese.has(key))).toEqual([]);
    const groups = new Set([...chinese.keys()].map((key) => key.split('.')[0]));
    const keyLike = [...quotedInPortal].filter(
      (key) => groups.has(key.split('.')[0] ?? '') && key.includes('.'),
    );
    expect(keyLike.filter((key) => !chinese.has(key))).toEqual([]);
    expect(composed.filter((pattern) => ![...chinese.keys()].some((key) => pattern.test(key)))).toEqual([]);
  });

  test('no key is left over', () => {
    expect([...chinese.keys()].filter((key) => !isUsed(key))).toEqual([]);
  });

  test('both languages fill in the same values', () => {
    for (const [key, text] of chinese) expect(holes(english.get(key) ?? ''), key).toEqual(holes(text));
  });

  test('each language is its own', () => {
    const others = new Set(['prefs.otherLanguage']); // the name of a language is written in it
    for (const [key, text] of chinese) {
      if (others.has(key)) continue;
      expect(text.replace(/\{\{\w+\}\}/g, ''), key).not.toMatch(/[A-Za-z]+\s+[A-Za-z]+/);
      expect(english.get(key), key).not.toMatch(/\p{Script=Han}/u);
    }
  });
});
