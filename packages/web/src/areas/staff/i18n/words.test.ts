import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

type Words = { [key: string]: string | Words };

function flatten(words: Words, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [name, value] of Object.entries(words)) {
    if (typeof value === 'string') flat.set(prefix + name, value);
    else for (const [key, text] of flatten(value, `${prefix}${name}.`)) flat.set(key, text);
  }
  return flat;
}

describe.each(['staff', 'desk', 'admin'])('words of the area %s', (area) => {
  const root = new URL(`../../${area}/`, import.meta.url).pathname;
  const read = (lang: string) =>
    flatten(JSON.parse(readFileSync(`${root}i18n/${lang}.json`, 'utf8')) as Words);
  const chinese = read('zh-CN');
  const english = read('en');
  const source = globSync('**/*.{ts,tsx}', { cwd: root })
    .filter((file) => !file.includes('.test.'))
    .map((file) => readFileSync(root + file, 'utf8'))
    .join('\n');
  const quoted = new Set(
    [...source.matchAll(/['"]([a-z][\w-]*(?:\.[\w-]+)*)['"]/gi)].map(([, key = '']) => key),
  );
  const called = [...source.matchAll(/\bw\(\s*'([^']+)'/g)].map(([, key = '']) => key);
  const composed = [...source.matchAll(/`([a-z]+(?:\.[^`]*)?\.[^`]*\$\{[^`]*)`/gi)].map(
    ([, key = '']) => new RegExp(`^${key.replaceAll('.', String.raw`\.`).replace(/\$\{[^}]*\}/g, '[^.]+')}$`),
  );

  test('both languages have the same keys and fill in the same values', () => {
    expect([...english.keys()]).toEqual([...chinese.keys()]);
    const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
    for (const [key, text] of chinese) expect(holes(english.get(key) ?? ''), key).toEqual(holes(text));
  });

  test('no key is asked for that is not there, and none is left over', () => {
    expect(called.filter((key) => !chinese.has(key))).toEqual([]);
    const used = (key: string) => quoted.has(key) || composed.some((pattern) => pattern.test(key));
    expect([...chinese.keys()].filter((key) => !used(key))).toEqual([]);
  });

  test('each language is its own', () => {
    for (const [key, text] of english) expect(text, key).not.toMatch(/\p{Script=Han}/u);
  });
});
