import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type Client, type TestServer } from '@quancheng/testing';
import { createStranger, here, newKey, type Stranger } from './stranger/testkit.ts';
import { createCalls, grade, payloadOf, type Calls } from './testkit.ts';

interface Problem {
  code: string;
}
interface Held {
  items: { id: string; keys: string[]; state: string }[];
}
interface Placed {
  status: { status_list: { uri: string; idx: number } };
}

const told = { audience: 'https://verifier.example', nonce: 'n' };

describe('taking a licence into a wallet', () => {
  let server: TestServer;
  let stranger: Stranger;
  let calls: Calls;
  let holder: Client;
  let licenceId: string;

  beforeAll(async () => {
    server = await startTestServer();
    stranger = createStranger(server);
    calls = createCalls(server, stranger);
    ({ holder, licenceId } = await calls.cardOf('elder-72'));
  });
  afterAll(() => server.stop());

  it('says in its metadata what each type holds, in both languages', async () => {
    const metadata = await stranger.issuance.resolveIssuerMetadata(server.origin);
    const configurations = metadata.credentialIssuer.credential_configurations_supported;
    expect(Object.keys(configurations)).toEqual(
      expect.arrayContaining(['elderly-card', 'property-certificate']),
    );
    const type = await server.anonymous.get<{ claims: { path: string[] }[] }>('/credentials/elderly-card');
    expect(type.body.claims.find(({ path }) => path[1] === 'birthDate')).toMatchObject({
      sd: 'always',
      display: [
        { locale: 'zh-CN', label: '出生日期' },
        { locale: 'en', label: 'Date of birth' },
      ],
    });
    const issuer = await server.anonymous.get('/.well-known/jwt-vc-issuer');
    expect(issuer.body).toMatchObject({ issuer: server.origin, jwks: { keys: [{ crv: 'P-256' }] } });
    expect((await server.anonymous.get('/credentials/unknown')).status).toBe(404);
  });

  it('binds its copies to the keys proven, by a token that may be bound too', async () => {
    const [one, two, bound] = await Promise.all([stranger.makeKey(), stranger.makeKey(), stranger.makeKey()]);
    const copies = await calls.take(holder, licenceId, [one, two], bound);
    expect(copies).toHaveLength(2);
    expect(await calls.showCopy(copies[1] ?? '', two)).toMatchObject({ status: 200, state: 'shown' });
    expect(await calls.showCopy(copies[1] ?? '', one)).toMatchObject({ status: 400, reason: 'binding' });
  });

  it('is offered for one’s own licences only, by a code that counts once', async () => {
    const other = await server.as('elder-60');
    const refused = await other.post<Problem>(`/api/v1/licences/${licenceId}/wallet-offer`, {});
    expect(refused).toMatchObject({ status: 404, body: { code: 'licence.not-found' } });
    const offer = await calls.offerOf(holder, licenceId);
    const both = await Promise.all([calls.redeem(offer), calls.redeem(offer)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect(both.find(({ status }) => status === 400)?.error).toBe('invalid_grant');
  });

  it('dies after five wrong codes, and with time', async () => {
    const offer = await calls.offerOf(holder, licenceId);
    const wrong = { tx_code: offer.txCode === '000000' ? '000001' : '000000' };
    const dead = { status: 400, error: 'invalid_grant' };
    for (let tried = 0; tried < 5; tried += 1) expect(await calls.redeem(offer, wrong)).toMatchObject(dead);
    expect(await calls.redeem(offer)).toMatchObject(dead);

    const late = await calls.offerOf(holder, licenceId);
    const now = Date.now();
    server.setTime(new Date(now + 10 * 60_000 + 1000));
    expect(await calls.redeem(late)).toMatchObject(dead);
    server.setTime(new Date(now));
    const otherGrant = await calls.redeem(late, { grant_type: 'password' });
    expect(otherGrant).toMatchObject({ status: 400, error: 'unsupported_grant_type' });
    expect((await calls.redeem(late)).status).toBe(200);
  });

  it('is issued for proofs that are fresh, of keys that are held, and once', async () => {
    const { proofBy, request, newNonce } = calls;
    const { token } = await calls.redeem(await calls.offerOf(holder, licenceId));
    const mine = await newKey();
    const thief = await newKey();
    const nonce = await newNonce();
    const wrong: [string, string[], object?][] = [
      ['invalid_proof', [proofBy(thief, nonce, {}, { jwk: mine.jwk })]],
      ['invalid_proof', [proofBy(mine, nonce, { aud: 'https://other.example' })]],
      ['invalid_proof', [proofBy(mine, nonce, { iat: 1_700_000_000 })]],
      ['invalid_proof', [proofBy(mine, nonce, {}, { jwk: mine.secret })]],
      ['invalid_proof', [proofBy(mine, nonce, {}, { typ: 'JWT' })]],
      ['invalid_proof', [proofBy(mine, nonce), proofBy(mine, nonce)]],
      ['invalid_proof', Array.from({ length: 11 }, () => 'x')],
      ['invalid_proof', ['x']],
      ['invalid_proof', []],
      ['invalid_nonce', [proofBy(mine, 'made up')]],
      ['invalid_nonce', [proofBy(mine, nonce), proofBy(thief, 'made up')]],
      [
        'unknown_credential_configuration',
        [proofBy(mine, nonce)],
        { credential_configuration_id: 'property-certificate' },
      ],
    ];
    for (const [error, proofs, more] of wrong)
      expect(await request(token, proofs, more)).toMatchObject({ status: 400, error });
    const guessed = await request('guessed', [proofBy(mine, nonce)]);
    expect(guessed).toMatchObject({ status: 401, error: 'invalid_token' });
    const now = Date.now();
    server.setTime(new Date(now + 5 * 60_000 + 1000));
    const aged = proofBy(mine, nonce, { iat: Math.floor(now / 1000) + 300 });
    expect(await request(token, [aged])).toMatchObject({ status: 400, error: 'invalid_nonce' });
    server.setTime(new Date(now));

    const used = await newNonce();
    expect(await request(token, [proofBy(mine, used)])).toMatchObject({ status: 200, copies: 1 });
    expect(await request(token, [proofBy(mine, await newNonce())])).toMatchObject({ status: 401 });
    const next = await calls.redeem(await calls.offerOf(holder, licenceId));
    expect(await request(next.token, [proofBy(mine, used)])).toMatchObject({ error: 'invalid_nonce' });
    const twice = await newNonce();
    const both = await Promise.all([
      request(next.token, [proofBy(mine, twice)]),
      request(next.token, [proofBy(mine, twice)]),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  it('follows the licence: suspended, resumed, revoked', async () => {
    const { holder: owner, licenceId: id } = await calls.cardOf('elder-permit');
    const mine = await stranger.makeKey();
    const [copy = ''] = await calls.take(owner, id, [mine]);
    const presentation = await stranger.present(copy, mine, grade, told);
    await stranger.check(presentation);
    await calls.change('suspend', id);
    await expect(stranger.check(presentation)).rejects.toThrow('Status is not valid');
    expect(await calls.showCopy(copy, mine)).toMatchObject({ status: 400, reason: 'suspended' });
    const none = await owner.post<Problem>(`/api/v1/licences/${id}/wallet-offer`, {});
    expect(none).toMatchObject({ status: 409, body: { code: 'wallet.not-valid' } });
    await calls.change('resume', id);
    await stranger.check(presentation);
    const { token } = await calls.redeem(await calls.offerOf(owner, id));
    await calls.change('revoke', id);
    await expect(stranger.check(presentation)).rejects.toThrow('Status is not valid');
    expect(await calls.showCopy(copy, mine)).toMatchObject({ status: 400, reason: 'invalid' });
    const proof = calls.proofBy(await newKey(), await calls.newNonce());
    const denied = await calls.request(token, [proof]);
    expect(denied).toMatchObject({ status: 400, error: 'credential_request_denied' });
  });

  it('can be cut off on a lost phone, by its holder alone, and nothing else with it', async () => {
    const [kept, lost] = await Promise.all([stranger.makeKey(), stranger.makeKey()]);
    const [safe = ''] = await calls.take(holder, licenceId, [kept]);
    const [copy = ''] = await calls.take(holder, licenceId, [lost]);
    const presentation = await stranger.present(copy, lost, grade, told);
    await stranger.check(presentation);
    const [newest] = (await holder.get<Held>('/api/v1/me/wallet')).body.items;
    expect(newest).toMatchObject({ state: 'valid', keys: [expect.any(String)] });
    const other = await server.as('elder-60');
    const refused = await other.delete<Problem>(`/api/v1/me/wallet/${newest?.id}`);
    expect(refused).toMatchObject({ status: 404, body: { code: 'wallet.no-credential' } });
    expect((await other.get<Held>('/api/v1/me/wallet')).body.items).toEqual([]);

    expect((await holder.delete(`/api/v1/me/wallet/${newest?.id}`)).status).toBe(200);
    await expect(stranger.check(presentation)).rejects.toThrow('Status is not valid');
    expect(await calls.showCopy(copy, lost)).toMatchObject({ status: 400, reason: 'invalid' });
    expect(await calls.showCopy(safe, kept)).toMatchObject({ status: 200, state: 'shown' });
    const [first, second] = (await holder.get<Held>('/api/v1/me/wallet')).body.items;
    expect([first?.state, second?.state]).toEqual(['invalid', 'valid']);
  });

  it('has a status list that costs nothing while unchanged, and another when one is full', async () => {
    const [copy = ''] = await calls.take(holder, licenceId, [await stranger.makeKey()]);
    const { uri } = payloadOf<Placed>(copy).status.status_list;
    const first = await here(uri);
    expect(first.headers.get('content-type')).toBe('application/statuslist+jwt');
    const etag = first.headers.get('etag') ?? '';
    expect((await here(uri, { headers: { 'if-none-match': etag } })).status).toBe(304);
    expect(payloadOf(await first.text())).toMatchObject({ sub: uri, ttl: 60, status_list: { bits: 2 } });
    expect((await here(`${server.origin}/status/999`)).status).toBe(404);

    await server.services.database.pool.query('insert into wallet_status_list (id, size) values (50, 4)');
    const keys = await Promise.all(Array.from({ length: 9 }, () => stranger.makeKey()));
    const copies = await calls.take(holder, licenceId, keys);
    const places = copies.map((text) => payloadOf<Placed>(text).status.status_list);
    expect(places.filter((place) => place.uri.endsWith('/50')).length).toBeLessThanOrEqual(4);
    expect(places.filter((place) => place.uri.endsWith('/51')).length).toBeGreaterThanOrEqual(5);
    expect(new Set(places.map((place) => `${place.uri} ${place.idx}`)).size).toBe(9);
    const [last] = (await holder.get<Held>('/api/v1/me/wallet')).body.items;
    expect(last?.keys).toHaveLength(9);
    await holder.delete(`/api/v1/me/wallet/${last?.id}`);
    for (const [index, text] of copies.entries()) {
      const presentation = stranger.present(text, keys[index] ?? (await newKey()), grade, told);
      await expect(stranger.check(await presentation)).rejects.toThrow('Status is not valid');
    }
  });
});
