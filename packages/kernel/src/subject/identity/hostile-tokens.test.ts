import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { base64url, exportSPKI, importJWK, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '@quancheng/testing';
import { register, type StrangersClient } from './testkit.ts';

/** The doors of the server that read a token which a stranger wrote. */
const doors = ['client assertion', 'proof of possession', 'identity hint', 'wallet proof', 'bearer'] as const;
type Door = (typeof doors)[number];

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

describe('a token that a hostile stranger wrote', () => {
  let server: TestServer;
  let client: StrangersClient;
  let valid: string;
  /** Addresses that a token named and someone fetched. */
  const fetched: string[] = [];
  const lure = createServer((request, reply) => {
    fetched.push(request.url ?? '');
    reply.end(JSON.stringify({ keys: [client.jwk] }));
  });
  let lureAt: string;

  beforeAll(async () => {
    server = await startTestServer({ env: { TRUST_PROXY: 'on' } });
    client = await register(server);
    await new Promise<void>((resolve) => lure.listen(0, '127.0.0.1', resolve));
    lureAt = `http://127.0.0.1:${(lure.address() as AddressInfo).port}/keys`;
    valid = await assertion({ alg: 'ES256', kid: 'one' });
  });
  afterAll(async () => {
    await new Promise((resolve) => lure.close(resolve));
    await server.stop();
  });

  const claims = () => ({
    iss: client.clientId,
    sub: client.clientId,
    aud: `${server.origin}/oidc`,
    jti: crypto.randomUUID(),
  });

  async function assertion(
    header: Record<string, unknown>,
    key: Parameters<SignJWT['sign']>[0] = client.key,
  ) {
    const token = new SignJWT(claims()).setProtectedHeader(header as { alg: string });
    return token.setIssuedAt().setExpirationTime('5m').sign(key);
  }

  let visitors = 0;
  /** Each from an address of its own, so that it is the token that is refused and not the haste. */
  function send(url: string, init: RequestInit): Promise<Response> {
    visitors += 1;
    const headers = new Headers(init.headers);
    headers.set('x-forwarded-for', `10.66.${(visitors >> 8) & 255}.${visitors & 255}`);
    return fetch(`${server.origin}${url}`, { redirect: 'manual', ...init, headers });
  }

  const form = (fields: Record<string, string>) => ({ method: 'POST', body: new URLSearchParams(fields) });

  const knock: Record<Door, (token: string) => Promise<Response>> = {
    'client assertion': (token) =>
      send(
        '/oidc/token',
        form({
          grant_type: 'refresh_token',
          refresh_token: 'none',
          client_id: client.clientId,
          client_assertion_type: assertionType,
          client_assertion: token,
        }),
      ),
    'proof of possession': (token) =>
      send('/oidc/token', {
        ...form({ grant_type: 'refresh_token', refresh_token: 'none', client_id: client.clientId }),
        headers: { dpop: printable(token).slice(0, 6000) },
      }),
    'identity hint': (token) =>
      send(
        '/oidc/session/end',
        form({ id_token_hint: token, post_logout_redirect_uri: 'https://water.example.org/bye' }),
      ),
    'wallet proof': (token) =>
      send('/oid4vci/credential', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer none' },
        body: JSON.stringify({ credential_configuration_id: 'elderly-card', proofs: { jwt: [token] } }),
      }),
    bearer: (token) =>
      send('/api/v1/me/wallet', { headers: { authorization: `Bearer ${printable(token).slice(0, 6000)}` } }),
  };

  async function expectRefused(door: Door, token: string): Promise<void> {
    const { status, headers } = await knock[door](token);
    expect([door, status >= 400 && status < 500]).toEqual([door, true]);
    expect(headers.get('location')).toBeNull();
  }

  it('would pass, were it the client’s own', async () => {
    const answer = await knock['client assertion'](valid);
    // The client is known; what it asks for is not.
    expect((await answer.json()) as object).toMatchObject({ error: 'invalid_grant' });
  });

  it('is refused at every door, whatever is in it, and the server goes on', async () => {
    const segment = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => base64url.encode(bytes)),
      fc.json({ maxDepth: 4 }).map((json) => base64url.encode(json)),
      fc.string({ maxLength: 50 }),
      fc.constantFrom(
        '',
        '.',
        '%00',
        base64url.encode('{"alg":"none"}'),
        base64url.encode('{"alg":"ES256","crit":["b64"],"b64":false}'),
      ),
    );
    const made = fc.array(segment, { maxLength: 6 }).map((parts) => parts.join('.'));
    const damaged = fc.tuple(fc.nat(), fc.integer({ min: 33, max: 126 })).map(([at, code]) => {
      const place = at % valid.length;
      const changed = `${valid.slice(0, place)}${String.fromCharCode(code)}${valid.slice(place + 1)}`;
      // The last characters of base64url carry bits that are not read.
      return changed === valid || place >= valid.length - 2 ? `${valid}x` : changed;
    });
    await fc.assert(fc.asyncProperty(fc.constantFrom(...doors), fc.oneof(made, damaged), expectRefused), {
      numRuns: 150,
    });
    expect((await server.anonymous.get('/api/v1/items?limit=1')).status).toBe(200);
  });

  it('is refused where it is signed by no key, by the public one as a secret, or by one it brings along', async () => {
    const ours = await importJWK(client.jwk, 'ES256');
    const secret = new TextEncoder().encode(await exportSPKI(ours as CryptoKey));
    const { privateKey, publicKey } = (await crypto.subtle.generateKey(
      { name: 'ECDSA', namedCurve: 'P-256' },
      true,
      ['sign', 'verify'],
    )) as CryptoKeyPair;
    const jwk = await crypto.subtle.exportKey('jwk', publicKey);
    const tokens = [
      new UnsecuredJWT(claims()).setIssuedAt().setExpirationTime('5m').encode(),
      await assertion({ alg: 'HS256', kid: 'one' }, secret),
      await assertion({ alg: 'ES256', kid: 'one', jwk }, privateKey),
      await assertion({ alg: 'ES256', kid: 'two', jku: lureAt, x5u: lureAt }, privateKey),
      await assertion({ alg: 'ES256', kid: '../../one' }, privateKey),
    ];
    for (const token of tokens) {
      const answer = await knock['client assertion'](token);
      expect([answer.status, ((await answer.json()) as { error: string }).error]).toEqual([
        401,
        'invalid_client',
      ]);
      for (const door of doors) await expectRefused(door, token);
    }
    expect(fetched).toEqual([]);
  });

  it('is refused where it is deep or long, as any body that is too large', async () => {
    const deep = base64url.encode(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`);
    const long = base64url.encode(JSON.stringify({ ...claims(), note: 'x'.repeat(300_000) }));
    const header = base64url.encode('{"alg":"ES256","kid":"one"}');
    for (const door of doors)
      for (const payload of [deep, long]) await expectRefused(door, `${header}.${payload}.AAAA`);
    expect((await server.anonymous.get('/api/v1/items?limit=1')).status).toBe(200);
  });
});

/** A header takes nothing else. */
function printable(token: string): string {
  return token.replaceAll(/[^\x21-\x7e]/g, '_');
}
