import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { getPublished, publishItem } from '@quancheng/kernel/service/items';
import { asSystem } from '@quancheng/server';
import { stage, type Stage, type Visit } from './browser.ts';

/** Gives the browser an authenticator that is unlocked as soon as it is asked. */
async function withAuthenticator({ page, context }: Visit): Promise<void> {
  const session = await context.newCDPSession(page);
  await session.send('WebAuthn.enable', { enableUI: false });
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

async function addPasskey({ page }: Visit): Promise<void> {
  await page.getByLabel('名称').fill('我的手机');
  await page.getByRole('button', { name: '添加通行密钥' }).click();
  await page.getByText('通行密钥已添加').waitFor();
}

const main = (page: Page) => page.getByRole('main');

describe('a passkey', () => {
  const made = stage();

  it('is added, signs one in, and is removed', async () => {
    const visit = await made.visit('elder-72');
    const { page, open, isSound } = visit;
    await withAuthenticator(visit);
    await open('/me/password');
    await page.getByText('还没有通行密钥').waitFor();
    await addPasskey(visit);
    await page.getByText('还没有用过').waitFor();
    await isSound();

    await page.context().clearCookies();
    await page.goto(new URL('/auth/login?return=/me/password', made.server.origin).href);
    // Offered in the field, the virtual authenticator answers at once; else the button asks it.
    const button = main(page).getByRole('button', { name: '使用通行密钥' });
    await Promise.race([page.waitForURL('**/me/password'), button.click().catch(() => undefined)]);
    await page.waitForURL('**/me/password');
    await page.getByText('最近使用').waitFor();
    await isSound();
    await page.getByRole('button', { name: '删除“我的手机”' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '删除', exact: true }).click();
    await page.getByText('还没有通行密钥').waitFor();
  });

  it('is asked for in the middle of an application, and added on the way; nothing is lost', async () => {
    await raise(made);
    const visit = await made.visit('elder-65');
    const { page, open, isSound } = visit;
    await withAuthenticator(visit);
    await open('/apply/elderly-card');
    const phone = page.locator('main [name="phone"]');
    while ((await phone.count()) === 0) await onward(page);
    await phone.fill('10000000065');
    while (!page.url().includes('step=review')) await onward(page);
    const send = async () => {
      await page.getByRole('checkbox').check();
      await page.getByRole('button', { name: '提交', exact: true }).click();
    };
    await send();
    await page.getByText('请再确认一次是您本人').waitFor();
    await isSound();
    await page.getByRole('link', { name: '去添加通行密钥' }).click();
    await addPasskey(visit);
    await page.getByRole('link', { name: '回去继续' }).click();
    await page.getByRole('heading', { level: 1, name: '请再确认一次是您本人' }).waitFor();
    await isSound();
    await page.getByRole('button', { name: '用通行密钥确认' }).click();
    await page.waitForURL('**/apply/elderly-card**');
    expect(page.url()).toContain('step=review');
    await page.getByText('10000000065').waitFor();
    await send();
    await page.waitForURL('**/cases/**');
  });
});

describe('a phone', () => {
  const made = stage();

  it('signs a computer in, which goes on by itself', async () => {
    const computer = await made.visit(null, { wide: true });
    await computer.open('/auth/login?return=/cases');
    await computer.page.getByRole('button', { name: '显示二维码' }).click();
    const figures = await computer.page.locator('main .code').innerText();
    const address = await computer.page.locator('main .phone__address').innerText();
    await computer.isSound();

    const phone = await made.visit('elder-72');
    await phone.open(new URL(address).pathname + new URL(address).search);
    await phone.page.getByText('一律不要确认').waitFor();
    await phone.isSound();
    await phone.page.getByLabel(/两位数字/).fill(figures);
    await phone.page.getByRole('button', { name: '确认登录' }).click();
    await phone.page.getByText('电脑已登录').waitFor();
    await phone.isSound();
    await computer.page.waitForURL('**/cases');
    await computer.page.getByText('王秀兰').first().waitFor({ state: 'attached' });
  });

  it('does so without script as well, by a link that looks again', async () => {
    const computer = await made.visit(null, { wide: true, script: false });
    await computer.open('/auth/login?return=/cases');
    await computer.page.getByRole('button', { name: '显示二维码' }).click();
    const figures = await computer.page.locator('main .code').innerText();
    const address = new URL(await computer.page.locator('main .phone__address').innerText());
    const phone = await made.visit('elder-60');
    await phone.open(address.pathname + address.search);
    await phone.page.getByLabel(/两位数字/).fill(figures);
    await phone.page.getByRole('button', { name: '确认登录' }).click();
    await phone.page.getByText('电脑已登录').waitFor();
    await computer.page.getByRole('link', { name: /我已在手机上确认/ }).click();
    await computer.page.getByRole('button', { name: '进入' }).click();
    await computer.page.waitForURL('**/cases');
  });
});

async function onward(page: Page): Promise<void> {
  const heading = page.locator('main h1');
  const button = page.getByRole('button', { name: '继续', exact: true });
  await button.waitFor();
  const before = await heading.innerText();
  await button.click();
  await expect.poll(() => heading.innerText()).not.toBe(before);
}

/** Stories alone hold an item of the third level. */
async function raise({ server }: Stage): Promise<void> {
  await asSystem(server.services, 'stories publish an item', async (ctx) => {
    const item = await getPublished(ctx, 'elderly-card');
    const { agencyId, agencyCode, agencyName, divisionCode, pack } = item;
    const agency = { id: agencyId, code: agencyCode, name: agencyName, divisionCode };
    await publishItem(ctx, { item: { ...item.content, assurance: 3 }, agency, pack } as never);
  });
}
