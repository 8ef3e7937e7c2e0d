import { createHook } from 'node:async_hooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVisitor, papersOf, signIn, startTestServer, type TestServer } from '@quancheng/testing';
import { asSystem } from '@quancheng/server';
import {
  createAccount,
  givePosts,
  hashPassword,
  newTotpSecret,
  totpCode,
} from '@quancheng/kernel/subject/accounts';
import { behindProxy, visit } from './testkit.ts';

const password = 'a long enough one';
const cookieName = 'qc_session';

describe('signing in', () => {
  let server: TestServer;
  const secret = newTotpSecret();
  beforeAll(async () => {
    server = await startTestServer({ env: behindProxy });
    await asSystem(server.services, 'tests make accounts', async (ctx) => {
      const passwordHash = await hashPassword(password);
      for (const login of ['plain', 'guessed', 'raced', 'closed'])
        await createAccount(ctx, { login, name: '路人', passwordHash });
      const staff = await createAccount(ctx, {
        login: 'staff',
        name: '职员',
        passwordHash,
        totpSecret: secret,
      });
      const post = await ctx.tx.selectFrom('post').select('id').limit(1).executeTakeFirstOrThrow();
      await givePosts(ctx, staff, [post.id]);
    });
  });
  afterAll(() => server.stop());

  type Browser = ReturnType<typeof createVisitor>;
  const isSignedIn = async (browser: Browser): Promise<boolean> =>
    ((await (await browser.fetch('/api/v1/session')).json()) as { signedIn: boolean }).signedIn;
  const withCookie = async (value: string): Promise<boolean> => {
    const { text } = await visit(server, {
      url: '/api/v1/session',
      headers: { cookie: `${cookieName}=${value}` },
    });
    return (JSON.parse(text) as { signedIn: boolean }).signedIn;
  };
  const cookieOf = (browser: Browser): string => browser.cookies.get(cookieName) ?? '';
  /** Tries a login and answers the code of the refusal, or the path that was reached. */
  async function attempt(account: string, fields: Record<string, string>): Promise<string> {
    const { path } = await signIn(createVisitor(server), { account, ...fields });
    expect(path).not.toContain(account);
    return new URL(path, 'http://x').searchParams.get('error') ?? path;
  }

  it('takes no session that someone chose before, and ends the one that was open', async () => {
    const browser = createVisitor(server);
    browser.cookies.set(cookieName, 'qc_chosen-by-someone-else');
    await signIn(browser, { account: 'plain', password });
    const first = cookieOf(browser);
    expect(first).toMatch(/^qc_[\w-]{43}$/);
    expect(await withCookie('qc_chosen-by-someone-else')).toBe(false);
    await signIn(browser, { account: 'plain', password });
    expect(cookieOf(browser)).not.toBe(first);
    expect(await withCookie(first)).toBe(false);
    expect(await isSignedIn(browser)).toBe(true);
  });

  it('in another browser does not finish here', async () => {
    const attacker = createVisitor(server);
    const { path } = await attacker.follow('/auth/login');
    const uid = new URL(path, 'http://x').searchParams.get('uid') ?? '';
    const victim = createVisitor(server);
    await victim.follow(`/oidc/interaction/${uid}/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ account: 'plain', password }).toString(),
    });
    expect(await isSignedIn(victim)).toBe(false);
    expect(await isSignedIn(attacker)).toBe(false);
  });

  it('ends with signing out, also for copies of every cookie', async () => {
    const browser = createVisitor(server);
    await signIn(browser, { account: 'plain', password });
    const copy = new Map(browser.cookies);
    const { csrf } = (await (await browser.fetch('/api/v1/session')).json()) as { csrf: string };
    const signOut = (token: string) =>
      browser.fetch('/auth/logout', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ csrf: token }).toString(),
      });
    expect((await signOut('é'.repeat(csrf.length))).status).toBe(403);
    expect((await signOut(csrf)).status).toBe(303);
    const thief = createVisitor(server);
    for (const [name, value] of copy) thief.cookies.set(name, value);
    expect(await isSignedIn(thief)).toBe(false);
    expect((await thief.follow('/auth/login')).path).toMatch(/^\/signin\?uid=/);
  });

  it('ends when the account is closed', async () => {
    const browser = createVisitor(server);
    await signIn(browser, { account: 'closed', password });
    await asSystem(server.services, 'tests close an account', (ctx) =>
      ctx.tx.updateTable('account').set({ disabledAt: ctx.now }).where('login', '=', 'closed').execute(),
    );
    expect(await isSignedIn(browser)).toBe(false);
    expect(await attempt('closed', { password })).toBe('account.wrong-credentials');
  });

  it('takes a one-time code once', async () => {
    const code = totpCode(secret, server.services.clock.now());
    expect(await attempt('staff', { password, totp: code })).toBe('/desk');
    expect(await attempt('staff', { password, totp: code })).toBe('account.wrong-credentials');
    const before = totpCode(secret, server.services.clock.now(), -1);
    expect(await attempt('staff', { password, totp: before })).toBe('account.wrong-credentials');
    const next = totpCode(secret, server.services.clock.now(), 1);
    expect(await attempt('staff', { password, totp: next })).toBe('/desk');
  });

  it('answers, counts and locks the same whether or not a login exists', async () => {
    const tell = async (account: string) => {
      const told: string[] = [];
      for (let n = 0; n < 6; n += 1) told.push(await attempt(account, { password: 'wrong' }));
      return told;
    };
    const known = await tell('guessed');
    expect(await tell('nobody-at-all')).toEqual(known);
    expect(known).toEqual([...Array<string>(5).fill('account.wrong-credentials'), 'account.locked']);
    expect(await attempt('guessed', { password })).toBe('account.locked');
  });

  it('hashes as much for a login that nobody has', async () => {
    // What costs the time is the hash: as many are made in both cases.
    let hashes = 0;
    const hook = createHook({ init: (_id, type) => void (hashes += type === 'SCRYPTREQUEST' ? 1 : 0) });
    const hashesOf = async (account: string) => {
      hashes = 0;
      hook.enable();
      await attempt(account, { password: 'wrong' });
      hook.disable();
      return hashes;
    };
    expect([await hashesOf('plain'), await hashesOf('nobody-again')]).toEqual([1, 1]);
  });

  it('cannot be guessed by asking many times at once', async () => {
    const wrong = Array.from({ length: 12 }, () => attempt('raced', { password: 'wrong' }));
    const told = await Promise.all(wrong);
    expect(told.filter((code) => code === 'account.wrong-credentials')).toHaveLength(5);
    expect(await attempt('raced', { password })).toBe('account.locked');
  });

  it('leads back to a page of our own and nowhere else', async () => {
    const places = [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      '\\\\evil.example',
      'javascript:alert(1)',
    ];
    for (const back of [...places, '/\t/evil.example', '/%0d%0aSet-Cookie:a=b', 'cases']) {
      const { path } = await signIn(createVisitor(server), { demo: '1', account: 'elder-72' }, back);
      expect([back, new URL(path, 'http://own.example').host]).toEqual([back, 'own.example']);
    }
    const foreign = await visit(server, {
      url: '/oidc/auth?client_id=quancheng-web&response_type=code&scope=openid&redirect_uri=https://evil.example/',
    });
    expect([foreign.status, foreign.headers.get('location')]).toEqual([400, null]);
  });

  it('tells nobody who exists by mandates, licence codes and invitations', async () => {
    const { token } = await server.as('elder-72');
    const { name, idNumber } = await papersOf(server, 'elder-58');
    const appoint = (agent: object) =>
      visit(server, { method: 'POST', url: '/api/v1/me/mandates', token, body: { agent } });
    const wrongName = await appoint({ name: '张三', idNumber });
    const nobody = await appoint({ name, idNumber: '999901196001010014' });
    expect([nobody.status, nobody.code]).toEqual([wrongName.status, wrongName.code]);
    const codes = ['AAAAAAAAAAAAAAAA', '0000000000000000', "' or 1=1 --"];
    const checks = await Promise.all(
      codes.map((code) => visit(server, { url: `/api/v1/verify/${encodeURIComponent(code)}` })),
    );
    expect(new Set(checks.map(({ status, code }) => `${status} ${code}`)).size).toBe(1);
    const accept = (login: string) =>
      visit(server, {
        method: 'POST',
        url: '/api/v1/invitations/accept',
        body: { token: 'none', login, name: '某', password },
      });
    // Whether a login is taken is told only to whoever holds an invitation.
    expect((await accept('plain')).code).toBe('account.invitation-invalid');
    expect((await accept('somebody')).code).toBe('account.invitation-invalid');
  });
});

describe('asking too often', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ env: behindProxy });
  });
  afterAll(() => server.stop());

  it.each([
    ['sign-in', 60, { method: 'POST', url: '/oidc/interaction/x/login' }],
    ['the check of a licence', 60, { url: '/api/v1/verify/AAAA' }],
    ['an invitation', 10, { method: 'POST', url: '/api/v1/invitations/accept', body: {} }],
    ['search', 1200, { url: '/api/v1/items?q=a&limit=1' }],
  ])('is slowed down: %s', async (name, most, request) => {
    const headers = { 'x-forwarded-for': `192.0.2.${most % 251}`, 'x-test': name };
    const answers = new Set<number>();
    for (let n = 0; n < most; n += 1) answers.add((await visit(server, { ...request, headers })).status);
    expect(answers).not.toContain(429);
    const refused = await visit(server, { ...request, headers });
    expect([refused.status, refused.code]).toEqual([429, 'platform.too-many-requests']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    // Another caller is not slowed down by it.
    expect((await visit(server, request)).status).not.toBe(429);
  });
});
