import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVisitor, papersOf, startTestServer, type TestServer, type Visitor } from '@quancheng/testing';
import { asSystem } from '@quancheng/server';
import { tellOfEndingCertificates } from './index.ts';
import { certifyHolder, certifyNew } from '../authority/testkit.ts';
import { command, levelOf, reachSignIn } from '../passkeys/testkit.ts';
import { startTestAuthority, type TestAuthority } from './stranger/testkit.ts';
import { addCertificate, createScene, enterByCertificate, proxied, shownBy } from './testkit.ts';
import { startTlsProxy } from './proxy/testkit.ts';

interface Own {
  items: { id: string; issuer: string; usedAt: string | null }[];
  offered: boolean;
  fresh: boolean;
}

describe('a certificate', () => {
  let server: TestServer;
  let authority: TestAuthority;
  let scene: ReturnType<typeof createScene>;
  beforeAll(async () => {
    authority = await startTestAuthority();
    server = await startTestServer({
      now: 'real',
      env: { ...proxied, QC_CERTIFICATE_ROOTS: authority.roots },
    });
    scene = createScene(server, authority);
  });
  afterAll(async () => {
    await server.stop();
    await authority.stop();
  });

  const ownOf = async (visitor: Visitor) =>
    (await (await visitor.fetch('/api/v1/me/certificates')).json()) as Own;

  it.each(['SM2', 'ES256'] as const)(
    'of our own authority (%s) is added, told to its holder, and opens the account at the fourth level until revoked',
    async (scheme) => {
      const account = scheme === 'SM2' ? 'elder-72' : 'elder-60';
      const certificate = await asSystem(server.services, 'tests certify a person', (ctx) =>
        certifyHolder(ctx, server.services, { scheme, login: account }),
      );
      const visitor = await scene.signedIn(account);
      expect(await ownOf(visitor)).toMatchObject({ items: [], offered: true, fresh: true });
      expect(await addCertificate(visitor, certificate.der)).toBe('added');
      const other = createVisitor(server);
      expect(await enterByCertificate(other, certificate.der)).toBe('/help');
      expect(await levelOf(other)).toBe(4);
      const { items } = await ownOf(other);
      expect(items).toHaveLength(1);
      expect(items[0]?.usedAt).not.toBeNull();
      const person = await server.as(account);
      const { body } = await person.get<{ items: { title: { zh: string } }[] }>('/api/v1/me/messages');
      expect(body.items.map(({ title }) => title.zh)).toContain('您的账号添加了数字证书');

      await asSystem(server.services, 'tests revoke it', (ctx) =>
        server.services.authority.revoke(ctx, certificate.id, 'certificateHold'),
      );
      expect(await scene.enter(certificate.der)).toBe('client-certificate.revoked');
      await asSystem(server.services, 'tests release it', (ctx) =>
        server.services.authority.release(ctx, certificate.id),
      );
      expect(await scene.enter(certificate.der)).toBe('/help');
    },
  );

  it('is spoken of once to its holder, a month before it ends', async () => {
    const account = 'elder-65';
    const { der, validUntil } = await asSystem(server.services, 'tests certify a person', (ctx) =>
      certifyHolder(ctx, server.services, { scheme: 'ES256', login: account }),
    );
    expect(await addCertificate(await scene.signedIn(account), der)).toBe('added');
    const person = await server.as(account);
    const told = async (daysBefore: number) => {
      const now = new Date(validUntil.getTime() - daysBefore * 86_400_000);
      await asSystem(server.services, 'tests look ahead', (ctx) => tellOfEndingCertificates({ ...ctx, now }));
      const { body } = await person.get<{ items: { title: { zh: string } }[] }>('/api/v1/me/messages');
      return body.items.filter(({ title }) => title.zh === '您的数字证书快到期了').length;
    };
    expect([await told(31), await told(29), await told(2)]).toEqual([0, 1, 1]);
  });

  it('of our own authority for a seal, a signer or a server signs nobody in', async () => {
    const visitor = await scene.signedIn('elder-72');
    for (const profile of ['seal', 'signer', 'tls'] as const) {
      const { der } = await asSystem(server.services, 'tests certify a seal', async (ctx) =>
        certifyNew(ctx, server.services, {
          scheme: 'ES256',
          profile,
          subject: { common: await scene.nameOf('elder-72') },
          ...(profile === 'tls' ? { hosts: ['localhost'] } : {}),
        }),
      );
      expect(await addCertificate(visitor, der)).toBe('client-certificate.purpose');
    }
  });

  describe('is of its holder alone', () => {
    it.each([
      ['another name', '别人', ''],
      ['another number in the subject', '', '/serialNumber=11010119900307741X'],
      ['another number, with its kind', '', '/serialNumber=PNOCN-11010119900307741X'],
    ])('not with %s', async (_what, name, rest) => {
      const common = name === '' ? await scene.nameOf('elder-72') : name;
      const der = await authority.issue({ subject: `/C=CN/CN=${common}${rest}` });
      authority.answerWith('openssl');
      expect(await addCertificate(await scene.signedIn('elder-72'), der)).toBe(
        'client-certificate.other-person',
      );
    });

    it('and with the right number, in the subject or in the extension of GB/T 20518', async () => {
      authority.answerWith('openssl');
      const { name, idNumber } = await papersOf(server, 'noodle-owner');
      const visitor = await scene.signedIn('noodle-owner');
      const wrong = { section: 'number', number: '11010119900307741X' } as const;
      const subject = `/C=CN/CN=${name}`;
      expect(await addCertificate(visitor, await authority.issue({ subject, ...wrong }))).toBe(
        'client-certificate.other-person',
      );
      const right = [
        { subject: `${subject}/serialNumber=${idNumber}` },
        { subject, section: 'number', number: idNumber },
      ] as const;
      for (const wanted of right)
        expect(await addCertificate(visitor, await authority.issue(wanted))).toBe('added');
    });

    it('and of one account, for one browser that began, once', async () => {
      const der = await scene.holder('elder-72');
      expect(await addCertificate(await scene.signedIn('elder-72'), der)).toBe('client-certificate.already');
      const [one, two] = [await scene.signedIn('elder-60'), await scene.signedIn('elder-65')];
      const { body } = await command<{ url: string }>(one, '/api/v1/me/certificates/start');
      const other = await scene.issueFor('elder-65');
      const showing = { headers: shownBy(other) };
      const stolen = await two.fetch(body.url, showing);
      expect(stolen.headers.get('location')).toContain('client-certificate.over');
      const mine = { headers: shownBy(await scene.issueFor('elder-60')) };
      expect((await one.fetch(body.url, mine)).headers.get('location')).toContain('=added');
      expect((await one.fetch(body.url, mine)).headers.get('location')).toContain('client-certificate.over');
    });

    it('at a step-up counts as the one who is signed in, or not at all', async () => {
      const der = await scene.holder('elder-leap');
      await scene.holder('elder-58');
      const visitor = await scene.signedIn('elder-58');
      expect(await enterByCertificate(visitor, der, { query: '&level=3' })).toBe(
        'client-certificate.other-account',
      );
      expect(await levelOf(visitor)).toBe(2);
    });
  });

  it('is removed by its holder soon after a sign-in; all others are signed out, and it opens nothing', async () => {
    const der = await scene.holder('proof-ok');
    const elsewhere = createVisitor(server);
    await enterByCertificate(elsewhere, der);
    const visitor = await scene.signedIn('proof-ok');
    const [held] = (await ownOf(visitor)).items;
    const path = `/api/v1/me/certificates/${held?.id ?? ''}/remove`;
    expect((await command(await scene.signedIn('elder-72'), path)).status).toBe(404);
    const program = await server.as('proof-ok');
    expect(await program.post(path, undefined)).toMatchObject({
      status: 403,
      body: { code: 'client-certificate.fresh-sign-in-needed' },
    });
    expect(await command(visitor, path)).toMatchObject({ status: 200 });
    expect(await levelOf(elsewhere)).toBe(0);
    expect(await scene.enter(der)).toBe('client-certificate.unknown');
  });

  it('opens no account that was closed', async () => {
    const der = await scene.holder('fund-ok');
    await asSystem(server.services, 'tests close an account', (ctx) =>
      ctx.tx.updateTable('account').set({ disabledAt: ctx.now }).where('login', '=', 'fund-ok').execute(),
    );
    expect(await scene.enter(der)).toBe('client-certificate.unknown');
  });

  it('is shown by who holds its key, to a proxy that ends TLS', async () => {
    const der = await scene.holder('elder-60');
    const proxy = await startTlsProxy(server, authority);
    const visitor = createVisitor(server);
    const uid = await reachSignIn(visitor);
    const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const path = `/auth/certificate?uid=${uid}`;
    try {
      // What the browser writes itself does not arrive.
      const without = await proxy.get(path, { cookie, ...shownBy(der) });
      expect(without).toContain('client-certificate.none');
      const entered = await proxy.get(path, { cookie }, der);
      expect(new URL(entered, server.origin).pathname).toMatch(/^\/oidc\/auth\//);
    } finally {
      await proxy.stop();
    }
  });

  it('means nothing at any other address, and nothing that is no certificate is taken for one', async () => {
    const der = await scene.holder('elder-65');
    const visitor = createVisitor(server);
    const elsewhere = await visitor.fetch('/api/v1/me/certificates', { headers: shownBy(der) });
    expect(elsewhere.status).toBe(401);
    const login = await visitor.follow('/auth/login?return=/help', { headers: shownBy(der) });
    expect(login.path).toMatch(/^\/signin\?uid=/);
    const uid = new URL(login.path, 'http://x').searchParams.get('uid');
    const field = shownBy(der)['client-cert'] ?? '';
    for (const [sent, code] of [
      [{}, 'none'],
      [{ 'client-cert': field.slice(1) }, 'unreadable'],
      [{ 'client-cert': `${field}, ${field}` }, 'unreadable'],
      [{ 'client-cert': '::' }, 'none'],
    ] as const) {
      const answer = await visitor.fetch(`/auth/certificate?uid=${uid}`, { headers: sent });
      expect(answer.headers.get('location')).toContain(`client-certificate.${code}`);
    }
    // Nobody else's sign-in is ended by it.
    const stranger = await createVisitor(server).fetch(`/auth/certificate?uid=${uid}`, {
      headers: shownBy(der),
    });
    expect(stranger.headers.get('location')).toBe('/signin/problem?error=expired');
  });
});

describe('a certificate in a header that no trusted proxy wrote', () => {
  it('is ignored, and the audit says so', async () => {
    const server = await startTestServer({ env: { ...proxied, TRUST_PROXY: '10.0.0.2' } });
    try {
      const { der } = await asSystem(server.services, 'tests certify a person', (ctx) =>
        certifyHolder(ctx, server.services, { scheme: 'ES256', login: 'elder-72' }),
      );
      const visitor = createVisitor(server);
      expect(await enterByCertificate(visitor, der)).toBe('client-certificate.none');
      expect(await levelOf(visitor)).toBe(0);
      const { rowCount } = await server.services.database.pool.query(
        `select 1 from audit_log where action = 'client-certificate.ignored'`,
      );
      expect(rowCount).toBe(1);
    } finally {
      await server.stop();
    }
  });
});
