import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVisitor, signIn, startTestServer, type TestServer } from '@quancheng/testing';
import { asSystem } from '@quancheng/server';
import { createAccount, givePosts, hashPassword, newTotpSecret, totpCode } from '../accounts/index.ts';

interface Session {
  signedIn: boolean;
  csrf: string;
  account?: { name: string; kind: string };
}

describe('signing in', () => {
  let server: TestServer;
  const secret = newTotpSecret();
  const now = new Date('2026-03-02T02:00:00Z');
  beforeAll(async () => {
    server = await startTestServer();
    await asSystem(server.services, 'tests make accounts', async (ctx) => {
      await createAccount(ctx, {
        login: 'plain',
        name: '路人',
        passwordHash: await hashPassword('a long enough one'),
      });
      const staff = await createAccount(ctx, {
        login: 'staff',
        name: '职员',
        passwordHash: await hashPassword('a long enough one'),
        totpSecret: secret,
      });
      const post = await ctx.tx.selectFrom('post').select('id').limit(1).executeTakeFirstOrThrow();
      await givePosts(ctx, staff, [post.id]);
    });
    expect(now).toBeInstanceOf(Date);
  });
  afterAll(() => server.stop());

  const sessionOf = async (visitor: ReturnType<typeof createVisitor>): Promise<Session> =>
    (await (await visitor.fetch('/api/v1/session')).json()) as Session;

  it.each(['localhost', '127.0.0.1'])(
    'works by the name %s, and gives the browser one HttpOnly cookie',
    async (host) => {
      const visitor = createVisitor(server, host);
      const { path } = await signIn(visitor, { demo: '1', account: 'elder-72' }, '/cases');
      expect(path).toBe('/cases');
      const session = await sessionOf(visitor);
      expect(session).toMatchObject({ signedIn: true, account: { name: '王秀兰', kind: 'resident' } });
      const page = await visitor.fetch('/', { headers: { accept: 'text/html' } });
      expect(page.headers.get('cache-control')).toBe('no-store');
      expect(await page.text()).not.toContain(visitor.cookies.get('qc_session'));
    },
  );

  it('refuses a command by cookie without the CSRF token', async () => {
    const visitor = createVisitor(server);
    await signIn(visitor, { demo: '1', account: 'elder-72' });
    const { csrf } = await sessionOf(visitor);
    const send = (headers: Record<string, string>) =>
      visitor.fetch('/api/v1/cases', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ item: 'elderly-card', form: {}, submit: false }),
      });
    expect((await send({})).status).toBe(403);
    expect((await send({ 'x-csrf-token': 'x'.repeat(csrf.length) })).status).toBe(403);
    expect((await send({ 'x-csrf-token': csrf })).status).toBe(201);
  });

  it('gives the token another look each time, so that the length of a compressed page tells nothing of it', async () => {
    const visitor = createVisitor(server);
    await signIn(visitor, { demo: '1', account: 'elder-72' });
    const tokens = [(await sessionOf(visitor)).csrf, (await sessionOf(visitor)).csrf];
    expect(new Set(tokens).size).toBe(2);
    for (const token of tokens) {
      const answer = await visitor.fetch('/api/v1/me/sessions/end-others', {
        method: 'POST',
        headers: { 'x-csrf-token': token },
      });
      expect(answer.status).not.toBe(403);
    }
  });

  it('ends with the session and the provider’s own, so that the next person is asked again', async () => {
    const visitor = createVisitor(server);
    await signIn(visitor, { demo: '1', account: 'elder-72' });
    const { csrf } = await sessionOf(visitor);
    const old = visitor.cookies.get('qc_session') ?? '';
    await visitor.follow('/auth/logout', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `csrf=${csrf}`,
    });
    expect((await sessionOf(visitor)).signedIn).toBe(false);
    visitor.cookies.set('qc_session', old);
    expect((await sessionOf(visitor)).signedIn).toBe(false);
    const { path } = await visitor.follow('/auth/login');
    expect(path).toMatch(/^\/signin\?uid=/);
  });

  it('asks staff for their code, and takes none twice as wrong', async () => {
    const visitor = createVisitor(server);
    const fields = { account: 'staff', password: 'a long enough one' };
    expect((await signIn(visitor, fields)).path).toContain('account.totp-needed');
    expect((await signIn(visitor, { ...fields, totp: '000000' })).path).toContain(
      'account.wrong-credentials',
    );
    const code = totpCode(secret, server.services.clock.now());
    // They came for no page in particular, and work at the desk.
    expect((await signIn(visitor, { ...fields, totp: code })).path).toBe('/desk');
    expect((await sessionOf(visitor)).account?.kind).toBe('staff');
  });

  it('locks an account after five wrong tries, and says the same for one that does not exist', async () => {
    const visitor = createVisitor(server);
    for (let n = 0; n < 5; n += 1) {
      expect((await signIn(visitor, { account: 'plain', password: 'wrong' })).path).toContain(
        'account.wrong-credentials',
      );
    }
    expect((await signIn(visitor, { account: 'plain', password: 'a long enough one' })).path).toContain(
      'account.locked',
    );
    expect((await signIn(visitor, { account: 'nobody', password: 'wrong' })).path).toContain(
      'account.wrong-credentials',
    );
  });

  it('never sends anyone to another site', async () => {
    const visitor = createVisitor(server);
    for (const back of ['https://evil.example', '//evil.example', '/\\evil.example']) {
      expect((await signIn(visitor, { demo: '1', account: 'elder-72' }, back)).path).toBe('/');
    }
  });

  it('describes itself to strangers’ clients', async () => {
    const answer = await fetch(
      `${server.origin.replace('localhost', '127.0.0.1')}/oidc/.well-known/openid-configuration`,
    );
    expect(await answer.json()).toMatchObject({
      issuer: `${server.origin}/oidc`,
      code_challenge_methods_supported: ['S256'],
    });
  });
});
