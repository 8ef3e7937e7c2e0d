import { globSync } from 'node:fs';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import type { Example } from './lib/example.ts';

const folder = new URL('.', import.meta.url).pathname;
const files = globSync('*/examples.tsx', { cwd: folder });

describe('examples', () => {
  test('every component has some', () => {
    const components = globSync('*/*.css', { cwd: folder }).map((file) => file.split('/')[0]);
    const shown = new Set(files.map((file) => file.split('/')[0]));
    expect(components.filter((name) => name !== 'base' && !shown.has(name))).toEqual([]);
  });

  for (const file of files) {
    test(file, async () => {
      const { examples } = (await import(`./${file}`)) as { examples: Example[] };
      expect(examples.length).toBeGreaterThan(0);
      for (const { name, element } of examples) {
        const html = renderToStaticMarkup(element);
        expect(html, name).not.toMatch(/\sstyle=/); // the page's policy allows no inline style
        for (const [, id] of html.matchAll(/\sfor="([^"]+)"/g)) expect(html, name).toContain(`id="${id}"`);
        for (const [, ids = ''] of html.matchAll(/aria-describedby="([^"]+)"/g))
          for (const id of ids.split(' ')) expect(html, name).toContain(`id="${id}"`);
      }
    });
  }
});
