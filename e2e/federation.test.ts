import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '@quancheng/testing';
import { stage, type Visit } from './browser.ts';
import { tooWide } from './looks.ts';

/** A second instance plays the province, under another name of the machine, so that cookies stay apart. */
describe('signing in through the province', () => {
  const city = stage();
  let province: TestServer;
  beforeAll(async () => {
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const env = { PORT: String(port), QC_ORIGIN: origin, QC_WORKERS: '2' };
    province = await startTestServer({ env, now: 'real' });
  });
  afterAll(() => province?.stop());

  async function choosePerson({ page }: Visit, account: string): Promise<void> {
    const person = page.locator(`button[name="account"][value="${account}"]`);
    await person.evaluate((element) => element.closest('details')?.setAttribute('open', ''));
    await person.click();
  }

  const toProvince = (visit: Visit) => visit.page.getByRole('link', { name: '用“省统一身份认证”登录' });

  it('an administrator registers it, and gives it what it must know', async () => {
    const admin = await city.visit('admin', { wide: true });
    const { page } = admin;
    await admin.open('/admin/upstreams');
    await page.getByRole('button', { name: '登记登录服务' }).first().click();
    const form = page.getByRole('dialog');
    await form.getByLabel('中文名称').fill('省统一身份认证');
    await form.getByLabel('英文名称').fill('Provincial sign-in');
    await form.getByLabel('登录服务地址').fill(`${province.origin}/oidc`);
    await form.getByLabel('本平台在对方的编号').fill('city');
    await form.getByLabel('信任级别').fill('urn:quancheng:acr:l2 = 9');
    await form.getByRole('button', { name: '登记登录服务' }).click();
    await form.getByText('每行一条。').first().waitFor();
    await form.getByLabel('信任级别').fill('urn:quancheng:acr:l2 = 2');
    await form.getByLabel('没有账号的人').check();
    await admin.passesAxe();
    await form.getByRole('button', { name: '登记登录服务' }).click();
    await page.getByText('需要登记什么').click();
    await admin.passesAxe();
    const [upstream] = await upstreamsOf();
    await page.getByText(upstream?.callback ?? 'none').waitFor();
    const there = await province.as('admin');
    const { body } = await there.post<{ clientId: string }>('/api/v1/admin/relying-parties', {
      agency: 'data-bureau',
      name: { zh: '市政务服务', en: 'City services' },
      kind: 'web',
      authMethod: 'private_key_jwt',
      jwks: { keys: [upstream?.publicKey] },
      redirectUris: [upstream?.callback],
      postLogoutRedirectUris: [`${city.server.origin}/signout/done`],
      backchannelLogoutUri: upstream?.logout,
      scopes: ['profile'],
      parRequired: true,
      dpopRequired: false,
    });
    await page.getByRole('button', { name: '修改' }).click();
    await form.getByLabel('本平台在对方的编号').fill(body.clientId);
    await form.getByRole('button', { name: '保存' }).click();
    await expect.poll(async () => (await upstreamsOf())[0]?.clientId).toBe(body.clientId);
  });

  async function upstreamsOf() {
    const client = await city.server.as('admin');
    const { body } = await client.get<{
      items: {
        id: string;
        clientId: string;
        callback: string;
        logout: string;
        publicKey: Record<string, unknown>;
      }[];
    }>('/api/v1/admin/upstreams');
    return body.items;
  }

  it.each([{ wide: false }, { wide: true }])(
    'a person links it once and comes in by it from then on, %o',
    async ({ wide }) => {
      const account = wide ? 'elder-65' : 'elder-72';
      const visit = await city.visit(null, { wide });
      const { page } = visit;
      await visit.open('/auth/login?return=/me/sign-ins');
      await visit.isSound();
      expect(await tooWide(page)).toEqual([]);
      await toProvince(visit).click();
      await page.waitForURL(`${province.origin}/signin**`);
      await choosePerson(visit, account);
      await page.getByRole('button', { name: '同意并登录' }).click();
      await page.getByText('您第一次用“省统一身份认证”登录').waitFor();
      expect(new URL(page.url()).origin).toBe(city.server.origin);
      await visit.isSound();
      expect(await tooWide(page)).toEqual([]);
      await choosePerson(visit, account);
      await page.waitForURL('**/me/sign-ins');
      await page.locator('.case-row').getByText('省统一身份认证').waitFor();
      await visit.isSound();
      expect(await tooWide(page)).toEqual([]);

      const later = await city.visit(null, { wide });
      await later.open('/auth/login?return=/me/sign-ins');
      await toProvince(later).click();
      await choosePerson(later, account);
      await later.page.waitForURL('**/me/sign-ins');
      await later.page.locator('.case-row').getByText('省统一身份认证').waitFor();
    },
  );

  it('signed out there, one is signed out here; and when it is gone, the city’s own ways go on', async () => {
    const visit = await city.visit(null);
    const { page } = visit;
    await visit.open('/auth/login?return=/me/sign-ins');
    await toProvince(visit).click();
    await choosePerson(visit, 'elder-72');
    await page.waitForURL('**/me/sign-ins');
    await page.getByRole('link', { name: '到对方那里也退出登录' }).click();
    await page.waitForURL(`${province.origin}/signout**`);
    await page.getByRole('main').getByRole('button').first().click();
    await page.waitForURL(`${city.server.origin}/signout/done**`);
    await expect
      .poll(async () => {
        const answer = await page.request.get(`${city.server.origin}/api/v1/session`);
        return ((await answer.json()) as { signedIn: boolean }).signedIn;
      })
      .toBe(false);

    await province.stop();
    for (let n = 0; n < 2; n += 1) {
      await visit.open('/auth/login?return=/me/sign-ins');
      await toProvince(visit).click();
      await page.getByText('对方的登录服务没有回应').waitFor();
      await visit.isSound();
    }
    await visit.open('/auth/login?return=/me/sign-ins');
    await page.getByText('“省统一身份认证”暂时不能用').waitFor();
    await visit.isSound();
    await choosePerson(visit, 'elder-72');
    await page.waitForURL('**/me/sign-ins');
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
