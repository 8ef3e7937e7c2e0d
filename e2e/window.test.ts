import { describe, expect, it } from 'vitest';
import { applyAs, papersOf } from '@quancheng/testing';
import { stage } from './browser.ts';

/** What staff do face to face, with what is out already, and among themselves. */
describe('at the window and behind it', () => {
  const made = stage();

  it('takes in what the records do not say already, for someone without an account', async () => {
    const { name, idNumber } = await papersOf(made.server, 'elder-72');
    const clerk = await made.visit('civil-clerk', { wide: true });
    const { page } = clerk;
    await clerk.open('/desk/intake?item=elderly-card');
    await page.getByLabel('身份证号').fill(idNumber);
    await page.getByLabel('姓名或名称').fill('王秀芳');
    await page.getByRole('button', { name: '读取登记信息' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.locator('main').innerText()).toContain('没有查到证件号码与姓名一致');
    await clerk.isSound();
    await page.getByLabel('姓名或名称').fill(name);
    await page.getByRole('button', { name: '读取登记信息' }).click();
    await page.getByRole('heading', { name: '系统已有的信息' }).waitFor();
    const words = await page.locator('main').innerText();
    expect(words).toContain('系统已有，无需提交');
    expect(words).toMatch(/来自.*公安局的人口信息/);
    expect(await page.getByLabel('手机号').inputValue()).toMatch(/^1\d{10}$/);
    await clerk.isSound();
    await page.getByRole('button', { name: '提交申请' }).click();
    await page.getByRole('heading', { name: '收件回执' }).waitFor();
    await clerk.isSound();
  });

  it('revokes a licence by its number once its decider has seen what the holder will read', async () => {
    const { client, view } = await applyAs(made.server, 'elder-60');
    const { body } = await client.get<{ number: string; verifyCode: string }>(
      `/api/v1/licences/${view.licence?.id}`,
    );
    const decider = await made.visit('civil-decider', { wide: true });
    const { page } = decider;
    await decider.open('/desk/licences');
    await decider.isSound();
    await page.getByRole('searchbox', { name: '证照编号' }).fill(body.number);
    await page.getByRole('button', { name: '查找' }).click();
    await page.getByRole('radio', { name: '撤销' }).check();
    await page.getByRole('button', { name: '预览' }).click();
    await decider.isSound();
    await page.getByLabel('理由').fill('发证后查明出生日期登记有误');
    await page.getByLabel('法律依据').fill('《行政许可法》第六十九条');
    await page.getByRole('button', { name: '预览' }).click();
    await page.getByRole('button', { name: '确认' }).waitFor();
    expect(await page.locator('main').innerText()).toContain('60 日内');
    await decider.isSound();
    await page.getByRole('button', { name: '确认' }).click();
    await page.getByRole('link', { name: /撤销证照通知书/ }).waitFor();

    const holder = await made.visit('elder-60');
    await holder.open(`/licences/${view.licence?.id}`);
    await holder.page.getByText('发证后查明出生日期登记有误').first().waitFor();
    await holder.isSound();
    const stranger = await made.visit(null);
    await stranger.open(`/verify/${body.verifyCode}`);
    await stranger.page.getByText('从何时起').waitFor();
    const seen = await stranger.page.locator('main').innerText();
    expect(seen).toContain('已撤销');
    expect(seen).not.toContain('出生日期登记有误');
    await stranger.isSound();
  });

  it('hands a case over to a colleague by name', async () => {
    const { view } = await applyAs(made.server, 'noodle-owner');
    const clerk = await made.visit('market-clerk', { wide: true });
    const { page } = clerk;
    await clerk.open(`/desk/cases/${view.id}`);
    await page.getByRole('button', { name: /^转交/ }).first().click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('radio', { name: /历下区食品许可受理岗 · 在办 0 件/ }).check();
    await drawer.getByLabel('理由').fill('请假一天');
    await clerk.isSound();
    await drawer.locator('button[type="submit"]').click();
    await drawer.waitFor({ state: 'hidden' });
    await expect.poll(() => page.locator('main').innerText()).toMatch(/转交.+办理。\s+理由：请假一天/);
  });
});
