import { describe, expect, it } from 'vitest';
import { getPublished, publishItem } from '@quancheng/kernel/service/items';
import { asSystem } from '@quancheng/server';
import { papersOf } from '@quancheng/testing';
import { certifyNew } from '../packages/kernel/src/subject/authority/testkit.ts';
import { proxied, shownBy } from '../packages/kernel/src/subject/certificates/testkit.ts';
import { stage, type Visit } from './browser.ts';

/** The browser is its own proxy here: it says with each request which certificate it showed. */
describe('a certificate', () => {
  const made = stage(async () => proxied);

  async function withCertificate(account: string): Promise<{ visit: Visit; id: string }> {
    const { services } = made.server;
    const { name } = await papersOf(made.server, account);
    const { der, id } = await asSystem(services, 'stories certify a person', (ctx) =>
      certifyNew(ctx, services, { scheme: 'SM2', profile: 'signer', subject: { common: name } }),
    );
    const visit = await made.visit(account);
    await visit.context.setExtraHTTPHeaders(shownBy(der));
    return { visit, id };
  }

  async function add({ page, open }: Visit): Promise<void> {
    await open('/me/password');
    await page.getByText('还没有数字证书').waitFor();
    await page.getByRole('button', { name: '添加数字证书' }).click();
    await page.getByText('数字证书已添加').waitFor();
  }

  it('is added, signs one in, and is removed', async () => {
    const { visit } = await withCertificate('elder-72');
    const { page, isSound } = visit;
    await add(visit);
    await isSound();

    await page.context().clearCookies();
    const again = new URL('/auth/login?return=/me/password', made.server.origin).href;
    await page.goto(again);
    await page.getByRole('link', { name: '使用数字证书' }).click();
    await page.waitForURL('**/me/password');
    await page.getByText('最近使用').waitFor();
    await page.getByRole('button', { name: /^删除.*签发的证书$/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: '删除', exact: true }).click();
    await page.getByText('还没有数字证书').waitFor();
    await isSound();
  });

  it('is asked for in the middle of an application, and nothing is lost, also where it does not count', async () => {
    const { services } = made.server;
    await asSystem(services, 'stories publish an item', async (ctx) => {
      const item = await getPublished(ctx, 'elderly-card');
      const { agencyId, agencyCode, agencyName, divisionCode, pack } = item;
      const agency = { id: agencyId, code: agencyCode, name: agencyName, divisionCode };
      await publishItem(ctx, { item: { ...item.content, assurance: 4 }, agency, pack } as never);
    });
    const { visit, id } = await withCertificate('elder-65');
    const { page, open, isSound } = visit;
    await open('/apply/elderly-card');
    const heading = page.locator('main h1');
    const onward = async () => {
      const before = await heading.innerText();
      await page.getByRole('button', { name: '继续', exact: true }).click();
      await expect.poll(() => heading.innerText()).not.toBe(before);
    };
    const phone = page.locator('main [name="phone"]');
    while ((await phone.count()) === 0) await onward();
    await phone.fill('10000000065');
    while (!page.url().includes('step=review')) await onward();
    const send = async () => {
      await page.getByRole('checkbox').check();
      await page.getByRole('button', { name: '提交', exact: true }).click();
    };
    await send();
    await page.getByText('您的账号还没有数字证书').waitFor();
    await isSound();
    const review = page.url();
    await add(visit);
    await open(new URL(review).pathname + new URL(review).search);
    await send();
    await page.getByRole('link', { name: '用数字证书确认' }).click();
    await page.getByRole('heading', { level: 1, name: '请再确认一次是您本人' }).waitFor();
    await isSound();
    await asSystem(services, 'stories hold it', (ctx) =>
      services.authority.revoke(ctx, id, 'certificateHold'),
    );
    await page.getByRole('link', { name: '用数字证书确认' }).click();
    await page.getByText('这张数字证书已吊销或暂停使用').waitFor();
    await isSound();
    await asSystem(services, 'stories release it', (ctx) => services.authority.release(ctx, id));
    await page.getByRole('link', { name: '用数字证书确认' }).click();
    await page.waitForURL('**/apply/elderly-card**');
    await page.getByText('10000000065').waitFor();
    await send();
    await page.waitForURL('**/cases/**');
  });
});
