import { describe, expect, it } from 'vitest';
import { act, applyAs, viewOf } from '@quancheng/testing';
import { applyThrough } from './apply.ts';
import { stage, type Visit } from './browser.ts';

/** The two services that people decide, carried from the portal over the desk to the result. */
describe('the desk', () => {
  const made = stage();
  const formOf = async (account: string) =>
    (await made.server.stories()).find((story) => story.account === account)?.apply[0]?.form ?? {};
  const idOf = (visit: Visit) => /\/cases\/([0-9a-f-]{36})/.exec(visit.page.url())?.[1] ?? '';

  /** Does a verb in the case view of the desk: its button, what it asks for, and the button that sends it. */
  async function doVerb(
    account: string,
    id: string,
    button: RegExp,
    ask: { choose?: string; fill?: [label: string, value: string] } = {},
  ): Promise<void> {
    const visit = await made.visit(account, { wide: true });
    const { page } = visit;
    await visit.open(`/desk/cases/${id}`);
    await page.getByRole('button', { name: button }).first().click();
    const drawer = page.getByRole('dialog');
    await drawer.waitFor();
    if (ask.choose) await drawer.getByRole('radio', { name: ask.choose }).check();
    if (ask.fill) await drawer.getByLabel(ask.fill[0]).first().fill(ask.fill[1]);
    await drawer.locator('button[type="submit"]').click();
    await drawer.waitFor({ state: 'hidden' });
    await visit.context.close();
  }

  it('accepts a food licence from the queue, looks at it on site, and decides by two people', async () => {
    const owner = await made.visit('noodle-owner');
    await applyThrough(owner, '饭店', /食品/, await formOf('noodle-owner'), /面馆/);
    const id = idOf(owner);
    await expect.poll(() => owner.page.locator('main').innerText()).toMatch(/已提交/);

    const clerk = await made.visit('market-clerk', { wide: true });
    await clerk.open('/desk');
    await expect.poll(() => clerk.page.locator('main').innerText()).toContain('食品');
    await clerk.isSound();
    await clerk.open(`/desk/cases/${id}`);
    await clerk.isSound();
    await doVerb('market-clerk', id, /^受理/);
    await owner.open(`/cases/${id}`);
    await expect.poll(() => owner.page.locator('main').innerText()).toMatch(/已受理/);
    await owner.isSound();

    // The visit's findings are a form of the pack: here by the same API that the page uses.
    await act(await made.server.as('market-inspector-1'), id, 'review', {
      opinion: 'agree',
      form: {
        visitedOn: '2026-03-05',
        addressMatches: 'yes',
        layoutMatches: 'yes',
        rawCookedApart: 'yes',
        equipment: 'yes',
        staffHealth: 'yes',
        safetyRules: 'yes',
        conclusion: 'pass',
      },
    });
    await doVerb('market-inspector-2', id, /审查意见/, { choose: '建议同意' });
    await doVerb('market-reviewer', id, /审查意见/, { choose: '建议同意' });
    await doVerb('market-decider', id, /作出决定/, { choose: '准予', fill: ['理由', '符合许可条件'] });
    await owner.open(`/cases/${id}`);
    await expect.poll(() => owner.page.locator('main').innerText()).toMatch(/已通过/);
  });

  it('shows what may still follow, takes it from the applicant, and says what is missing at the visit', async () => {
    const { client, view } = await applyAs(made.server, 'noodle-owner', {
      premises: '历下区泉乐路 30 号（演示）',
    });
    const owner = await made.visit('noodle-owner');
    await owner.open(`/cases/${view.id}`);
    const section = owner.page.getByRole('region', { name: '还可以补交' });
    await expect.poll(() => section.innerText()).toMatch(/设备布局和操作流程图[^]*食品安全规章制度/);
    await owner.isSound();
    const send = section.getByRole('button', { name: '补交材料' });
    await send.click();
    await expect.poll(() => section.innerText()).toContain('请先选择要补交的文件');
    await section.locator('input[name="rules"]').setInputFiles({
      name: 'rules.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n'),
    });
    await section.getByRole('link', { name: 'rules.pdf' }).waitFor();
    await send.click();
    await expect
      .poll(() => section.innerText())
      .toMatch(/已补交：食品安全规章制度[^]*更换“食品安全规章制度”/);
    await owner.isSound();
    await owner.page.locator('summary', { hasText: /^材料$/ }).click();
    await owner.page.getByRole('link', { name: /^rules\.pdf/ }).waitFor();
    await expect
      .poll(async () => (await viewOf(client, view.id)).timeline.map(({ kind }) => kind))
      .toContain('followed');

    await act(await made.server.as('market-clerk'), view.id, 'accept');
    const inspector = await made.visit('market-inspector-1', { wide: true });
    const { page } = inspector;
    await inspector.open(`/desk/cases/${view.id}`);
    const missing = /还差 1 份可后补的材料\s+设备布局和操作流程图/;
    await expect
      .poll(() => page.getByRole('region', { name: '材料', exact: true }).innerText())
      .toMatch(missing);
    await inspector.isSound();
    await page
      .getByRole('button', { name: /审查意见/ })
      .first()
      .click();
    await expect.poll(() => page.getByRole('dialog').innerText()).toMatch(missing);
  });

  it('transfers a home between two people who never meet', async () => {
    const buyer = await made.visit('home-buyer');
    await applyThrough(buyer, '过户', /过户/, await formOf('home-buyer'));
    const id = idOf(buyer);
    const seller = await made.visit('home-seller');
    await seller.open(`/cases/${id}`);
    await seller.isSound();
    await seller.page.getByRole('button', { name: '核对并答复' }).first().click();
    const dialog = seller.page.getByRole('dialog');
    await dialog.getByRole('radio', { name: '同意', exact: true }).check();
    await dialog.getByRole('button', { name: '同意', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });

    const clerk = await made.server.as('estate-clerk');
    if ((await viewOf(clerk, id)).status === 'submitted') await act(clerk, id, 'accept');
    await buyer.open(`/cases/${id}`);
    await buyer.isSound();
    await buyer.page.getByRole('button', { name: /缴费/ }).first().click();
    await buyer.page.getByRole('dialog').getByRole('button', { name: /缴费/ }).last().click();
    await buyer.page.waitForURL('**/pay/**');
    await buyer.page.getByRole('button', { name: /确认支付/ }).click();
    await buyer.page.waitForURL(`**/cases/${id}*`);
    await expect.poll(async () => (await viewOf(clerk, id)).orders[0]?.state).toBe('paid');

    await act(await made.server.as('estate-reviewer'), id, 'review', { opinion: 'agree' });
    await act(await made.server.as('estate-decider'), id, 'decide', {
      outcome: 'granted',
      reason: '符合登记条件',
    });
    await buyer.open(`/cases/${id}`);
    await expect.poll(() => buyer.page.locator('main').innerText()).toMatch(/已通过|办好了/);
    await buyer.isSound();
  });

  it.each([
    ['civil-clerk', '/desk'],
    ['civil-clerk', '/desk/intake'],
    ['police-data-officer', '/desk/disputes'],
    ['civil-head', '/desk/ratings'],
    ['market-head', '/desk/overview'],
    ['admin', '/desk/items'],
    ['admin', '/desk/jobs'],
    ['admin', '/desk/messages'],
  ])('is sound for %s at %s, in both languages', async (account, path) => {
    const visit = await made.visit(account, { wide: true });
    await visit.open(path);
    await visit.isSound();
    await visit.open(`${path}?lang=en`);
    await visit.isSound();
  });
});
