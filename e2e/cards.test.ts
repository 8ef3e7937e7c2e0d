import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromium, type Page } from 'playwright-core';
import { applyAs, papersOf } from '@quancheng/testing';
import { createStranger } from '../packages/kernel/src/service/wallet/stranger/testkit.ts';
import { createCalls, grade } from '../packages/kernel/src/service/wallet/testkit.ts';
import { stage, type Visit } from './browser.ts';

interface Devices {
  items: { id: string; state: string }[];
}

const name = '老年人优待证';

describe('licences on the phone', () => {
  const made = stage();
  let folder: string;
  let holder: Visit;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'qc-cards-'));
    await applyAs(made.server, 'elder-72');
    const { client } = await applyAs(made.server, 'proof-ok');
    const papers = await papersOf(made.server, 'elder-72');
    // Whoever acts for someone in everything may have their licences too.
    const agent = { name: papers.name, idNumber: papers.idNumber };
    await client.post('/api/v1/me/mandates', { agent });
    await made.server.settle();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Until the page is kept for a day without a network. */
  const keptFor = (page: Page, address: string) =>
    expect
      .poll(() =>
        page.evaluate(async (wanted) => {
          const cache = await caches.open('qc-offline');
          const { active } = (await navigator.serviceWorker.getRegistration()) ?? {};
          return (
            active !== undefined &&
            active !== null &&
            (await cache.match(wanted, { ignoreVary: true })) !== undefined
          );
        }, address),
      )
      .toBe(true);

  async function pictureOf(page: Page): Promise<string> {
    const file = path.join(folder, `${Date.now()}.png`);
    await page.locator('dialog.show .show__code').screenshot({ path: file });
    return file;
  }

  async function check(page: Page, file: string): Promise<string> {
    await page.locator('input[name="picture"]').setInputFiles(file);
    return page.getByRole('alert').first().innerText();
  }

  const openOtherWays = (page: Page) => page.getByText('用图片或文字核验').click();

  it('are added, put in order, and shown without a network, with numbers hidden', async () => {
    holder = await made.visit('elder-72');
    const { page, context } = holder;
    await holder.open('/cards');
    await page.getByText('这台手机上还没有证照').waitFor();
    await holder.isSound();
    await page.getByRole('button', { name: `添加${name}`, exact: true }).click();
    await page.getByRole('button', { name: `出示${name}` }).waitFor();
    await holder.isSound();
    const proof = await page
      .getByRole('button', { name: /^添加(?!老年人优待证|到).+证明$/ })
      .getAttribute('aria-label');
    await page.getByRole('button', { name: proof ?? '', exact: true }).click();
    const order = () => page.locator('.card-row__name').allInnerTexts();
    await expect.poll(order).toEqual([name, proof?.slice(2)]);
    await page.getByRole('button', { name: `${name}下移` }).press('Enter');
    await expect.poll(order).toEqual([proof?.slice(2), name]);
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toBe(`${name}上移`);
    await page.getByRole('button', { name: `移除${proof?.slice(2)}` }).click();
    expect(await order()).toEqual([name]);
    await page.getByRole('button', { name: '撤销' }).click();
    expect(await order()).toEqual([proof?.slice(2), name]);
    await keptFor(page, '/cards');

    await context.setOffline(true);
    await page.reload();
    await page.getByRole('button', { name: `出示${name}` }).click();
    const shown = page.getByRole('dialog', { name });
    await shown.getByRole('img', { name: `${name}的动态二维码` }).waitFor();
    expect(await shown.innerText()).toMatch(/证照编号\s+\S{2}••••••\S{2}/);
    await shown.getByRole('button', { name: '显示号码' }).click();
    expect(await shown.innerText()).not.toContain('•');
    await shown.getByText('选择出示哪些内容').click();
    await shown.getByRole('checkbox', { name: '档次' }).check();
    await shown.getByText('65 周岁及以上').waitFor();
    await holder.passesAxe();
  });

  it('are checked by a second phone without a network, from the picture of the screen', async () => {
    const visit = await made.visit(null);
    await visit.open('/verify/present');
    await visit.isSound();
    await keptFor(visit.page, '/verify/present');
    await visit.context.setOffline(true);
    await visit.page.reload();
    await openOtherWays(visit.page);
    const told = await check(visit.page, await pictureOf(holder.page));
    expect(told).toContain('真实有效');
    expect(await visit.page.locator('article').innerText()).toContain('65 周岁及以上');
    await visit.passesAxe();

    await visit.page.locator('textarea[name="text"]').fill('HTTPS://EXAMPLE.ORG');
    await visit.page.getByRole('button', { name: '核验文字' }).click();
    await visit.page.getByText('这不是证照的动态二维码').waitFor();
  });

  it('are read by a camera as they are shown', async () => {
    const film = path.join(folder, 'screen.mjpeg');
    // What a camera has before it: the code and much beside.
    await holder.page.setViewportSize({ width: 1920, height: 1080 });
    await holder.page.screenshot({ path: film, type: 'jpeg', quality: 95 });
    await holder.page.setViewportSize({ width: 390, height: 844 });
    const browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-video-capture=${film}`,
      ],
    });
    try {
      const page = await browser.newPage({ locale: 'zh-CN', viewport: { width: 390, height: 844 } });
      await page.goto(new URL('/verify/present', made.server.origin).href);
      await page.getByRole('button', { name: '扫描二维码' }).click();
      await page.getByText('真实有效').waitFor();
      expect(await page.locator('video').count()).toBe(0);
    } finally {
      await browser.close();
    }
  });

  it('count no more once their phone is stopped from another, for whoever has news of it', async () => {
    const visit = await made.visit(null);
    await visit.open('/verify/present');
    await openOtherWays(visit.page);
    expect(await check(visit.page, await pictureOf(holder.page))).toContain('真实有效');

    const other = await made.server.as('elder-72');
    const { items } = (await other.get<Devices>('/api/v1/me/cards/devices')).body;
    await other.post(`/api/v1/me/cards/devices/${items[0]?.id ?? ''}/withdraw`, {});
    await visit.page.getByRole('button', { name: '现在更新' }).click();
    await visit.page.getByText('已更新').waitFor();
    const picture = await pictureOf(holder.page);
    await expect.poll(() => check(visit.page, picture)).toContain('已失效，不要接受');
    expect(await visit.page.locator('article').innerText()).not.toContain('65 周岁');
  });

  it('leave the phone when their holder signs out', async () => {
    const visit = await made.visit('elder-72');
    await visit.open('/cards');
    await visit.page.getByRole('button', { name: `添加${name}`, exact: true }).click();
    await visit.page.getByRole('button', { name: `出示${name}` }).waitFor();
    await visit.page.locator('.header__account .menu__name').click();
    await visit.page.getByRole('button', { name: '退出登录' }).click();
    await visit.page.waitForURL((url) => url.pathname === '/');
    await visit.open('/cards');
    await visit.page.getByText('这台手机上还没有证照').waitFor();
  });

  /** The cards that a phone keeps, as its own browser has them; `change` may make them older. */
  const keptCards = (page: Page, aged = 0) =>
    page.evaluate(async (days) => {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opened = indexedDB.open('qc-cards');
        opened.onsuccess = () => resolve(opened.result);
        opened.onerror = () => reject(opened.error ?? new Error('no database'));
      });
      const done = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve) => {
          request.onsuccess = () => resolve(request.result);
        });
      const table = () => database.transaction('kept', 'readwrite').objectStore('kept');
      interface Card {
        licenceId: string;
        card: { issuedAt: string; expiresAt: string };
      }
      const kept = (await done(table().get('package'))) as { cards: Card[] };
      const earlier = (at: string) => new Date(Date.parse(at) - days * 86_400_000).toISOString();
      for (const { card } of kept.cards)
        Object.assign(card, { issuedAt: earlier(card.issuedAt), expiresAt: earlier(card.expiresAt) });
      if (days > 0) await done(table().put(kept, 'package'));
      database.close();
      return kept.cards.map(({ card }) => Math.round((Date.parse(card.expiresAt) - Date.now()) / 86_400_000));
    }, aged);

  it('stand still for who wants no motion, though never the same, and keep the screen awake while shown', async () => {
    const { page, open, context } = await made.visit('elder-72');
    await context.addInitScript(() => {
      let held = 0;
      const request = async () => {
        held += 1;
        return { release: async () => void (held -= 1) };
      };
      Object.defineProperty(navigator, 'wakeLock', { value: { request, held: () => held } });
    });
    const held = () => page.evaluate(() => (navigator.wakeLock as unknown as { held: () => number }).held());
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await open('/cards');
    await page.getByRole('button', { name: `添加${name}`, exact: true }).click();
    await page.getByRole('button', { name: `出示${name}` }).waitFor();
    expect(await held()).toBe(0);
    await page.getByRole('button', { name: `出示${name}` }).click();
    const mark = page.locator('.watermark__words');
    const moves = () => mark.evaluate((element) => element.getAnimations().length);
    const place = await mark.boundingBox();
    const words = await mark.innerText();
    await expect.poll(() => mark.innerText()).not.toBe(words);
    expect(await mark.boundingBox()).toEqual(place);
    expect(await moves()).toBe(0);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    expect(await moves()).toBe(1);
    expect(await held()).toBe(1);
    await page.getByRole('dialog').getByRole('button', { name: '关闭' }).click();
    await expect.poll(held).toBe(0);
  });

  it('are renewed near their end while the phone has a network, on whichever page its holder is', async () => {
    const { page, open } = await made.visit('elder-72');
    await open('/cards');
    await page.getByRole('button', { name: `添加${name}`, exact: true }).click();
    await page.getByRole('button', { name: `出示${name}` }).waitFor();
    await keptFor(page, '/cards');
    expect(await keptCards(page, 25)).toEqual([5]);
    await open('/help');
    await expect.poll(() => keptCards(page)).toEqual([30]);
  });

  it('of someone else end with the mandate: at once at a gate with a network, and on the phone when it is next there', async () => {
    const { page, open } = await made.visit('elder-72');
    await open('/cards');
    const add = page.getByRole('button', { name: /^添加(?!老年人优待证|到).+证明$/ });
    const proof = ((await add.getAttribute('aria-label')) ?? '').slice(2);
    await add.click();
    await page.getByRole('button', { name: `添加${name}`, exact: true }).click();
    await page.getByRole('button', { name: `出示${name}` }).waitFor();
    await page.getByRole('button', { name: `出示${proof}` }).click();
    await page.getByRole('img', { name: `${proof}的动态二维码` }).waitFor();
    const gate = await made.visit(null);
    await gate.open('/verify/present');
    await openOtherWays(gate.page);
    const verdict = async () => check(gate.page, await pictureOf(page));
    await expect.poll(verdict).toContain('真实有效');

    const principal = await made.server.as('proof-ok');
    const granted = await principal.get<{ items: { id: string }[] }>('/api/v1/me/mandates/granted');
    for (const { id } of granted.body.items) await principal.post(`/api/v1/me/mandates/${id}/revoke`, {});
    await expect.poll(verdict).toContain('已失效，不要接受');
    await open('/cards');
    await expect.poll(() => page.locator('.card-row__name').allInnerTexts()).toEqual([name]);
    expect(await keptCards(page)).toHaveLength(1);
  });
});

describe('asking a wallet', () => {
  const made = stage();

  it('shows exactly what was asked for and agreed to, once the wallet has answered', async () => {
    const stranger = createStranger(made.server);
    const calls = createCalls(made.server, stranger);
    const { holder, licenceId } = await calls.cardOf('elder-72');
    const key = await stranger.makeKey();
    const [copy = ''] = await calls.take(holder, licenceId, [key]);

    const { page, open, isSound } = await made.visit(null);
    await open('/verify/ask');
    await page.getByRole('button', { name: '生成二维码' }).click();
    await page.getByText('请选择证照类型。').waitFor();
    await page.locator('select[name="type"]').selectOption('elderly-card');
    await page.getByRole('checkbox', { name: '档次' }).check();
    await page.locator('input[name="purpose"]').fill('入园查验');
    await page.getByRole('button', { name: '生成二维码' }).click();
    const uri = await page.locator('a[href^="openid4vp:"]').getAttribute('href');
    await isSound();
    const request = await stranger.readRequest(uri ?? '');
    const told = { audience: request.client_id, nonce: request.nonce };
    await stranger.answer(request, await stranger.present(copy, key, grade, told));
    await page.getByText('对方已出示，真实有效').waitFor();
    const words = await page.locator('article').innerText();
    expect(words).toContain('65 周岁及以上');
    expect(words).not.toContain('出生日期');
    await isSound();
  });
});
