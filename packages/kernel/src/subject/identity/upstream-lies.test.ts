import type { ServerResponse } from 'node:http';
import { exportSPKI, generateKeyPair, importJWK, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { papersOf, startTestServer, type TestServer } from '@quancheng/testing';
import { startLiar, type Discovery, type Liar, type Said } from './upstream-liar.ts';
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

const clientId = 'the-city';
const trusted = 'urn:example:acr:checked';
const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout';

/** A browser on its way to the service: what it took along, and how it comes back. */
interface Away {
  traveller: Traveller;
  asked: URLSearchParams;
  back(answer?: Record<string, string>): Promise<URL>;
}

describe('a sign-in service that lies', () => {
  let server: TestServer;
  let liar: Liar;
  let other: Liar;
  let upstream: RegisteredUpstream;
  let second: RegisteredUpstream;
  beforeAll(async () => {
    server = await startTestServer({ now: 'real' });
    [liar, other] = [await startLiar(clientId), await startLiar(clientId)];
    const given = {
      clientId,
      authMethod: 'client_secret_basic',
      clientSecret: 'a secret of theirs',
      levels: [{ acr: trusted, level: 2 }],
      numberClaim: 'id_number',
    };
    upstream = await registerAt(server, upstreamOf(liar.issuer, given));
    second = await registerAt(server, upstreamOf(other.issuer, given));
  });
  afterAll(async () => {
    await server.stop();
    await liar.stop();
    await other.stop();
  });

  async function away(traveller = createTraveller(server)): Promise<Away> {
    const url = await departFrom(traveller, server, upstream.id);
    expect(url.origin).toBe(liar.issuer);
    const asked = url.searchParams;
    return {
      traveller,
      asked,
      back: (answer = {}) => {
        const query = new URLSearchParams({
          code: 'x',
          state: asked.get('state') ?? '',
          iss: liar.issuer,
          ...answer,
        });
        return traveller.go(`${upstream.callback}?${query.toString()}`);
      },
    };
  }

  /** The whole way with what is said there; answers where the browser ends, and what is wrong. */
  async function come(said: Said = {}): Promise<{ traveller: Traveller; page: URL; error: string | null }> {
    const { traveller, asked, back } = await away();
    liar.say({ ...said, claims: { nonce: asked.get('nonce'), ...said.claims } });
    const page = await back();
    return { traveller, page, error: page.searchParams.get('error') };
  }

  async function linkTo(account: string, said: Said) {
    const { traveller, page } = await come(said);
    const end = await traveller.post(`${server.origin}/oidc/interaction/${uidOf(page)}/login`, {
      demo: '1',
      account,
    });
    return { traveller, error: end.searchParams.get('error') };
  }

  async function refusals(action: string): Promise<number> {
    const { rows } = await server.services.database.pool.query<{ n: string }>(
      'select count(*) as n from audit_log where action = $1',
      [action],
    );
    return Number(rows[0]?.n);
  }

  it('is believed when it tells the truth', async () => {
    const { page, error, traveller } = await come({ claims: { name: '王秀兰' } });
    expect([page.pathname, error]).toEqual(['/signin', null]);
    expect((await sessionAt(traveller, server)).signedIn).toBe(false);
  });

  const now = () => Math.floor(Date.now() / 1000);
  const lies: Record<string, () => Said | Promise<Said>> = {
    'another issuer': () => ({ claims: { iss: other.issuer } }),
    'a token of another client': () => ({ claims: { aud: 'another-client' } }),
    'a token of several, given to another': () => ({ claims: { aud: [clientId, 'x'], azp: 'x' } }),
    'another nonce': () => ({ claims: { nonce: 'of another sign-in' } }),
    'no nonce': () => ({ claims: { nonce: undefined } }),
    'an expired token': () => ({ claims: { iat: now() - 200, exp: now() - 100 } }),
    'an old token': () => ({ claims: { iat: now() - 3600 } }),
    'no subject': () => ({ claims: { sub: undefined } }),
    'no signature': () => ({ sign: async (claims) => new UnsecuredJWT(claims).encode() }),
    'a signature by the public key as a secret': async () => {
      const key = (await importJWK(liar.publicJwk, 'RS256')) as CryptoKey;
      const secret = new TextEncoder().encode(await exportSPKI(key));
      return { sign: (claims) => by(secret, 'HS256', claims) };
    },
    'a signature by our own secret': () => ({
      sign: (claims) => by(new TextEncoder().encode('a secret of theirs'), 'HS256', claims),
    }),
    'a signature by another key': async () => {
      const { privateKey } = await generateKeyPair('RS256');
      return { sign: (claims) => by(privateKey, 'RS256', claims) };
    },
    'a signature by another algorithm': async () => {
      const { privateKey } = await generateKeyPair('ES256');
      return { sign: (claims) => by(privateKey, 'ES256', claims) };
    },
    'another subject at userinfo': () => ({ userinfo: { sub: 'two' } }),
  };
  const by = (key: CryptoKey | Uint8Array, alg: string, claims: JWTPayload) =>
    new SignJWT(claims).setProtectedHeader({ alg, kid: 'one' }).sign(key);

  it.each(Object.keys(lies))('is not believed: %s', async (lie) => {
    const before = await refusals('upstream.fail');
    const { page, error, traveller } = await come(await lies[lie]?.());
    expect([page.pathname, error]).toEqual(['/signin', 'upstream.distrusted']);
    expect((await sessionAt(traveller, server)).signedIn).toBe(false);
    expect(await refusals('upstream.fail')).toBe(before + 1);
  });

  it('is not mixed up with another: neither by the answer, nor by the address to which it comes', async () => {
    const mixed = await away();
    expect((await mixed.back({ iss: other.issuer })).searchParams.get('error')).toBe('upstream.distrusted');
    const bare = await away();
    const query = new URLSearchParams({ code: 'x', state: bare.asked.get('state') ?? '' });
    const silent = await bare.traveller.go(`${upstream.callback}?${query.toString()}`);
    expect(silent.searchParams.get('error')).toBe('upstream.distrusted');
    const moved = await away();
    const away2 = new URLSearchParams({
      code: 'x',
      state: moved.asked.get('state') ?? '',
      iss: other.issuer,
    });
    const page = await moved.traveller.go(`${second.callback}?${away2.toString()}`);
    expect(page.pathname).toBe('/signin/problem');
  });

  it('an answer counts once, and in the browser that was sent alone', async () => {
    const first = await away();
    liar.say({ claims: { nonce: first.asked.get('nonce') } });
    const thief = createTraveller(server);
    await thief.go(`${server.origin}/auth/login`);
    const query = new URLSearchParams({
      code: 'x',
      state: first.asked.get('state') ?? '',
      iss: liar.issuer,
    });
    expect((await thief.go(`${upstream.callback}?${query.toString()}`)).pathname).toBe('/signin/problem');
    expect((await first.back()).pathname).toBe('/signin');
    expect((await first.back()).pathname).toBe('/signin/problem');
  });

  it('a refusal there is told as one', async () => {
    const { asked, traveller } = await away();
    const query = new URLSearchParams({
      error: 'access_denied',
      state: asked.get('state') ?? '',
      iss: liar.issuer,
    });
    const page = await traveller.go(`${upstream.callback}?${query.toString()}`);
    expect(page.searchParams.get('error')).toBe('upstream.declined');
  });

  it('is trusted to the level that was agreed, whatever it says', async () => {
    await linkTo('elder-72', { claims: { sub: 'levels' }, userinfo: { sub: 'levels' } });
    for (const [acr, level] of [
      [trusted, 2],
      ['urn:example:acr:highest', 1],
      ['urn:quancheng:acr:l3', 1],
      [undefined, 1],
    ] as const) {
      const { traveller, page } = await come({
        claims: { sub: 'levels', acr },
        userinfo: { sub: 'levels', acr: trusted },
      });
      expect(page.pathname).toBe('/');
      expect((await sessionAt(traveller, server)).signedIn).toBe(true);
      const { rows } = await server.services.database.pool.query<{ assurance: number }>(
        'select assurance from session order by id desc limit 1',
      );
      expect([acr, rows[0]?.assurance]).toEqual([acr, level]);
    }
  });

  it('enters no account of another person, and what it said is kept', async () => {
    const [mine, theirs] = [await papersOf(server, 'elder-65'), await papersOf(server, 'elder-58')];
    const said = (who: { name: string; idNumber: string }): Said => ({
      claims: { sub: 'numbers', acr: trusted, id_number: who.idNumber, name: who.name },
      userinfo: { sub: 'numbers' },
    });
    const before = await refusals('upstream.refuse');
    // The number is of another than the owner of the account that was shown.
    expect((await linkTo('elder-58', said(mine))).error).toBe('upstream.other-person');
    expect((await linkTo('elder-65', said(mine))).error).toBeNull();
    // Linked, it names another person one day.
    const { error, traveller } = await come(said(theirs));
    expect(error).toBe('upstream.other-person');
    expect((await sessionAt(traveller, server)).signedIn).toBe(false);
    expect(await refusals('upstream.refuse')).toBe(before + 2);
    expect((await come(said(mine))).page.pathname).toBe('/');
  });

  it('makes no second account for a person who has one, and none silently by a name', async () => {
    const papers = await papersOf(server, 'elder-60');
    const claims = { sub: 'newcomer', acr: trusted, id_number: papers.idNumber, name: papers.name };
    const { traveller, page } = await come({ claims, userinfo: { sub: 'newcomer' } });
    const open = `${server.origin}/oidc/interaction/${uidOf(page)}/newcomer/open`;
    expect((await traveller.post(open)).searchParams.get('error')).toBe('upstream.known');
    expect((await sessionAt(traveller, server)).signedIn).toBe(false);
  });

  it('never enters an account of staff', async () => {
    const said = { claims: { sub: 'clerk' }, userinfo: { sub: 'clerk' } };
    expect((await linkTo('market-clerk', said)).error).toBe('upstream.staff');
  });

  it('one subject there enters one account here, although two link it at a time', async () => {
    const said = { claims: { sub: 'race' }, userinfo: { sub: 'race' } };
    const [one, two] = [await come(said), await come(said)];
    const enter = ({ traveller, page }: typeof one, account: string) =>
      traveller.post(`${server.origin}/oidc/interaction/${uidOf(page)}/login`, { demo: '1', account });
    const ends = await Promise.all([enter(one, 'elder-leap'), enter(two, 'noodle-owner')]);
    expect(ends.map(({ searchParams }) => searchParams.get('error')).toSorted()).toEqual([
      null,
      'upstream.taken',
    ]);
    const { rows } = await server.services.database.pool.query(
      `select 1 from upstream_link where subject = 'race'`,
    );
    expect(rows).toHaveLength(1);
  });

  describe('its word that someone signed out', () => {
    const send = (logout_token: string, to = upstream.logout) =>
      fetch(to.replace('localhost', '127.0.0.1'), {
        method: 'POST',
        body: new URLSearchParams({ logout_token }),
      }).then(({ status }) => status);
    const word = (given: Record<string, unknown> = {}): JWTPayload => ({
      iss: liar.issuer,
      aud: clientId,
      sub: 'out',
      iat: now(),
      exp: now() + 60,
      jti: 'j',
      events: { [logoutEvent]: {} },
      ...given,
    });

    it('counts only where it can be no other’s', async () => {
      const said = { claims: { sub: 'out', sid: 's1' }, userinfo: { sub: 'out' } };
      await linkTo('fund-ok', said);
      const { traveller } = await come(said);
      const words = [
        new UnsecuredJWT(word()).encode(),
        await by(new TextEncoder().encode('a secret of theirs'), 'HS256', word()),
        await other.sign(word()),
        await liar.sign(word({ aud: 'another-client' })),
        await liar.sign(word({ iss: other.issuer })),
        await liar.sign(word({ iat: now() - 3600 })),
        await liar.sign(word({ nonce: 'n' })),
        await liar.sign(word({ events: {} })),
        await liar.sign(word({ sub: undefined })),
        'no token',
      ];
      for (const [index, token] of words.entries()) expect([index, await send(token)]).toEqual([index, 400]);
      expect(await send(await liar.sign(word()), second.logout)).toBe(400);
      expect(await send(await liar.sign(word({ sid: 'another', sub: undefined })))).toBe(200);
      expect((await sessionAt(traveller, server)).signedIn).toBe(true);
      expect(await send(await liar.sign(word({ sid: 's1' }), { typ: 'logout+jwt' }))).toBe(200);
      expect((await sessionAt(traveller, server)).signedIn).toBe(false);
    });
  });

  describe('that does not answer as one', () => {
    const json = (response: ServerResponse, body: object) =>
      void response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    const metadata = (issuer: string, given: object) => ({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      ...given,
    });
    const answers: Record<string, Discovery> = {
      'no JSON': (response) => response.setHeader('content-type', 'text/html').end('<h1>'),
      'an error': (response) => response.writeHead(503).end(),
      'the document of another': (response) => json(response, metadata(other.issuer, {})),
      'an address without TLS': (response, issuer) =>
        json(response, metadata(issuer, { token_endpoint: 'http://a.example/token' })),
      'no keys': (response, issuer) => json(response, metadata(issuer, { jwks_uri: undefined })),
      'nothing at all': () => undefined,
      'without end': (response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const more = () => {
          if (response.writable && response.write(' '.repeat(65_536))) setImmediate(more);
        };
        response.on('drain', more).on('error', () => undefined);
        more();
      },
    };

    it.each(Object.keys(answers))('%s', async (what) => {
      const stranger = await startLiar(clientId);
      stranger.discoverBy(answers[what] as Discovery);
      const proof = { clientId, authMethod: 'client_secret_basic', clientSecret: 'a secret' };
      const { id } = await registerAt(server, upstreamOf(stranger.issuer, proof));
      const page = await departFrom(createTraveller(server), server, id);
      await stranger.stop();
      const reason = what === 'the document of another' ? 'distrusted' : 'unreachable';
      expect([page.pathname, page.searchParams.get('error')]).toEqual(['/signin', `upstream.${reason}`]);
      await (await server.as('admin')).post(`/api/v1/admin/upstreams/${id}/close`, {});
    });
  });
});
