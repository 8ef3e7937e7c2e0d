import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import type { FormSource } from '@quancheng/pack-sdk';
import { getCurrent, publish } from '@quancheng/kernel/work/definitions';
import { asSystem } from '@quancheng/server';
import { stage, type Stage, type Visit } from './browser.ts';
import { startFront, type Front } from './front.ts';

const applying = '/apply/elderly-card';
const typed = (page: Page) => page.locator('main [name="phone"]');
const keptHere = (page: Page) =>
  page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith('qc_typed')));

async function begin(made: Stage, account: string): Promise<Visit> {
  const visit = await made.visit(account);
  await visit.open(applying);
  // What is held already fills the first pages.
  while ((await typed(visit.page).count()) === 0) await onward(visit.page);
  await typed(visit.page).waitFor();
  return visit;
}

/** To the next step, once it stands. */
async function onward(page: Page): Promise<void> {
  const heading = page.locator('main h1');
  const button = page.getByRole('button', { name: '继续', exact: true });
  await button.waitFor();
  const before = await heading.innerText();
  await button.click();
  await expect.poll(() => heading.innerText()).not.toBe(before);
}

async function handIn(page: Page): Promise<void> {
  while (!page.url().includes('step=review')) await onward(page);
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: '提交', exact: true }).click();
}

/** The cases of someone by their status. */
async function casesOf(made: Stage, account: string): Promise<string[]> {
  const client = await made.server.as(account);
  const { body } = await client.get<{ items: { status: string }[] }>('/api/v1/cases');
  return body.items.map(({ status }) => status);
}

describe('a network that comes and goes', () => {
  const made = stage();

  it('takes nothing that was typed, and an application is handed in once', async () => {
    const { page, context, isSound } = await begin(made, 'elder-72');
    await context.setOffline(true);
    await page.getByText('网络已断开').waitFor();
    await typed(page).fill('10000000072');
    await page.getByText('先存在这台设备上').waitFor();
    expect(await keptHere(page)).toHaveLength(1);
    await isSound();

    const address = page.url();
    await page.goto('about:blank');
    await context.setOffline(false);
    await page.goto(address);
    await page.getByText('您上次填的内容还没有保存').waitFor();
    expect(await typed(page).inputValue()).toBe('10000000072');
    await page.getByText('已自动保存').waitFor();
    expect(await keptHere(page)).toEqual([]);
    await isSound();

    while (!page.url().includes('step=review')) await onward(page);
    await page.getByRole('checkbox').check();
    await context.setOffline(true);
    await page.getByText('网络已断开').waitFor();
    await page.getByRole('button', { name: '提交', exact: true }).click();
    await page.getByRole('button', { name: /正在提交/ }).waitFor();
    await context.setOffline(false);
    await page.waitForURL('**/cases/**');
    expect(await casesOf(made, 'elder-72')).toHaveLength(1);
    expect(await keptHere(page)).toEqual([]);
  });

  it('leaves nothing in the browser for whoever comes after a sign-out', async () => {
    const { page, context } = await begin(made, 'elder-65');
    await context.setOffline(true);
    await typed(page).fill('10000000065');
    await expect.poll(() => keptHere(page)).toHaveLength(1);
    await context.setOffline(false);
    await page.locator('.header__account .menu__name').click();
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.waitForURL((url) => url.pathname === '/');
    expect(await keptHere(page)).toEqual([]);
  });

  it('and a session that ends while one types: one signs in again and goes on where one was', async () => {
    const { page } = await begin(made, 'elder-60');
    const account = await made.server.as('elder-60');
    const { body } = await account.get<{ items: { id: string; current: boolean }[] }>('/api/v1/me/sessions');
    for (const { id } of body.items.filter(({ current }) => !current))
      await account.post(`/api/v1/me/sessions/${id}/end`, {});
    await typed(page).fill('10000000060');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('请重新登录').waitFor();
    await dialog.getByRole('link', { name: '重新登录' }).click();
    const person = page.locator('button[name="account"][value="elder-60"]');
    await person.evaluate((element) => element.closest('details')?.setAttribute('open', ''));
    await person.click();
    await page.waitForURL('**/apply/**');
    await page.getByText('您上次填的内容还没有保存').waitFor();
    expect(await typed(page).inputValue()).toBe('10000000060');
    await handIn(page);
    await page.waitForURL('**/cases/**');
    expect(await casesOf(made, 'elder-60')).toHaveLength(1);
  });
});

describe('a tab of last week', () => {
  let front: Front;
  const made = stage(async () => {
    front = await startFront();
    return { QC_ORIGIN: front.origin };
  });
  beforeAll(() => front.leadTo((made.server.app.server.address() as AddressInfo).port));
  afterAll(() => front.stop());

  it('whose files are gone says to load anew, and what was typed is there afterwards', async () => {
    const { page } = await begin(made, 'elder-72');
    await front.takeFiles();
    await typed(page).fill('10000000072');
    await page.locator('.menu--mobile summary').click();
    await page.locator('.menu--mobile').getByRole('link', { name: '我的证照' }).click();
    await page.getByText('这个页面出了问题').waitFor();
    await front.putFiles();
    await page.getByRole('button', { name: '刷新页面' }).click();
    await page.getByRole('heading', { level: 1, name: '我的证照' }).waitFor();
    await page.goBack();
    await expect.poll(() => typed(page).inputValue()).toBe('10000000072');
  });

  it('whose form has changed since says so, keeps the answers and asks what is new', async () => {
    const { page, isSound } = await begin(made, 'elder-60');
    await askMore(made);
    await typed(page).fill('10000000060');
    await handIn(page);
    await page.getByText('表单刚刚更新').waitFor();
    await isSound();
    await page.getByRole('button', { name: '刷新页面' }).click();
    await page.getByRole('button', { name: /修改.*手机号/ }).waitFor();
    expect(await page.locator('main').innerText()).toContain('10000000060');
    await page.getByRole('button', { name: /修改.*紧急联系人/ }).click();
    await page.locator('main [name="contact"]').fill('王小明');
    await handIn(page);
    await page.waitForURL('**/cases/**');
    expect(await casesOf(made, 'elder-60')).toEqual([expect.stringMatching(/granted|delivered/)]);
  });
});

/** The form asks for one thing more from now on. */
async function askMore({ server }: Stage): Promise<void> {
  await asSystem(server.services, 'stories publish a form', async (ctx) => {
    const { content } = await getCurrent<FormSource>(ctx, 'form', 'elderly-card');
    const contact = {
      type: 'string' as const,
      minLength: 2,
      maxLength: 20,
      'x-title': { zh: '紧急联系人', en: 'Whom to call' },
    };
    const steps = content['x-steps'];
    const last = steps.at(-1);
    if (!last) throw new Error('the form has no step');
    await publish(ctx, {
      kind: 'form',
      key: 'elderly-card',
      pack: 'civil-affairs',
      content: {
        ...content,
        required: [...(content.required ?? []), 'contact'],
        properties: { ...content.properties, contact },
        'x-steps': [...steps.slice(0, -1), { ...last, fields: [...last.fields, 'contact'] }],
      },
    });
  });
}
