import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPackage, readDocument, renderPage } from '@quancheng/engines/ofd';
import {
  exampleOf,
  longestOf,
  makeLicenceFiles,
  previewOf,
  type LicenceData,
} from '@quancheng/kernel/platform/papers';
import type { Layout } from '@quancheng/pack-sdk';
import { listPackDirs, loadPackDir, root } from '@quancheng/server';

const packs = await Promise.all((await listPackDirs(path.join(root, 'packs'))).map(loadPackDir));
const kinds = packs.flatMap(({ content: { licences, layouts } }) =>
  licences.flatMap((type) =>
    layouts
      .filter(({ licence }) => licence === type.code)
      .map((layout) => ({ code: type.code, type, layout })),
  ),
);

/** A page in three forms, as addresses of pictures. */
interface Pictures {
  ofd: string;
  pdf: string;
  preview: string;
}

describe.runIf(spawnSync('pdftoppm', ['-v']).error === undefined)('a licence', () => {
  let browser: Browser;
  let page: Page;
  let dir: string;
  beforeAll(async () => {
    dir = mkdtempSync(path.join(tmpdir(), 'licences-'));
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
    page = await browser.newPage();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  async function picturesOf(layout: Layout, data: LicenceData): Promise<Pictures[]> {
    const { ofd, pdf } = await makeLicenceFiles(layout, data, { ofd: 'unsealed', pdf: 'unsealed' });
    const document = readDocument(openPackage(ofd ?? new Uint8Array()));
    const folder = mkdtempSync(path.join(dir, 'pdf-'));
    writeFileSync(path.join(folder, 'licence.pdf'), pdf ?? '');
    const scale = ['-scale-to-x', '2400', '-scale-to-y', '-1'];
    execFileSync('pdftoppm', [...scale, '-png', 'licence.pdf', 'page'], { cwd: folder });
    const pngs = readdirSync(folder).filter((name) => name.endsWith('.png'));
    expect(pngs).toHaveLength(document.pages.length);
    const address = (type: string, bytes: string | Buffer) =>
      `data:image/${type};base64,${Buffer.from(bytes).toString('base64')}`;
    return Promise.all(
      pngs.toSorted().map(async (name, number) => ({
        ofd: address('svg+xml', renderPage(document, number)),
        pdf: address('png', readFileSync(path.join(folder, name))),
        preview: address(
          'svg+xml',
          await previewOf({ ...layout, pages: layout.pages.slice(number, number + 1) }, data),
        ),
      })),
    );
  }

  /** How much two pictures differ in darkness, of 1: on the whole, and in the square of 3 mm of A4 that differs most. */
  function compare(one: string, other: string): Promise<{ mean: number; worst: number }> {
    return page.evaluate(
      async (addresses) => {
        const [width, side] = [1200, 12];
        const squares = async (address: string): Promise<number[]> => {
          const image = new Image();
          image.src = address;
          await image.decode();
          const height = Math.round((image.naturalHeight * width) / image.naturalWidth / side) * side;
          const canvas = new OffscreenCanvas(width, height);
          const context = canvas.getContext('2d');
          if (!context) throw new Error('no canvas');
          context.drawImage(image, 0, 0, width, height);
          const { data } = context.getImageData(0, 0, width, height);
          const sums = Array.from({ length: (width / side) * (height / side) }, () => 0);
          for (let y = 0; y < height; y += 1) {
            for (let x = 0; x < width; x += 1) {
              const square = Math.floor(y / side) * (width / side) + Math.floor(x / side);
              sums[square] = (sums[square] ?? 0) + 255 - (data[(y * width + x) * 4 + 1] ?? 255);
            }
          }
          return sums.map((sum) => sum / (side * side * 255));
        };
        const [first = [], second = []] = await Promise.all(addresses.map(squares));
        const differences = first.map((dark, index) => Math.abs(dark - (second[index] ?? 1)));
        const sum = differences.reduce((all, difference) => all + difference, 0);
        return { mean: sum / differences.length, worst: Math.max(...differences) };
      },
      [one, other],
    );
  }

  it.each(kinds)('$code looks the same in OFD, in PDF and on a screen', async ({ type, layout }) => {
    for (const { ofd, pdf, preview } of await picturesOf(layout, exampleOf(type))) {
      for (const other of [pdf, preview]) {
        const { mean, worst } = await compare(ofd, other);
        expect(mean).toBeLessThan(0.01);
        expect(worst).toBeLessThan(0.18);
      }
    }
    const [usual] = await picturesOf(layout, exampleOf(type));
    const [longest] = await picturesOf(layout, longestOf(type));
    const { worst } = await compare(usual?.ofd ?? '', longest?.pdf ?? '');
    expect(worst).toBeGreaterThan(0.25);
  });
});
