import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVisitor, startTestServer, type TestServer } from '@quancheng/testing';
import { findAccountByLogin } from '../accounts/index.ts';
import { begin, listen, register, signInAt, type StrangersClient } from './testkit.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe('the number by which a system knows a person', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ now: 'real' });
  });
  afterAll(() => server.stop());

  const at = (host: string) => `https://${host}/callback`;
  const registerAt = (host: string, given: Record<string, unknown> = {}) =>
    register(server, { redirectUris: [at(host)], ...given });

  async function signInBy(client: StrangersClient, host: string, account = 'elder-72') {
    const visitor = createVisitor(server);
    const { parameters, checks } = await begin(client.config, { redirect_uri: at(host) });
    const url = oidc.buildAuthorizationUrl(client.config, parameters);
    const { end } = await signInAt(visitor, url, { account });
    const tokens = await oidc.authorizationCodeGrant(client.config, end, checks);
    return { visitor, tokens, sub: tokens.claims()?.sub ?? '' };
  }

  async function change(client: StrangersClient, given: Record<string, unknown>): Promise<void> {
    const admin = await server.as('admin');
    const { body } = await admin.get<{ items: Record<string, unknown>[] }>('/api/v1/admin/relying-parties');
    const registered = body.items.find(({ id }) => id === client.id) ?? {};
    const own = ['id', 'clientId', 'agency', 'sector', 'closed', 'version'];
    const input = Object.fromEntries(Object.entries(registered).filter(([name]) => !own.includes(name)));
    const answer = await admin.patch(`/api/v1/admin/relying-parties/${client.id}`, { ...input, ...given });
    expect(answer.status).toBe(200);
  }

  it('is the same each time and in the same sector, and another everywhere else', async () => {
    const water = await registerAt('water.example.org');
    const bills = await registerAt('water.example.org');
    const heat = await registerAt('heat.example.org');
    const first = (await signInBy(water, 'water.example.org')).sub;
    expect((await signInBy(water, 'water.example.org')).sub).toBe(first);
    expect((await signInBy(bills, 'water.example.org')).sub).toBe(first);
    const elsewhere = (await signInBy(heat, 'heat.example.org')).sub;
    const another = (await signInBy(water, 'water.example.org', 'elder-65')).sub;
    const account = await findAccountByLogin(server.services.unit.db, 'elder-72');
    expect(new Set([first, elsewhere, another, account?.id]).size).toBe(4);
  });

  it('stays when the addresses of the system change', async () => {
    const client = await registerAt('old.example.org');
    const before = (await signInBy(client, 'old.example.org')).sub;
    await change(client, { redirectUris: [at('new.example.org'), at('old.example.org')] });
    expect((await signInBy(client, 'new.example.org')).sub).toBe(before);
  });

  it('is told by userinfo, introspection and at sign-out alike', async () => {
    const listener = await listen();
    const client = await registerAt('told.example.org', { backchannelLogoutUri: listener.uri });
    const { visitor, tokens, sub } = await signInBy(client, 'told.example.org');
    expect((await oidc.fetchUserInfo(client.config, tokens.access_token, sub)).sub).toBe(sub);
    const seen = await oidc.tokenIntrospection(client.config, tokens.access_token);
    expect(seen).toMatchObject({ active: true, sub });
    const { csrf } = (await (await visitor.fetch('/api/v1/session')).json()) as { csrf: string };
    await visitor.fetch('/auth/logout', {
      method: 'POST',
      headers: form,
      body: new URLSearchParams({ csrf }).toString(),
    });
    await server.settle();
    await listener.stop();
    const keys = createRemoteJWKSet(new URL(`${server.origin}/oidc/jwks`));
    const { payload } = await jwtVerify(listener.heard[0]?.get('logout_token') ?? '', keys);
    expect(payload.sub).toBe(sub);
  });

  it('is that of the account where a system was registered so, until that is changed', async () => {
    const client = await registerAt('early.example.org', { subjectType: 'public' });
    const account = await findAccountByLogin(server.services.unit.db, 'elder-72');
    expect((await signInBy(client, 'early.example.org')).sub).toBe(account?.id);
    await change(client, { subjectType: 'pairwise' });
    expect((await signInBy(client, 'early.example.org')).sub).not.toBe(account?.id);
  });

  it('of an application on devices is that of its agency, whatever scheme it has', async () => {
    const native = { kind: 'native', authMethod: 'none' };
    const uris = ['org.example.water:/callback'];
    const ours = await register(server, { ...native, redirectUris: uris });
    const theirs = await register(server, { ...native, redirectUris: uris, agency: 'market-supervision' });
    const sectorOf = async ({ id }: StrangersClient) => {
      const admin = await server.as('admin');
      const { body } = await admin.get<{ items: { id: string; sector: string }[] }>(
        '/api/v1/admin/relying-parties?limit=50',
      );
      return body.items.find((item) => item.id === id)?.sector;
    };
    expect([await sectorOf(ours), await sectorOf(theirs)]).toEqual([
      'civil-affairs.agency.invalid',
      'market-supervision.agency.invalid',
    ]);
  });
});
