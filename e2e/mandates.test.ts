import { describe, expect, it } from 'vitest';
import { applyAs, papersOf, refusal, viewOf } from '@quancheng/testing';
import { applyThrough } from './apply.ts';
import { stage } from './browser.ts';

/** One case in the hands of someone who scanned a code. */
describe('letting someone do one case', () => {
  const made = stage();

  it('shows a code, is taken, done by name, seen by both, and taken back', async () => {
    const { view } = await applyAs(made.server, 'elder-58');
    const giver = await made.visit('elder-58');
    await giver.open(`/cases/${view.id}`);
    await giver.page.getByRole('link', { name: '请别人帮我办这件事' }).click();
    await giver.page.waitForURL('**/me/mandates/once?case=*');
    await giver.page.getByText(view.number).waitFor();
    await giver.isSound();
    await giver.page.getByLabel('办到哪天为止').fill('2020-01-01');
    await giver.page.getByRole('button', { name: '出示二维码' }).click();
    await giver.page
      .getByText(/请.*今天到/)
      .first()
      .waitFor();
    await giver.isSound();
    const day = new Date(Date.now() + 8 * 3_600_000 + 7 * 86_400_000).toISOString().slice(0, 10);
    await giver.page.getByLabel('办到哪天为止').fill(day);
    await giver.page.getByRole('button', { name: '出示二维码' }).click();
    await giver.page.getByRole('img', { name: '授权二维码' }).waitFor();
    await giver.isSound();
    await giver.context.grantPermissions(['clipboard-write', 'clipboard-read']);
    await giver.page.getByRole('button', { name: '复制链接' }).click();
    await giver.page.getByText('已复制').waitFor();
    const address = await giver.page.locator('.phone__address').innerText();

    const helper = await made.visit('fund-ok');
    const { pathname, search } = new URL(address);
    await helper.open(pathname + search);
    await helper.page.getByText(/.+请您替对方办下面这件正在办理的事/).waitFor();
    await helper.page.getByRole('heading', { level: 1, name: '替对方办这一件' }).waitFor();
    expect(await helper.page.getByRole('link', { name: '不同意' }).getAttribute('href')).toBe('/');
    await helper.isSound();
    await helper.page.getByRole('button', { name: '同意，看办件' }).click();
    await helper.page.waitForURL(`**/cases/${view.id}`);
    await helper.page.getByText(/您在替.+办这个办件/).waitFor();
    await helper.page.getByRole('link', { name: /修改/ }).waitFor();
    await helper.page.getByRole('heading', { name: '提交的内容', exact: true }).waitFor();
    await giver.page.getByText('对方已同意').waitFor();
    await giver.isSound();
    await giver.page.getByRole('link', { name: '返回办件' }).click();
    await giver.page.waitForURL(`**/cases/${view.id}`);
    await giver.page.getByRole('heading', { name: '您提交的内容' }).waitFor();
    await helper.isSound();
    expect(await helper.page.getByRole('button', { name: '撤回' }).count()).toBe(0);
    expect(await helper.page.getByRole('link', { name: '请别人帮我办这件事' }).count()).toBe(0);
    await helper.page.getByRole('link', { name: /修改/ }).click();
    await helper.page.locator('.apply__for').waitFor();
    await helper.isSound();
    await helper.open(`/cases/${view.id}`);
    await helper.page.getByRole('button', { name: /人工/ }).click();
    const asking = helper.page.getByRole('dialog');
    await asking.locator('textarea, input[type="text"]').first().fill('请人工看一看');
    await asking.getByRole('button', { name: /人工/ }).click();
    await asking.waitFor({ state: 'hidden' });

    await giver.open(`/cases/${view.id}`);
    await giver.page
      .getByText(/（代.+办理）/)
      .first()
      .waitFor();
    await giver.page.getByText('说明：请人工看一看').waitFor();
    await giver.isSound();
    await helper.open('/me/mandates');
    await helper.page.getByRole('link', { name: '查看办件' }).waitFor();
    await helper.isSound();
    await giver.open('/me/mandates');
    await giver.page.getByRole('button', { name: /^收回对/ }).click();
    await giver.page.getByRole('dialog').getByRole('button', { name: '收回授权' }).click();
    await giver.page.getByRole('dialog').waitFor({ state: 'hidden' });
    await helper.open(`/cases/${view.id}`);
    await expect.poll(() => helper.page.locator('main').innerText()).not.toContain(view.number);
    await helper.isSound();
  });

  it('is sound in English, wide', async () => {
    const { view } = await applyAs(made.server, 'elder-58');
    const giver = await made.visit('elder-58', { wide: true, lang: 'en' });
    await giver.open(`/me/mandates/once?case=${view.id}`);
    await giver.page.getByRole('button', { name: 'Show the code' }).click();
    await giver.page.getByText('Let them scan this').waitFor();
    await giver.isSound();
    const { pathname, search } = new URL(await giver.page.locator('.phone__address').innerText());
    const helper = await made.visit('fund-ok', { wide: true, lang: 'en' });
    await helper.open(pathname + search);
    await helper.page.getByRole('button', { name: 'Agree and see the case' }).waitFor();
    await helper.isSound();
  });
});

