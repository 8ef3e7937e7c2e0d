import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { brandStyle, srgbSchemes } from './fallbacks.ts';
import { contrast } from './oklch.ts';

const css = readFileSync(new URL('../../tokens.css', import.meta.url), 'utf8');
const schemes = srgbSchemes(css, 190);

describe('tokens', () => {
  test('the sRGB fallbacks are the OKLCH colours at the default hue', () => {
    expect(schemes.map((scheme) => scheme.selector)).toEqual([':root', ":root[data-theme='dark']"]);
    for (const { selector, colours } of schemes) {
      const plain = css.slice(
        css.indexOf(`\n${selector} {`),
        css.indexOf('\n}', css.indexOf(`\n${selector} {`)),
      );
      for (const [name, value] of Object.entries(colours)) expect(plain).toContain(`  ${name}: ${value};`);
    }
  });

  const surfaces = ['--surface', '--surface-raised', '--surface-sunk', '--surface-tint'];
  const words = [
    '--text',
    '--text-soft',
    '--brand',
    '--danger',
    '--success',
    '--caution',
    '--info',
    '--accent',
  ];

  // A city may choose any hue, so contrast must hold all the way round.
  for (const hue of [0, 30, 60, 100, 145, 190, 230, 265, 300, 330]) {
    test(`contrast holds at hue ${hue}`, () => {
      for (const { colours } of srgbSchemes(css, hue)) {
        const of = (a: string, b: string) => contrast(colours[a] ?? '', colours[b] ?? '');
        for (const surface of surfaces) {
          for (const word of words)
            expect(of(word, surface), `${word} on ${surface}`).toBeGreaterThanOrEqual(4.5);
          for (const line of ['--line-strong', '--focus'])
            expect(of(line, surface), `${line} on ${surface}`).toBeGreaterThanOrEqual(3);
        }
        for (const tone of ['--success', '--caution', '--danger', '--info'])
          expect(of(tone, `${tone}-surface`), tone).toBeGreaterThanOrEqual(4.5);
        for (const brand of ['--brand', '--brand-hover'])
          expect(of('--on-brand', brand), brand).toBeGreaterThanOrEqual(4.5);
      }
    });
  }

  test('a city gets its hue for new and old browsers', () => {
    const style = brandStyle(css, 145);
    expect(style).toContain('--brand-hue:145');
    expect(style).toMatch(/@supports not \(color:oklch\(0 0 0\)\)\{:root\{--surface:#/);
    expect(style).not.toContain('var(');
  });
});
