import { describe, expect, it } from 'vitest';
import { applyThrough } from './apply.ts';
import { stage } from './browser.ts';

/** The four services that are decided at once, told from search to result on a phone. */
describe('the portal', () => {
  const made = stage();
  const formOf = async (account: string) =>
    (await made.server.stories()).find((story) => story.account === account)?.apply[0]?.form ?? {};

  it('grants an elderly card and shows it, its code, and who looked', async () => {
    const visit = await made.visit('elder-72');
    const { page } = visit;
    await applyThrough(visit, '老年证', /办老年证/, await formOf('elder-72'));
    await page
      .getByRole('heading', { name: /已通过|办好了/ })
      .first()
      .waitFor();
    await visit.isSound();
    await page.getByRole('link', { name: '查看证照' }).click();
    await page.waitForURL('**/licences/**');
    await visit.isSound();
    const held = await (
      await made.server.as('elder-72')
    ).get<{ items: { verifyCode: string }[] }>('/api/v1/licences');
    const code = held.body.items[0]?.verifyCode ?? '';
    const stranger = await made.visit(null);
    await stranger.open(`/verify/${code}`);
    await expect.poll(() => stranger.page.locator('main').innerText()).toContain('有效');
    expect(await stranger.page.locator('main').innerText()).not.toContain('王秀兰');
    await stranger.isSound();
    await visit.open('/me/access');
    expect(await page.locator('main').innerText()).toContain('按规则自动核验');
    await visit.isSound();
  });

  it('signs in where it is asked for, and comes back to the page', async () => {
    const visit = await made.visit(null);
    const { page } = visit;
    await visit.open('/me');
    await page.getByRole('main').getByRole('link', { name: '登录' }).click();
    const person = page.locator('button[name="account"][value="elder-58"]');
    await person.evaluate((element) => element.closest('details')?.setAttribute('open', ''));
    await visit.isSound();
    await person.click();
    await page.waitForURL('**/me');
    await page.getByRole('heading', { level: 1, name: '我的信息' }).waitFor();
  });

  it('says why a rule did not grant, and lets the resident ask for a person', async () => {
    const visit = await made.visit('elder-58');
    const { page } = visit;
    await applyThrough(visit, 'laonianzheng', /办老年证/, await formOf('elder-58'));
    await expect.poll(() => page.locator('main').innerText()).toContain('58 周岁');
    const words = await page.locator('main').innerText();
    expect(words).not.toMatch(/拒绝|不予批准/);
    await visit.isSound();
    await page.getByRole('button', { name: '申请人工审查' }).click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByRole('button', { name: /申请人工审查|提交|确认/ })
      .last()
      .click();
    await expect.poll(() => page.locator('main').innerText()).toMatch(/已受理|审查/);
  });

  it('pays the fund out for a property fee', async () => {
    const visit = await made.visit('fund-ok');
    await applyThrough(visit, '物业费', /物业费/, await formOf('fund-ok'));
    await expect
      .poll(() => visit.page.locator('main').innerText(), { timeout: 20_000 })
      .toMatch(/已通过|办好了/);
    await visit.isSound();
  });

  it('proves the deposits for a loan elsewhere, and what one owns', async () => {
    const visit = await made.visit('proof-ok');
    await applyThrough(visit, '缴存证明', /缴存证明/, await formOf('proof-ok'));
    await expect.poll(() => visit.page.locator('main').innerText()).toMatch(/已通过|办好了/);
    const owner = await made.visit('owner-two-homes');
    await applyThrough(owner, '无房证明', /房产/, await formOf('owner-two-homes'));
    await expect.poll(() => owner.page.locator('main').innerText()).toMatch(/已通过|办好了/);
    await owner.isSound();
  });

  it.each([
    ['/', '您想办什么事'],
    ['/search?q=老年证', '老年证'],
    ['/items/elderly-card', '谁可以办'],
  ])('reads %s without script', async (path, words) => {
    const visit = await made.visit(null, { script: false });
    await visit.page.goto(new URL(path, made.server.origin).href);
    expect(await visit.page.locator('body').innerText()).toContain(words);
  });

  it.each(['/', '/search?q=公积金', '/items/property-transfer', '/help', '/verify', '/rates', '/nowhere'])(
    'is sound at %s, wide, and in English',
    async (path) => {
      const wide = await made.visit(null, { wide: true });
      await wide.open(path);
      await wide.isSound();
      await wide.open(`${path}${path.includes('?') ? '&' : '?'}lang=en`);
      expect(await wide.page.locator('html').getAttribute('lang')).toBe('en');
      await wide.isSound();
    },
  );

  it.each(['/', '/cases', '/licences', '/inbox', '/me', '/me/access', '/me/mandates'])(
    'is sound at %s for someone who is signed in',
    async (path) => {
      const visit = await made.visit('noodle-owner');
      await visit.open(path);
      await visit.isSound();
    },
  );
});
