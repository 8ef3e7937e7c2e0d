import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVisitor, signIn, startTestServer, type TestServer } from '@quancheng/testing';
import {
  createTraveller,
  departFrom,
  registerAt,
  sessionAt,
  uidOf,
  upstreamOf,
  type RegisteredUpstream,
  type Traveller,
} from './testkit.ts';

interface LinkedSignIn {
  id: string;
  upstream: string;
}

describe('a second instance plays the province', () => {
  let city: TestServer;
  let province: TestServer;
  let upstream: RegisteredUpstream;
  let clientId: string;
  beforeAll(async () => {
    [city, province] = [await startTestServer({ now: 'real' }), await startTestServer({ now: 'real' })];
    upstream = await registerAt(city, upstreamOf(`${province.origin}/oidc`));
    const admin = await province.as('admin');
    const party = await admin.post<{ clientId: string }>('/api/v1/admin/relying-parties', {
      agency: 'data-bureau',
      name: { zh: '市平台', en: 'City platform' },
      kind: 'web',
      authMethod: 'private_key_jwt',
      jwks: { keys: [upstream.publicKey] },
      redirectUris: [upstream.callback],
      postLogoutRedirectUris: [`${city.origin}/signout/done`],
      backchannelLogoutUri: upstream.logout,
      scopes: ['profile'],
      parRequired: true,
      dpopRequired: false,
    });
    expect([party.status, party.body]).toEqual([201, expect.anything()]);
    ({ clientId } = party.body);
    const changed = await (
      await city.as('admin')
    ).patch(`/api/v1/admin/upstreams/${upstream.id}`, upstreamOf(`${province.origin}/oidc`, { clientId }));
    expect(changed.status).toBe(200);
  });
  afterAll(async () => {
    await city.stop();
    await province.stop();
  });

  /** Signs in at the province, from the city's page on; answers where the browser is then. */
  async function throughProvince(traveller: Traveller, account: string): Promise<URL> {
    let page = await departFrom(traveller, city, upstream.id);
    for (let step = 0; step < 3 && page.origin === province.origin; step += 1) {
      const at = `${province.origin}/oidc/interaction/${uidOf(page)}`;
      page =
        page.pathname === '/signin'
          ? await traveller.post(`${at}/login`, { demo: '1', account })
          : await traveller.post(`${at}/consent`, { allow: 'yes' });
    }
    return page;
  }

  async function linked(account: string): Promise<LinkedSignIn[]> {
    const client = await city.as(account);
    return (await client.get<{ items: LinkedSignIn[] }>('/api/v1/me/linked-sign-ins')).body.items;
  }

  async function link(account: string): Promise<Traveller> {
    const traveller = createTraveller(city, province);
    const page = await throughProvince(traveller, account);
    await traveller.post(`${city.origin}/oidc/interaction/${uidOf(page)}/login`, { demo: '1', account });
    return traveller;
  }

  it('links once, after the owner showed that the account is theirs, and signs in from then on', async () => {
    const traveller = createTraveller(city, province);
    const page = await throughProvince(traveller, 'elder-72');
    expect([page.origin, page.pathname, page.searchParams.get('error')]).toEqual([
      city.origin,
      '/signin',
      null,
    ]);
    expect((await sessionAt(traveller, city)).signedIn).toBe(false);
    const context = await traveller.at(city).fetch(`/api/v1/signin/context?uid=${uidOf(page)}`);
    expect(await context.json()).toMatchObject({
      newcomer: { from: { zh: '省统一身份认证' }, name: '王秀兰', mayOpen: true },
    });
    const end = await traveller.post(`${city.origin}/oidc/interaction/${uidOf(page)}/login`, {
      demo: '1',
      account: 'elder-72',
    });
    expect([end.origin, end.pathname]).toEqual([city.origin, '/']);
    expect(await linked('elder-72')).toMatchObject([{ upstream: upstream.id }]);

    const later = createTraveller(city, province);
    expect((await throughProvince(later, 'elder-72')).href).toBe(`${city.origin}/`);
    expect(await sessionAt(later, city)).toMatchObject({ signedIn: true, account: { name: '王秀兰' } });
  });

  it('ends here when it is signed out there', async () => {
    await link('elder-65');
    const traveller = createTraveller(city, province);
    await throughProvince(traveller, 'elder-65');
    const own = createVisitor(city);
    await signIn(own, { demo: '1', account: 'elder-65' });
    expect((await sessionAt(traveller, city)).signedIn).toBe(true);
    const { csrf } = await sessionAt(traveller, province);
    await traveller.post(`${province.origin}/auth/logout`, { csrf });
    await province.settle();
    expect((await sessionAt(traveller, city)).signedIn).toBe(false);
    // Who came in by a way of our own stays.
    expect(await (await own.fetch('/api/v1/session')).json()).toMatchObject({ signedIn: true });
    // The cookie of the provider opens nothing any more, either.
    const again = await traveller.go(`${city.origin}/auth/login`);
    expect(again.pathname).toBe('/signin');
  });

  it('offers to sign out there, too', async () => {
    const traveller = createTraveller(city, province);
    await throughProvince(traveller, 'elder-leap');
    const page = await traveller.go(`${city.origin}/auth/upstream/${upstream.id}/sign-out`);
    expect([page.origin, page.pathname]).toEqual([province.origin, '/signout']);
  });

  it('leads whoever came from there and signs out here to that offer, and nobody else', async () => {
    await link('elder-64');
    const traveller = createTraveller(city, province);
    await throughProvince(traveller, 'elder-64');
    const { csrf } = await sessionAt(traveller, city);
    const page = await traveller.post(`${city.origin}/auth/logout`, { csrf });
    expect([page.pathname, page.searchParams.get('from')]).toEqual(['/signout/done', upstream.id]);
    expect((await sessionAt(traveller, city)).signedIn).toBe(false);

    const own = createTraveller(city, province);
    await signIn(own.at(city), { demo: '1', account: 'elder-64' });
    const left = await own.post(`${city.origin}/auth/logout`, { csrf: (await sessionAt(own, city)).csrf });
    expect(left.pathname).toBe('/');
  });

  it('opens an account for who has none, where that is allowed, and only once', async () => {
    const traveller = createTraveller(city, province);
    const page = await throughProvince(traveller, 'elder-58');
    const open = `${city.origin}/oidc/interaction/${uidOf(page)}/newcomer/open`;
    const ends = await Promise.all([traveller.post(open), traveller.post(open)]);
    expect(ends.map(({ searchParams }) => searchParams.get('error')).toSorted()).toEqual([
      null,
      'upstream.over',
    ]);
    const { account } = (await sessionAt(traveller, city)) as { account?: { name: string } };
    expect(account?.name).toBeDefined();
    const again = createTraveller(city, province);
    expect((await throughProvince(again, 'elder-58')).pathname).toBe('/');
  });

  it('is unlinked by its holder after a fresh sign-in, and what came by it ends', async () => {
    const traveller = await link('elder-60');
    const arrived = createTraveller(city, province);
    await throughProvince(arrived, 'elder-60');
    const [own] = await linked('elder-60');
    const { csrf } = await sessionAt(traveller, city);
    const unlink = () =>
      traveller.at(city).fetch(`/api/v1/me/linked-sign-ins/${own?.id}/unlink`, {
        method: 'POST',
        headers: { 'x-csrf-token': csrf, 'idempotency-key': randomUUID() },
      });
    // Its people of the demo have neither password nor passkey, so this is the only way that stays.
    const refused = (await (await unlink()).json()) as { code: string };
    expect(refused.code).toBe('upstream.last-way');
    await city.services.unit.db
      .updateTable('account')
      .set({ passwordHash: 'x' })
      .where('login', '=', 'elder-60')
      .execute();
    expect((await unlink()).status).toBe(200);
    expect((await sessionAt(arrived, city)).signedIn).toBe(false);
    expect((await sessionAt(traveller, city)).signedIn).toBe(true);
    expect(await linked('elder-60')).toEqual([]);
  });

  it('knows people there by a number of its own, which another system does not share', async () => {
    const { rows } = await city.services.database.pool.query<{ subject: string; accountId: string }>(
      'select subject from upstream_link',
    );
    const accounts = await province.services.database.pool.query<{ id: string }>(
      'select id::text from account',
    );
    const ids = new Set(accounts.rows.map(({ id }) => id));
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ subject }) => ids.has(subject))).toEqual([]);
  });

  it('lost, it leaves the ways of the city as they are', async () => {
    await province.stop();
    for (let n = 0; n < 3; n += 1) {
      const page = await departFrom(createTraveller(city), city, upstream.id);
      expect([page.pathname, page.searchParams.get('error')]).toEqual(['/signin', 'upstream.unreachable']);
    }
    const traveller = createTraveller(city);
    const page = await traveller.go(`${city.origin}/auth/login`);
    const context = await traveller.at(city).fetch(`/api/v1/signin/context?uid=${uidOf(page)}`);
    expect(await context.json()).toMatchObject({ upstreams: [{ id: upstream.id, down: true }] });
    const end = await traveller.post(`${city.origin}/oidc/interaction/${uidOf(page)}/login`, {
      demo: '1',
      account: 'elder-72',
    });
    expect(end.pathname).toBe('/');
  });
});