/** A company's matter in the hands of someone it appointed, until it takes the mandate back. */
describe('acting for a company', () => {
  const made = stage();

  it('is granted by its representative, used by the agent, and revoked', async () => {
    const { name, idNumber } = await papersOf(made.server, 'elder-58');
    const owner = await made.visit('noodle-owner');
    const { page } = owner;
    await owner.open('/me/mandates');
    await owner.isSound();
    await page.getByRole('link', { name: '授权别人' }).click();
    await page.waitForURL('**/me/mandates/new');
    await page.getByRole('button', { name: /下一步/ }).click();
    await page.getByRole('link', { name: '请填写对方的姓名。' }).waitFor();
    await owner.isSound();
    await page.getByRole('radio', { name: /面馆/ }).check();
    await page.getByLabel('对方的姓名').fill('孙立夏');
    await page.getByLabel('对方的身份证号').fill(idNumber);
    await page.getByRole('radio', { name: '只办我选的事项' }).check();
    await page.getByLabel('要授权的事项').fill('食品');
    await page.getByRole('button', { name: /选择“.*食品/ }).click();
    await page.getByRole('button', { name: /下一步/ }).click();
    await page.getByRole('button', { name: '确认授权' }).click();
    await expect.poll(() => page.locator('main').innerText()).toContain('没有查到姓名和身份证号一致');
    await owner.isSound();
    await page.getByRole('button', { name: '返回修改' }).click();
    await page.getByLabel('对方的姓名').fill(name);
    await page.getByRole('button', { name: /下一步/ }).click();
    await page.getByText(`${name}可以替济南泉边面馆`).waitFor();
    await page.getByRole('button', { name: '确认授权' }).click();
    await page.getByRole('link', { name: '查看授权' }).click();
    await page.getByRole('button', { name: `收回对${name}的授权` }).waitFor();

    const agent = await made.visit('elder-58');
    await agent.open('/inbox');
    await expect.poll(() => agent.page.locator('main').innerText()).toContain('您可以替济南泉边面馆');
    const story = (await made.server.stories()).find(({ account }) => account === 'noodle-owner');
    await applyThrough(agent, '饭店', /食品/, story?.apply[0]?.form ?? {}, /面馆/);
    const id = /\/cases\/([0-9a-f-]{36})/.exec(agent.page.url())?.[1] ?? '';
    await agent.page.getByRole('button', { name: '撤回' }).waitFor();

    await page.getByRole('button', { name: `收回对${name}的授权` }).click();
    const dialog = page.getByRole('dialog');
    await owner.isSound();
    await dialog.getByRole('button', { name: '收回授权' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await expect.poll(() => page.locator('main').innerText()).not.toContain(name);

    await agent.open(`/cases/${id}`);
    await agent.isSound();
    // What they filed they still find; what it says is not theirs to read any more.
    const left = await agent.page.locator('main').innerText();
    expect(left).toContain('您代办的授权已经结束');
    expect(left).not.toContain('办理进度');
    expect(await agent.page.getByRole('button', { name: '撤回' }).count()).toBe(0);
    const program = await made.server.as('elder-58');
    expect(await refusal(program, id, 'withdraw', { reason: '不办了' })).toBe('403 mandate.lapsed');
    expect((await viewOf(await made.server.as('market-clerk'), id)).status).toBe('submitted');
    await agent.open('/me/mandates');
    await expect.poll(() => agent.page.locator('main').innerText()).toContain('还没有可以代办的人或企业');
  });

  it.each(['/me/mandates', '/me/mandates/new'])('is sound at %s, wide, and in English', async (path) => {
    const wide = await made.visit('noodle-owner', { wide: true, lang: 'en' });
    await wide.open(path);
    await wide.isSound();
  });
});
