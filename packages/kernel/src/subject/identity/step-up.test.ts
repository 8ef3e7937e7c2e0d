import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVisitor, signIn, startTestServer, type TestServer, type Visitor } from '@quancheng/testing';
import {
  addPasskey,
  askedAt,
  createAuthenticator,
  enterByPasskey,
  levelOf,
  postForm,
  type Authenticator,
} from '../passkeys/testkit.ts';
import { begin, listen, register, signInAt, signInTo, travel, type StrangersClient } from './testkit.ts';

const acr = (level: number) => `urn:quancheng:acr:l${level}`;
const essential = (level: number) => ({
  claims: JSON.stringify({ id_token: { acr: { essential: true, value: acr(level) } } }),
});

describe('a system that needs to be surer of the person', () => {
  let server: TestServer;
  let client: StrangersClient;
  let authenticator: Authenticator;
  beforeAll(async () => {
    server = await startTestServer({ now: 'real' });
    client = await register(server);
    authenticator = createAuthenticator(server.origin);
    await addPasskey(await signedIn('elder-72'), authenticator);
  });
  afterAll(() => server.stop());

  async function signedIn(account: string): Promise<Visitor> {
    const visitor = createVisitor(server);
    await signIn(visitor, { demo: '1', account });
    return visitor;
  }

  async function show(visitor: Visitor, page: URL, key: Authenticator): Promise<URL> {
    const uid = page.searchParams.get('uid') ?? '';
    const credential = JSON.stringify(key.get(await askedAt(visitor, uid)));
    return travel(visitor, `/oidc/interaction/${uid}/passkey`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ credential }).toString(),
    });
  }

  const sessionsOf = async (visitor: Visitor): Promise<number> =>
    ((await (await visitor.fetch('/api/v1/me/sessions')).json()) as { items: { kind: string }[] }).items
      .length;

  it('is told how surely, by what and since when, whether it asked or not', async () => {
    const { tokens } = await signInTo(server, client, { account: 'elder-60' });
    const claims = tokens.claims();
    expect(claims).toMatchObject({ acr: acr(2), amr: ['demo'] });
    expect(Math.abs(Number(claims?.auth_time) - Date.now() / 1000)).toBeLessThan(60);
  });

  it('is shown a passkey in the middle of a session, which goes on in the same browser, surer than before', async () => {
    const listener = await listen();
    const hearing = await register(server, { backchannelLogoutUri: listener.uri });
    const visitor = await signedIn('elder-72');
    await signInTo(server, hearing, { visitor });
    const before = await sessionsOf(visitor);
    const cookie = visitor.cookies.get('qc_session');
    const asked = await begin(client.config, essential(3));
    const page = await travel(visitor, oidc.buildAuthorizationUrl(client.config, asked.parameters));
    expect(page.pathname).toBe('/signin');
    const context = await visitor.fetch(`/api/v1/signin/context?uid=${page.searchParams.get('uid')}`);
    expect(await context.json()).toMatchObject({ stepUp: { level: 3, insists: true } });

    const consent = await show(visitor, page, authenticator);
    expect(consent.pathname).toBe('/signin/consent');
    const end = await travel(visitor, `/oidc/interaction/${consent.searchParams.get('uid') ?? ''}/consent`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'allow=yes',
    });
    const tokens = await oidc.authorizationCodeGrant(client.config, end, asked.checks);
    expect(tokens.claims()).toMatchObject({ acr: acr(3), amr: ['pop', 'user', 'mfa'] });
    expect(await levelOf(visitor)).toBe(3);
    expect(await sessionsOf(visitor)).toBe(before);
    expect(visitor.cookies.get('qc_session')).not.toBe(cookie);
    await server.settle();
    await listener.stop();
    // Whoever was signed in elsewhere still is.
    expect(listener.heard).toEqual([]);
    // Asked again, it is answered at once.
    const again = await begin(client.config, essential(3));
    const { pages } = await signInAt(visitor, oidc.buildAuthorizationUrl(client.config, again.parameters));
    expect(pages).toEqual([]);
  });

  it('does not get another’s passkey for this one’s', async () => {
    const other = createAuthenticator(server.origin);
    await addPasskey(await signedIn('elder-65'), other);
    const visitor = await signedIn('elder-72');
    const asked = await begin(client.config, essential(3));
    const page = await travel(visitor, oidc.buildAuthorizationUrl(client.config, asked.parameters));
    const end = await show(visitor, page, other);
    expect([end.pathname, end.searchParams.get('error')]).toEqual(['/signin', 'passkey.other-account']);
    expect(await levelOf(visitor)).toBe(2);
  });

  it('is refused where the account has no passkey, and what nobody can reach', async () => {
    for (const [account, level] of [
      ['elder-58', 3],
      ['elder-72', 4],
    ] as const) {
      const { parameters } = await begin(client.config, essential(level));
      const url = oidc.buildAuthorizationUrl(client.config, parameters);
      const end = await travel(await signedIn(account), url);
      expect(end.searchParams.get('error')).toBe('unmet_authentication_requirements');
    }
  });

  it('that would rather see one is content with less from whoever chooses another way', async () => {
    const visitor = await signedIn('elder-72');
    const { parameters, checks } = await begin(client.config, { acr_values: `${acr(3)} ${acr(2)}` });
    const url = oidc.buildAuthorizationUrl(client.config, parameters);
    const { end, pages } = await signInAt(visitor, url);
    expect(pages[0]).toBe('signin');
    const tokens = await oidc.authorizationCodeGrant(client.config, end, checks);
    expect(tokens.claims()?.['acr']).toBe(acr(2));
    // Who has none is not asked at all.
    const without = await begin(client.config, { acr_values: acr(3) });
    const quiet = await signInAt(
      await signedIn('elder-58'),
      oidc.buildAuthorizationUrl(client.config, without.parameters),
      { account: 'elder-58' },
    );
    expect(quiet.pages).not.toContain('signin');
  });

  it('our own portal steps up the same way, under a new secret, and a password does not do', async () => {
    const visitor = await signedIn('elder-72');
    const cookie = visitor.cookies.get('qc_session');
    const { path } = await visitor.follow('/auth/login?return=/help&level=3');
    const uid = new URL(path, 'http://x').searchParams.get('uid') ?? '';
    const known = await postForm(visitor, `/oidc/interaction/${uid}/login`, {
      demo: '1',
      account: 'elder-72',
    });
    expect(known.path).toMatch(/^\/signin\?uid=/);
    expect(await enterByPasskey(visitor, authenticator, { query: '&level=3' })).toBe('/help');
    expect(await levelOf(visitor)).toBe(3);
    expect(visitor.cookies.get('qc_session')).not.toBe(cookie);
    const old = createVisitor(server);
    old.cookies.set('qc_session', cookie ?? '');
    expect(await levelOf(old)).toBe(0);
  });
});
