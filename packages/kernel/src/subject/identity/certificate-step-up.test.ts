import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVisitor, signIn, startTestServer, type TestServer, type Visitor } from '@quancheng/testing';
import { asSystem } from '@quancheng/server';
import { certifyHolder } from '../authority/testkit.ts';
import { addCertificate, enterByCertificate, shownBy } from '../certificates/testkit.ts';
import { command, levelOf } from '../passkeys/testkit.ts';
import { begin, register, signInAt, signInTo, travel, type StrangersClient } from './testkit.ts';

const acr = (level: number) => `urn:quancheng:acr:l${level}`;
const essential = (...levels: number[]) => ({
  claims: JSON.stringify({ id_token: { acr: { essential: true, values: levels.map(acr) } } }),
});

describe('a system that needs a certificate', () => {
  let server: TestServer;
  let client: StrangersClient;
  let der: Buffer;
  beforeAll(async () => {
    server = await startTestServer({
      now: 'real',
      env: { TRUST_PROXY: '127.0.0.1,::1', QC_CLIENT_CERTIFICATES: 'proxy' },
    });
    client = await register(server);
    ({ der } = await asSystem(server.services, 'tests certify a person', (ctx) =>
      certifyHolder(ctx, server.services, { scheme: 'SM2', login: 'elder-72' }),
    ));
    expect(await addCertificate(await signedIn('elder-72'), der)).toBe('added');
  });
  afterAll(() => server.stop());

  async function signedIn(account: string): Promise<Visitor> {
    const visitor = createVisitor(server);
    await signIn(visitor, { demo: '1', account });
    return visitor;
  }

  /** Asks as a system of another; answers the page at which the browser stops, and how it goes on. */
  async function ask(visitor: Visitor, parameters: Record<string, string>) {
    const asked = await begin(client.config, parameters);
    const page = await travel(visitor, oidc.buildAuthorizationUrl(client.config, asked.parameters));
    return { page, checks: asked.checks };
  }

  it('says that it takes them', async () => {
    const said = client.config.serverMetadata() as { acr_values_supported?: string[] };
    expect(said.acr_values_supported).toContain(acr(4));
  });

  it('is shown one in the middle of a session, and tells by what and how surely', async () => {
    const visitor = await signedIn('elder-72');
    await signInTo(server, client, { visitor });
    const { page, checks } = await ask(visitor, essential(4));
    expect(page.pathname).toBe('/signin');
    const uid = page.searchParams.get('uid') ?? '';
    const context = await visitor.fetch(`/api/v1/signin/context?uid=${uid}`);
    expect(await context.json()).toMatchObject({
      certificate: '/auth/certificate',
      stepUp: { level: 4, insists: true, certificate: true, faceConsent: null },
    });
    const end = await travel(visitor, `/auth/certificate?uid=${uid}`, { headers: shownBy(der) });
    const tokens = await oidc.authorizationCodeGrant(client.config, end, checks);
    expect(tokens.claims()).toMatchObject({ acr: acr(4), amr: ['pop', 'x509'] });
    expect(await levelOf(visitor)).toBe(4);

    // Whoever asks for less hears what was asked, and nobody is sent in circles.
    for (const [levels, told] of [
      [[3], 3],
      [[2, 3], 3],
      [[4], 4],
    ] as const) {
      const again = await ask(visitor, essential(...levels));
      const heard = await oidc.authorizationCodeGrant(client.config, again.page, again.checks);
      expect(heard.claims()).toMatchObject({ acr: acr(told), amr: ['pop', 'x509'] });
    }
    expect((await visitor.follow('/auth/login?return=/help&level=3')).path).toBe('/help');
    expect(await levelOf(visitor)).toBe(4);
  });

  it('is told so where the account has none', async () => {
    const { page } = await ask(await signedIn('elder-58'), essential(4));
    expect(page.searchParams.get('error')).toBe('unmet_authentication_requirements');
  });

  it('that would rather see one is content with less from whoever chooses another way', async () => {
    const visitor = await signedIn('elder-72');
    const { parameters, checks } = await begin(client.config, { acr_values: `${acr(4)} ${acr(2)}` });
    const { end, pages } = await signInAt(visitor, oidc.buildAuthorizationUrl(client.config, parameters));
    expect(pages[0]).toBe('signin');
    const tokens = await oidc.authorizationCodeGrant(client.config, end, checks);
    expect(tokens.claims()?.['acr']).toBe(acr(2));
  });

  it('our own portal steps up the same way, under a new secret', async () => {
    const visitor = await signedIn('elder-72');
    const cookie = visitor.cookies.get('qc_session');
    expect(await enterByCertificate(visitor, der, { query: '&level=4' })).toBe('/help');
    expect(await levelOf(visitor)).toBe(4);
    expect(visitor.cookies.get('qc_session')).not.toBe(cookie);
  });
});

describe('where nobody signs in with certificates', () => {
  it('there is no such address, no button, and nothing to add', async () => {
    const server = await startTestServer({ env: { TRUST_PROXY: '127.0.0.1,::1' } });
    try {
      const visitor = createVisitor(server);
      await signIn(visitor, { demo: '1', account: 'elder-72' });
      expect((await visitor.fetch('/auth/certificate?uid=a')).status).toBe(404);
      const context = await visitor.fetch('/api/v1/signin/context');
      expect(await context.json()).toMatchObject({ certificate: null });
      expect(await command(visitor, '/api/v1/me/certificates/start')).toMatchObject({ status: 404 });
      const own = await visitor.fetch('/api/v1/me/certificates');
      expect(await own.json()).toMatchObject({ items: [], offered: false });
    } finally {
      await server.stop();
    }
  });
});

describe('where certificates are shown at another port', () => {
  it('one is sent there, and back to the origin of the platform', async () => {
    const origin = 'https://gov.example';
    const server = await startTestServer({
      env: {
        TRUST_PROXY: '127.0.0.1,::1',
        QC_CLIENT_CERTIFICATES: 'proxy',
        QC_ORIGIN: origin,
        QC_CERTIFICATE_ORIGIN: `${origin}:8443`,
      },
    });
    try {
      const { port } = server.app.server.address() as { port: number };
      const at = (path: string) => fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual' });
      expect(await (await at('/api/v1/signin/context')).json()).toMatchObject({
        certificate: `${origin}:8443/auth/certificate`,
      });
      expect((await at('/auth/certificate?uid=a')).headers.get('location')).toBe(
        `${origin}/signin/problem?error=expired`,
      );
      expect((await at('/auth/certificate?ticket=a')).headers.get('location')).toBe(
        `${origin}/me/password?certificate=client-certificate.over`,
      );
    } finally {
      await server.stop();
    }
  });
});
