import { describe, expect, it } from 'vitest';
import { act, applyAs, viewOf } from '@quancheng/testing';
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
    const ends = page.locator('.qc-rating__ends span');
    expect(await ends.allInnerTexts()).toEqual(['非常不满意', '非常满意']);
    await page.getByRole('radio', { name: '不满意', exact: true }).focus();
    expect(await page.locator('.qc-rating__word').innerText()).toBe('不满意');
    const pdf = page.getByRole('link', { name: /^下载 PDF.*在新标签页打开/ });
    expect(await pdf.getAttribute('target')).toBe('_blank');
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
    expect(words).not.toMatch(/拒绝|不予批准|诉讼|复议|规则：|#\d/);
    expect(words).toContain('依据：');
    await visit.isSound();
    await page.getByRole('button', { name: '申请人工审查' }).click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByRole('button', { name: /申请人工审查|提交|确认/ })
      .last()
      .click();
    await expect.poll(() => page.locator('main').innerText()).toContain('申请已受理，转人工审查。');
    const accepted = page.locator('.qc-timeline li', { hasText: '转人工审查' });
    expect(await accepted.innerText()).toContain('· 系统');
    await visit.open('/');
    expect(await page.locator('.mine .case-row__state').first().innerText()).toContain('审查中');
  });

  it('asks the other party for their answer, and the applicant for the fee', async () => {
    const { view } = await applyAs(made.server, 'home-buyer');
    const seller = await made.visit('home-seller');
    await seller.open('/');
    const first = seller.page.locator('.mine .case-row').first();
    expect(await first.innerText()).toContain('等您确认');
    await first.getByRole('link').click();
    await seller.page.getByRole('heading', { name: '请您核对' }).waitFor();
    const page = await seller.page.locator('main').innerText();
    expect(page).toContain('需要您确认');
    expect(page).not.toContain('您提交的内容');
    await seller.isSound();
    await seller.page.getByRole('button', { name: '核对并答复' }).click();
    const dialog = seller.page.getByRole('dialog');
    expect(await dialog.innerText()).toMatch(/申请人[^]*卖方不动产权证号[^]*成交价[^]*元/);
    await dialog.getByRole('radio', { name: '不同意' }).check();
    await dialog.getByRole('button', { name: '不同意', exact: true }).waitFor();
    await dialog.getByRole('radio', { name: '同意', exact: true }).check();
    await seller.isSound();
    await dialog.getByRole('button', { name: '同意', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });

    await act(await made.server.as('estate-clerk'), view.id, 'accept');
    const buyer = await made.visit('home-buyer', { lang: 'en' });
    await buyer.open('/?lang=en');
    expect(await buyer.page.locator('.mine .case-row').first().innerText()).toContain(
      'Waits for your payment',
    );
    await buyer.open(`/cases/${view.id}`);
    await buyer.page.getByRole('button', { name: 'Pay' }).click();
    const fee = buyer.page.getByRole('dialog');
    expect(await fee.innerText()).toMatch(/Registration fee[^]*80 yuan[^]*Payable to/i);
    await buyer.isSound();
    await fee.getByRole('button', { name: 'Pay' }).click();
    await buyer.page.waitForURL('**/pay/**');
    expect(await buyer.page.title()).toBe('Demo payment');
    expect(await buyer.page.locator('main').innerText()).not.toContain('演示');
    // Who is back before the channel has said anything is not asked to pay twice; a minute later, or anew, they are.
    await buyer.open(`/cases/${view.id}?paid=1`);
    await buyer.page.getByRole('heading', { level: 1, name: 'Confirming your payment…' }).waitFor();
    await buyer.page.waitForURL((url) => url.search === '');
    const again = buyer.page.getByRole('link', { name: 'Pay', exact: true });
    expect(await again.count()).toBe(0);
    await buyer.isSound();
    await buyer.page.reload();
    await again.click();
    await buyer.page.waitForURL('**/pay/**');
    await buyer.page.getByRole('button', { name: 'Pay' }).click();
    await buyer.page.waitForURL(`**/cases/${view.id}`);
  });

  it('says once that an application was handed in', async () => {
    const { view } = await applyAs(made.server, 'noodle-owner');
    const visit = await made.visit('noodle-owner');
    await visit.open(`/cases/${view.id}?done=1`);
    const said = visit.page.getByText(`已提交，编号 ${view.number}`);
    await said.waitFor();
    await visit.page.waitForURL((url) => url.search === '');
    expect(await said.isVisible()).toBe(true);
    await visit.page.reload({ waitUntil: 'networkidle' });
    expect(await said.count()).toBe(0);
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

  it('tells who acts for a company whose data were seen, the company’s or their own, and how often', async () => {
    const { view } = await applyAs(made.server, 'bakery-owner');
    const clerk = await made.server.as('market-clerk');
    await viewOf(clerk, view.id);
    await viewOf(clerk, view.id);
    const visit = await made.visit('bakery-owner');
    const main = visit.page.locator('main');
    await visit.open('/me/access');
    const looks = visit.page.locator('.look').filter({ hasText: view.number }).filter({ hasText: '共 2 次' });
    await expect.poll(() => looks.count()).toBe(2);
    expect(await looks.filter({ hasText: '企业信息：济南麦香糕点铺（演示）' }).count()).toBe(1);
    await visit.isSound();
    await visit.open('/me/access?lang=en');
    await expect.poll(() => main.innerText()).toMatch(/Business data: .*麦香糕点铺/);
    await visit.isSound();
  });

  it.each(['/', '/cases', '/licences', '/inbox', '/me', '/me/access', '/me/mandates'])(
    'is sound at %s for someone who is signed in',
    async (path) => {
      const visit = await made.visit('noodle-owner');
      await visit.open(path);
      await visit.isSound();
    },
  );
});
