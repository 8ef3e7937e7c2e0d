import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { getPublished, publishItem } from '@quancheng/kernel/service/items';
import { asSystem } from '@quancheng/server';
import { papersOf } from '@quancheng/testing';
import { makePair, pem, requestFor } from '../packages/engines/pki/testkit.ts';
import { certifyHolder } from '../packages/kernel/src/subject/authority/testkit.ts';
import { proxied, shownBy } from '../packages/kernel/src/subject/certificates/testkit.ts';
import { stage, type Visit } from './browser.ts';

/** The browser is its own proxy here: it says with each request which certificate it showed. */
describe('a certificate', () => {
  const made = stage(async () => proxied);

  async function withCertificate(account: string): Promise<{ visit: Visit; id: string }> {
    const { services } = made.server;
    const { der, id } = await asSystem(services, 'stories certify a person', (ctx) =>
      certifyHolder(ctx, services, { scheme: 'SM2', login: account }),
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

  it('is issued by an administrator to a person who brings a request', async () => {
    const { page, open, isSound } = await made.visit('admin', { wide: true });
    await open('/admin/certificates');
    await page.getByRole('button', { name: '给个人签发登录证书' }).click();
    const dialog = page.getByRole('dialog');
    const send = dialog.getByRole('button', { name: '签发', exact: true });
    await dialog.getByLabel('账号名').fill('elder-72');
    await dialog.getByLabel('证书申请').fill('-----BEGIN CERTIFICATE REQUEST-----');
    await send.click();
    await dialog.getByText('这份证书申请无法识别').waitFor();
    await isSound();
    const request = pem(await requestFor(makePair('SM2'), '别人'), 'CERTIFICATE REQUEST');
    await dialog.getByLabel('证书申请').fill(request);
    await dialog.getByText('按姓名和身份证号').click();
    const { name, idNumber } = await papersOf(made.server, 'elder-58');
    await dialog.getByLabel('姓名', { exact: true }).fill(name);
    await dialog.getByLabel('身份证号', { exact: true }).fill(idNumber);
    await send.click();
    await dialog.getByText(`已给${name}签发`).waitFor();
    const issued = await dialog.getByLabel('证书全文').inputValue();
    expect(new X509Certificate(issued).subject).toContain(`CN=${name}`);
    await dialog.getByRole('link', { name: '下载证书' }).waitFor();
    await isSound();
    await dialog.getByRole('button', { name: '完成' }).click();
    await page.getByRole('row', { name: new RegExp(`${name}.*登录证书`) }).waitFor();
    await page.getByRole('button', { name }).click();
    await page.getByText('证明登录的人是谁').waitFor();
    await isSound();
  });

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
