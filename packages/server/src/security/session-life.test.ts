import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVisitor, signIn, startTestServer, type TestServer, type Visitor } from '@quancheng/testing';
import { asSystem } from '@quancheng/server';
import { createAccount, hashPassword } from '@quancheng/kernel/subject/accounts';
import { behindProxy, visit } from './testkit.ts';

interface Listed {
  id: string;
  current: boolean;
  device: { zh: string; en: string };
  network: string;
  beganAt: string;
  usedAt: string;
}

const password = 'a long enough one';
const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/143.0.0.0 Safari/537.36';
const phone =
  'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/143.0.0.0 Mobile MicroMessenger/8.0.60';

describe('a session', () => {
  let server: TestServer;
  const began = new Date('2026-03-02T01:00:00Z');
  const after = (minutes: number) => server.setTime(new Date(began.getTime() + minutes * 60_000));
  beforeAll(async () => {
    server = await startTestServer({ env: { ...behindProxy, QC_SESSIONS: '3' }, now: began });
    await asSystem(server.services, 'tests make accounts', async (ctx) => {
      const passwordHash = await hashPassword(password);
      for (const login of ['lasting', 'listed', 'many', 'told', 'unattended'])
        await createAccount(ctx, { login, name: '路人', passwordHash });
    });
  });
  afterAll(() => server.stop());

  async function enter(account: string, fields: Record<string, string> = { password }): Promise<Visitor> {
    const browser = createVisitor(server);
    expect((await signIn(browser, { account, ...fields }, '/help')).path).toBe('/help');
    return browser;
  }
  /** Signs in as a browser of a kind from an address. */
  async function enterFrom(agent: string, address: string): Promise<Visitor> {
    const browser = createVisitor(server);
    const headers = { 'user-agent': agent, 'x-forwarded-for': address };
    const { path } = await browser.follow('/auth/login');
    const uid = new URL(path, 'http://x').searchParams.get('uid') ?? '';
    let answer = await browser.fetch(`/oidc/interaction/${uid}/login`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ account: 'listed', password }).toString(),
    });
    while (answer.status >= 300 && answer.status < 400)
      answer = await browser.fetch(answer.headers.get('location') ?? '/', { headers });
    return browser;
  }
  const session = async (browser: Visitor, headers: Record<string, string> = {}) =>
    (await (await browser.fetch('/api/v1/session', { headers })).json()) as {
      signedIn: boolean;
      csrf: string;
      account?: { idleSeconds: number; unreadMessages: number };
    };
  const isOpen = async (browser: Visitor) => (await session(browser)).signedIn;
  const list = async (browser: Visitor) =>
    ((await (await browser.fetch('/api/v1/me/sessions')).json()) as { items: Listed[] }).items;
  const command = async (browser: Visitor, url: string) =>
    browser.fetch(url, { method: 'POST', headers: { 'x-csrf-token': (await session(browser)).csrf } });

  it('lasts as long as it is used, and twelve hours at most; that of a program thirty days', async () => {
    const browser = await enter('lasting');
    const { token } = await server.as('elder-72');
    const asProgram = async () => (await visit(server, { url: '/api/v1/licences', token })).status;
    for (let minutes = 50; minutes < 12 * 60; minutes += 50) {
      after(minutes);
      expect([minutes, await isOpen(browser)]).toEqual([minutes, true]);
    }
    after(12 * 60 + 1);
    expect([await isOpen(browser), await asProgram()]).toEqual([false, 200]);
    after(30 * 24 * 60 + 1);
    expect(await asProgram()).toBe(401);
    server.setTime(began);
  });

  it.each([
    ['resident', 'elder-72', 60],
    ['official', 'civil-clerk', 30],
  ])('of a %s ends when it is not used, and asks for a new sign-in', async (_, account, minutes) => {
    const browser = await enter(account, { demo: '1' });
    expect((await session(browser)).account?.idleSeconds).toBe(minutes * 60);
    after(minutes - 1);
    expect(await isOpen(browser)).toBe(true);
    after(2 * minutes - 2);
    expect(await isOpen(browser)).toBe(true);
    after(3 * minutes - 2);
    expect(await isOpen(browser)).toBe(false);
    // Neither the time that went back nor the provider's own session opens it again.
    expect((await browser.follow('/auth/login?return=/cases')).path).toMatch(/^\/signin\?uid=/);
    server.setTime(began);
  });

  it('is not kept open by what a page asks unattended', async () => {
    const browser = await enter('unattended');
    const unattended = { 'x-unattended': 'true' };
    after(40);
    expect((await session(browser, unattended)).signedIn).toBe(true);
    after(61);
    expect((await session(browser, unattended)).signedIn).toBe(false);
    server.setTime(began);
  });

  it('is written once a minute however often it is used', async () => {
    const browser = await enter('lasting');
    const usedAt = async () => (await list(browser)).find(({ current }) => current)?.usedAt;
    after(0.9);
    expect(await usedAt()).toBe(began.toISOString());
    after(1);
    await usedAt();
    expect(await usedAt()).toBe(new Date(began.getTime() + 60_000).toISOString());
    server.setTime(began);
  });

  it('is seen by its holder in words, without the whole address, and ended from another', async () => {
    const desk = await enterFrom(windows, '203.0.113.77');
    const mobile = await enterFrom(phone, '2001:db8:85a3::8a2e:370:7334');
    const seen = await list(desk);
    expect(seen).toHaveLength(2);
    const [own, other] = [seen.find(({ current }) => current), seen.find(({ current }) => !current)];
    expect(own).toMatchObject({ device: { en: 'Chrome on Windows' }, network: '203.0.113.*' });
    expect(other).toMatchObject({ device: { zh: '安卓 · 微信' }, network: '2001:db8:85a3:*' });
    expect(JSON.stringify(seen)).not.toMatch(/Mozilla|113\.77|7334/);

    expect((await command(desk, `/api/v1/me/sessions/${other?.id}/end`)).status).toBe(200);
    expect(await isOpen(mobile)).toBe(false);
    expect((await mobile.follow('/auth/login')).path).toMatch(/^\/signin\?uid=/);
    expect((await command(desk, `/api/v1/me/sessions/${other?.id}/end`)).status).toBe(404);

    const stranger = await enter('lasting');
    expect((await command(stranger, `/api/v1/me/sessions/${own?.id}/end`)).status).toBe(404);
    const again = await enterFrom(phone, '203.0.113.78');
    expect((await command(desk, '/api/v1/me/sessions/end-others')).status).toBe(200);
    expect([await isOpen(desk), await isOpen(again), await isOpen(stranger)]).toEqual([true, false, true]);
  });

  it('ends when there are more than the configuration allows, the one unused for longest first', async () => {
    const browsers: Visitor[] = [];
    for (let minute = 0; minute < 3; minute += 1) {
      after(minute);
      browsers.push(await enter('many'));
    }
    after(4);
    expect(await Promise.all(browsers.slice(0, 1).map(isOpen))).toEqual([true]);
    after(5);
    browsers.push(await enter('many'));
    // The first was used after the second, so the second had to go.
    expect(await Promise.all(browsers.map(isOpen))).toEqual([true, false, true, true]);
    server.setTime(began);
  });

  it('in a browser that the account does not know is told to its holder', async () => {
    const first = await enter('told');
    const unread = async () => (await session(first)).account?.unreadMessages;
    expect(await unread()).toBe(0);
    await signIn(first, { account: 'told', password });
    expect(await unread()).toBe(0);
    await enter('told');
    expect(await unread()).toBe(1);
    const inbox = (await (await first.fetch('/api/v1/me/messages')).json()) as {
      items: { title: { zh: string } }[];
    };
    expect(inbox.items[0]?.title.zh).toBe('有新设备登录了您的账号');
  });
});
