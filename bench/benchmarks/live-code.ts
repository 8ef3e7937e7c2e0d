import { chromium, type Browser, type Page } from 'playwright-core';
import { cardOn, makePhone, type Post } from '../../packages/kernel/src/service/wallet/phone/testkit.ts';
import { tokenOf } from '../harness/cli.ts';
import { withFolder } from '../harness/folders.ts';
import type { Bench, Benchmark } from '../harness/model.ts';
import { withProduct } from '../harness/product.ts';

const slower = 4;
const budgetMs = 300;
const perRun = 20;
const usual = ['holder', 'number', 'validFrom', 'validUntil'];

async function run(bench: Bench) {
  return withFolder((dataDir) =>
    withProduct(dataDir, { QC_DEMO_PEOPLE: '100' }, async ({ origin }) => {
      const card = await takeCard(origin, await tokenOf(dataDir, 'elder-72'));
      const browser = await chromium.launch({
        executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
      });
      try {
        return await measure(bench, browser, origin, card);
      } finally {
        await browser.close();
      }
    }),
  );
}

type Card = Awaited<ReturnType<typeof cardOn>>;

/** An elderly card, then its card on a phone. */
async function takeCard(origin: string, token: string): Promise<Card> {
  const post: Post = async <T>(path: string, body: object) => {
    const answer = await fetch(origin + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as T };
  };
  const form = { phone: '10000000072' };
  const { body } = await post<{ licence?: { id: string } }>('/api/v1/cases', {
    item: 'elderly-card',
    form,
    submit: true,
  });
  return cardOn(post, await makePhone(post), body.licence?.id ?? '');
}

async function measure(bench: Bench, browser: Browser, origin: string, card: Card) {
  const page = await openOffline(browser, origin.replace('127.0.0.1', 'localhost'));
  const all = card.claims.map(({ name }) => name);
  const runs = { usual: [] as number[], all: [] as number[] };
  await check(page, await card.texts(usual));
  for (let round = 0; round < bench.rounds; round += 1) {
    runs.usual.push(await slowest(bench, page, () => card.texts(usual)));
    runs.all.push(await slowest(bench, page, () => card.texts(all)));
  }
  const target = { kind: 'atMost', value: budgetMs } as const;
  return {
    measures: [
      { what: 'the usual four fields, slowest', unit: 'ms', runs: runs.usual, target },
      { what: 'all fields of the card, slowest', unit: 'ms', runs: runs.all, target },
    ],
    notes: [
      `Chromium at a ${slower} times slower processor and without a network, from the text of the code to the verdict on the page: the issuer's signature, that of the device, each digest, the times, the status, and drawing it. The chain of certificates is checked when the page opens. Slowest of ${bench.length(perRun)} a run.`,
    ],
  };
}

/** The page as it stands on a phone that has been without a network since it was opened. */
async function openOffline(browser: Browser, origin: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' });
  const page = await context.newPage();
  await page.goto(`${origin}/verify/present`, { waitUntil: 'networkidle' });
  await page.locator('.scan__other summary').click();
  await context.setOffline(true);
  const cdp = await context.newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: slower });
  return page;
}

async function slowest(bench: Bench, page: Page, make: () => Promise<string[]>): Promise<number> {
  const times: number[] = [];
  for (let count = 0; count < bench.length(perRun); count += 1) times.push(await check(page, await make()));
  return Math.max(...times);
}

/** Milliseconds from the click that hands over the text to the verdict on the page. */
async function check(page: Page, texts: string[]): Promise<number> {
  const input = page.locator('textarea[name="text"]');
  const button = page.locator('textarea[name="text"] ~ button, .scan__other .qc-button').last();
  // Something else stands there before, so that the verdict is a new one.
  await input.fill('-');
  await button.click();
  await page.locator('.qc-notice--caution[role="alert"]').waitFor();
  let took = 0;
  for (const text of texts) {
    await input.fill(text);
    took = await button.evaluate(
      (element: HTMLElement, isLast: boolean) =>
        new Promise<number>((resolve) => {
          const begun = performance.now();
          const look = () => {
            if (isLast && !document.querySelector('.qc-notice--success[role="alert"]')) return;
            watch.disconnect();
            resolve(performance.now() - begun);
          };
          const watch = new MutationObserver(look);
          watch.observe(document.body, { subtree: true, childList: true, attributes: true });
          element.click();
        }),
      text === texts.at(-1),
    );
  }
  return took;
}

export const liveCode: Benchmark = { name: 'live-code', what: 'the offline check of a card', run };
