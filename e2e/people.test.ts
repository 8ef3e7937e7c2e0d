import { afterAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { papersOf, startFaceProvider, type FaceProvider } from '@quancheng/testing';
import { trustPlatform } from '../packages/kernel/src/subject/face/testkit.ts';
import { stage } from './browser.ts';

describe('a face check', () => {
  let provider: FaceProvider;
  const made = stage(async () => {
    provider = await startFaceProvider();
    return provider.env;
  });
  afterAll(() => provider.stop());

  const main = (page: Page) => page.getByRole('main');

  it('confirms who is signed in; when it fails, another way stands beside it', async () => {
    await trustPlatform(made.server, provider);
    const visit = await made.visit('elder-72');
    const { page, context, open, isSound } = visit;
    await open('/auth/login?level=3&return=/me/access');
    await page.getByRole('heading', { level: 1, name: '请再确认一次是您本人' }).waitFor();
    await isSound();
    // Who does not let the page use the camera hears of the other ways.
    const agree = page.getByRole('button', { name: '同意并开始刷脸' });
    await agree.click();
    await page.getByText('没有打开摄像头').waitFor();
    await isSound();
    expect(provider.heard).toEqual([]);

    await context.grantPermissions(['camera']);
    provider.answerWith('break');
    await agree.click();
    await throughCamera(page, async () => {
      await isSound();
    });
    await page.getByText('刷脸服务现在没有回应').waitFor();
    await main(page).getByRole('button', { name: '用通行密钥确认' }).waitFor();
    await isSound();

    provider.answerWith('pass');
    await agree.click();
    await throughCamera(page);
    await page.waitForURL('**/me/access');
    const pictures = provider.heard.at(-1)?.body['pictures'] as { image: string }[];
    expect(pictures.map(({ image }) => Buffer.from(image, 'base64').length > 1000)).toEqual([true, true]);
    await page.goto(new URL('/api/v1/me/passkeys', made.server.origin).href);
    expect(JSON.parse(await page.locator('pre').innerText())).toMatchObject({ assurance: 3, face: true });
  });

  it('is read on a wide screen and in English as well', async () => {
    const { page, context, open, isSound } = await made.visit('elder-65', { wide: true, lang: 'en' });
    await context.grantPermissions(['camera']);
    await open('/auth/login?level=3&return=/me/access');
    await isSound();
    await page.getByRole('button', { name: 'Agree and begin' }).click();
    await page.getByRole('button', { name: 'Take the picture' }).waitFor();
    await isSound();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('button', { name: 'Agree and begin' }).waitFor();
  });
});

describe('a window', () => {
  const made = stage();

  it('lets someone without a phone act on its second screen, until the clerk ends it', async () => {
    const { name, idNumber } = await papersOf(made.server, 'elder-72');
    const clerk = await made.visit('civil-clerk', { wide: true });
    await clerk.open('/desk/window');
    await clerk.page.getByLabel('窗口', { exact: true }).fill('3 号窗口');
    await clerk.page.getByRole('radio', { name: '居民身份证', exact: true }).check();
    await clerk.page.getByLabel('姓名').fill(name);
    await clerk.page.getByLabel('身份证号').fill(idNumber);
    await clerk.page.getByLabel('证件号码的最后 4 位').fill(idNumber.slice(-4));
    await clerk.isSound();
    await clerk.page.getByRole('button', { name: '开始' }).click();
    const code = await clerk.page.locator('.desk-window__code').innerText();
    await clerk.passesAxe();

    const screen = await made.visit(null);
    await screen.open('/window');
    await screen.isSound();
    await screen.page.getByLabel('8 位数字').fill('0000 0000');
    await screen.page.getByRole('button', { name: '开始办理' }).click();
    await screen.page.getByText('数字不对、用过了或已过期').waitFor();
    await screen.isSound();
    await screen.page.getByLabel('8 位数字').fill(code);
    await screen.page.getByRole('button', { name: '开始办理' }).click();
    await screen.page.getByText('您正在窗口“3 号窗口”办理').waitFor();
    await screen.isSound();
    await screen.open('/me/mandates');
    await screen.isSound();

    await clerk.page.getByRole('button', { name: '刷新' }).click();
    await clerk.page.getByText('正在办理').waitFor();
    await clerk.isSound();
    await clerk.page.getByRole('button', { name: '结束', exact: true }).click();
    await clerk.page.getByRole('button', { name: '开始' }).waitFor();
    await screen.open('/cases');
    expect(await screen.page.getByText('您正在窗口').count()).toBe(0);
  });

  it('lets someone who has no other way in choose a new password there, unseen by the clerk', async () => {
    const { name, idNumber } = await papersOf(made.server, 'elder-60');
    const clerk = await made.visit('civil-clerk', { wide: true });
    await clerk.open('/desk/window');
    await clerk.page.getByRole('radio', { name: /重设登录密码/ }).check();
    await clerk.page.getByLabel('窗口', { exact: true }).fill('3 号窗口');
    await clerk.page.getByRole('radio', { name: '护照' }).check();
    await clerk.page.getByLabel('姓名').fill(name);
    await clerk.page.getByLabel('身份证号').fill(idNumber);
    await clerk.page.getByLabel('证件号码的最后 4 位').fill(idNumber.slice(-4));
    await clerk.page.getByRole('button', { name: '开始' }).click();
    await clerk.page.getByText('要凭居民身份证或临时居民身份证').waitFor();
    await clerk.isSound();
    await clerk.page.getByRole('radio', { name: '居民身份证', exact: true }).check();
    await clerk.page.getByRole('button', { name: '开始' }).click();
    const code = await clerk.page.locator('.desk-window__code').innerText();

    const screen = await made.visit(null);
    await screen.open('/window');
    await screen.page.getByLabel('8 位数字').fill(code);
    await screen.page.getByRole('button', { name: '开始办理' }).click();
    const [fresh, again] = [
      screen.page.getByLabel('新密码', { exact: true }),
      screen.page.getByLabel('再输入一次新密码'),
    ];
    await fresh.fill('nine quiet lanterns');
    await again.fill('nine quiet lantern');
    await screen.isSound();
    await screen.page.getByRole('button', { name: '重设密码' }).click();
    await screen.page.getByText('两次输入的不一样').waitFor();
    await screen.isSound();
    await clerk.page.getByRole('button', { name: '刷新' }).click();
    await clerk.page.getByText('您看不到密码').waitFor();
    await clerk.isSound();
    await again.fill('nine quiet lanterns');
    await screen.page.getByRole('button', { name: '重设密码' }).click();
    await screen.page.getByText('密码已重设').first().waitFor();
    expect(await screen.page.locator('main').innerText()).toContain('elder-60');
    await screen.isSound();
    await clerk.page.getByRole('button', { name: '刷新' }).click();
    await clerk.page.getByText('已重设', { exact: true }).waitFor();
    await clerk.isSound();
    await clerk.page.getByRole('button', { name: '下一位' }).click();
    await clerk.page.getByRole('button', { name: '开始' }).waitFor();

    const person = await made.visit('elder-60');
    await person.open('/inbox');
    await person.page.getByText('您的密码已在窗口重设').first().waitFor();
  });
});

describe('an authorisation by code', () => {
  const made = stage();

  it('is shown on one phone, taken on another, and used once', async () => {
    const giver = await made.visit('elder-72');
    await giver.open('/me/mandates');
    await giver.page.getByRole('link', { name: '扫码授权办一次' }).click();
    await giver.page.getByLabel('办什么').or(giver.page.getByRole('searchbox')).first().fill('老年');
    await giver.page.locator('.picker__list button').first().click();
    await giver.isSound();
    await giver.page.getByRole('button', { name: '出示二维码' }).click();
    const address = new URL(await giver.page.locator('main .phone__address').innerText());
    await giver.isSound();

    const helper = await made.visit('fund-ok');
    await helper.open(address.pathname + address.search);
    await helper.page.getByRole('heading', { level: 1, name: '替对方办一次' }).waitFor();
    await helper.page.getByText('王秀兰请您替对方办下面这件事').waitFor();
    await helper.isSound();
    await helper.page.getByRole('button', { name: '同意，去填写' }).click();
    await helper.page.waitForURL('**/apply/**');
    await helper.page.getByText('王秀兰').first().waitFor();
    await helper.open('/me/mandates');
    await helper.page.getByText('授权您办一次').first().waitFor();
    await helper.isSound();
    await giver.open('/me/mandates');
    await giver.page.getByText('只办一次').first().waitFor();
    await giver.isSound();
    const late = await made.visit('elder-58', { wide: true });
    await late.open(address.pathname + address.search);
    await late.page.getByText('这个二维码已用过或已过期').waitFor();
    await late.isSound();
  });
});

describe('a guardian', () => {
  const made = stage();

  it('is recorded at a window for a chosen matter, seen by both, and ended with a reason', async () => {
    const [guardian, ward] = [
      await papersOf(made.server, 'elder-65'),
      await papersOf(made.server, 'owner-child'),
    ];
    const { page, open, isSound } = await made.visit('civil-clerk', { wide: true });
    await open('/desk/guardians');
    await page.getByLabel('被监护人姓名').fill(ward.name);
    await page.getByLabel('被监护人身份证号').fill(ward.idNumber);
    await page.getByLabel('监护人姓名', { exact: true }).fill(guardian.name);
    await page.getByLabel('监护人身份证号', { exact: true }).fill(guardian.idNumber);
    await page.getByRole('radio', { name: '监护人指定文书' }).check();
    await page.getByLabel('文件编号的最后 4 位').fill('01AB');
    await page.getByRole('radio', { name: '只办选定的事项' }).check();
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByText('请至少选一个事项').waitFor();
    await page.getByRole('combobox', { name: '选定的事项' }).fill('老年');
    await page.locator('.ant-select-item-option').first().click();
    const item = await page.locator('.ant-select-selection-item').first().innerText();
    await page.keyboard.press('Escape');
    await isSound();
    await page.getByRole('button', { name: '下一步' }).click();
    // The last day is not typed: it follows from the record of the ward.
    await page.getByText('这是被监护人满 18 岁的前一天').waitFor();
    const sentence = await page.getByText(`${guardian.name}可以替${ward.name}办理“${item}”`).innerText();
    const last = /到 (\d{4} 年 \d+ 月 \d+ 日)/.exec(sentence)?.[1] ?? '';
    await isSound();
    await page.getByRole('button', { name: '登记', exact: true }).click();
    await page.getByText('已登记，双方会收到消息').waitFor();
    await page.getByLabel('姓名', { exact: true }).fill(ward.name);
    await page.getByLabel('身份证号', { exact: true }).fill(ward.idNumber);
    await page.getByRole('button', { name: '查找监护人' }).click();
    await page.getByRole('button', { name: '撤销登记' }).waitFor();
    await page.getByText(`可办：${item}`).waitFor();
    await isSound();
    for (const side of ['owner-child', 'elder-65']) {
      const visit = await made.visit(side);
      await visit.open('/me/mandates');
      const row = visit.page.locator('.case-row', { hasText: `可办：${item}` });
      await row.getByText(last).waitFor();
      await visit.isSound();
    }
    await page.getByRole('button', { name: '撤销登记' }).click();
    await page.getByLabel('撤销的理由').fill('法院变更监护人');
    await page.getByRole('button', { name: '撤销登记' }).click();
    await page.getByText('没有登记过监护人').waitFor();
    await isSound();
  });
});

async function throughCamera(page: Page, look: () => Promise<void> = async () => undefined): Promise<void> {
  const shoot = page.getByRole('button', { name: '拍照' });
  await page.getByText('请正对屏幕').waitFor();
  await expect.poll(() => shoot.isEnabled()).toBe(true);
  await look();
  await shoot.click();
  await page.getByText('请张开嘴').waitFor();
  await shoot.click();
}
