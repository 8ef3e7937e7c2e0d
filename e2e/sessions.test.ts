import { describe, expect, it } from 'vitest';
import { asSystem } from '@quancheng/server';
import { createAccount, hashPassword, totpCode } from '@quancheng/kernel/subject/accounts';
import { stage } from './browser.ts';

/** Where one is signed in, from two browsers; and an account with a password and codes. */
describe('signed in', () => {
  const made = stage();

  it('in two places, one ends the other, which is asked to sign in again and comes back', async () => {
    const here = await made.visit('elder-72', { wide: true });
    const there = await made.visit('elder-72');
    await there.open('/cases');
    await here.open('/me/sessions');
    const rows = here.page.locator('main .case-row');
    await expect.poll(() => rows.count()).toBe(2);
    expect(await rows.first().innerText()).toContain('这台设备');
    await here.isSound();
    await rows
      .last()
      .getByRole('button', { name: /退出登录/ })
      .click();
    await here.page.getByRole('dialog').getByRole('button', { name: '退出登录' }).click();
    await expect.poll(() => rows.count()).toBe(1);

    await there.page.getByRole('contentinfo').waitFor();
    await there.page.locator('.menu--mobile summary').click();
    await there.page.locator('.menu--mobile').getByRole('link', { name: '我的证照' }).click();
    const dialog = there.page.getByRole('dialog');
    await dialog.getByText('请重新登录').waitFor();
    await there.isSound();
    await dialog.getByRole('link', { name: '重新登录' }).click();
    const person = there.page.locator('button[name="account"][value="elder-72"]');
    await person.evaluate((element) => element.closest('details')?.setAttribute('open', ''));
    await person.click();
    await there.page.waitForURL('**/licences');
    await there.page.getByRole('heading', { level: 1, name: '我的证照' }).waitFor();
  });

  it('with a password, one turns codes on, and the next sign-in asks for one', async () => {
    const password = 'seven tall herons';
    await asSystem(made.server.services, 'a story needs someone with a password', async (ctx) => {
      await createAccount(ctx, {
        login: 'someone',
        name: '路人',
        passwordHash: await hashPassword(password),
      });
    });
    const { page, open, isSound } = await made.visit(null);
    const signIn = async () => {
      await open('/auth/login?return=/me/password');
      await page.getByLabel('账号', { exact: true }).fill('someone');
      await page.getByLabel('密码', { exact: true }).fill(password);
      await page.getByRole('main').getByRole('button', { name: '登录' }).click();
    };
    await signIn();
    await page.getByRole('heading', { level: 2, name: '动态验证码' }).waitFor();
    await page.getByLabel('现在的密码').last().fill(password);
    await page.getByRole('button', { name: '开启动态验证码' }).click();
    const secret = (await page.locator('.secret').innerText()).replaceAll(' ', '');
    await isSound();
    await page.getByLabel('验证器给出的验证码').fill(totpCode(secret, new Date()));
    await page.getByRole('button', { name: '确认开启' }).click();
    await page.getByText('请保存备用码').waitFor();
    expect(await page.locator('.second-factor__codes li').count()).toBe(10);
    await isSound();
    const recovery = await page.locator('.second-factor__codes li').first().innerText();
    await page.context().clearCookies();
    await signIn();
    await page.getByText('还差一步').waitFor();
    expect(page.url()).not.toContain('someone');
    expect(await page.getByLabel('账号', { exact: true }).inputValue()).toBe('someone');
    await page.getByRole('link', { name: /用备用码/ }).click();
    await isSound();
    await page.getByLabel('密码', { exact: true }).fill(password);
    await page.getByLabel('备用码', { exact: true }).fill(recovery);
    await page.getByRole('main').getByRole('button', { name: '登录' }).click();
    await page.waitForURL('**/me/password');
    await page.getByText('还有 9 个备用码').waitFor();
  });
});
