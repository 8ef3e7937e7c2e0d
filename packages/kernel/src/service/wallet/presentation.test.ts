import fc from 'fast-check';
import { sdHashOf } from '@quancheng/engines/sdjwt';
import { dateOf } from '../../platform/clock/index.ts';
import { asSystem } from '@quancheng/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '@quancheng/testing';
import { createStranger, here, jwtBy, newKey, type HeldKey, type Stranger } from './stranger/testkit.ts';
import { createCalls, grade, payloadOf, type Calls, type Told } from './testkit.ts';

interface Problem {
  code: string;
}

const partOf = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('showing a licence from a wallet', () => {
  let server: TestServer;
  let stranger: Stranger;
  let calls: Calls;
  let key: HeldKey;
  let credential: string;
  /** The JWT that the issuer signed. */
  let issued: string;

  beforeAll(async () => {
    server = await startTestServer();
    stranger = createStranger(server);
    calls = createCalls(server, stranger);
    const { holder, licenceId } = await calls.cardOf('elder-72');
    key = await stranger.makeKey();
    [credential = ''] = await calls.take(holder, licenceId, [key]);
    [issued = ''] = credential.split('~');
  });
  afterAll(() => server.stop());

  /** A presentation of exactly this text, bound by a key: what a library would not make. */
  function bound(text: string, { audience, nonce }: Told, by = key, header: object = {}): string {
    const claims = { aud: audience, nonce, iat: Math.floor(Date.now() / 1000), sd_hash: sdHashOf(text) };
    return text + jwtBy(by, { typ: 'kb+jwt', ...header }, claims);
  }

  it('shows two fields to our verifier and to another maker’s, and nothing that was not asked for', async () => {
    const { made, request } = await calls.ask(['fields.grade', 'validFrom'], 'encrypted');
    expect(request).toMatchObject({ response_mode: 'direct_post.jwt', purpose: '进公园' });
    expect(request.dcql_query.credentials[0]?.claims).toEqual([
      { path: ['fields', 'grade'] },
      { path: ['validFrom'] },
    ]);
    const told = { audience: request.client_id, nonce: request.nonce };
    const frame = { ...grade, validFrom: true, number: true };
    const presentation = await stranger.present(credential, key, frame, told);
    expect((await stranger.answer(request, presentation)).status).toBe(200);
    const { body } = await calls.resultOf(made);
    expect(body.state).toBe('shown');
    expect(body.claims.map(({ path, label }) => [path, label.zh])).toEqual([
      ['fields.grade', '档次'],
      ['validFrom', '有效期起'],
    ]);
    expect(body.claims[0]?.value).toMatch(/周岁/);
    const { rows } = await server.services.database.pool.query(
      'select shown, answer_key from wallet_request where id = $1',
      [made.id],
    );
    expect(Object.keys(rows[0].shown).sort()).toEqual(['fields.grade', 'validFrom']);
    expect(rows[0].answer_key).toBeNull();
    expect(await stranger.check(presentation, request.nonce)).toMatchObject({
      vct: `${server.origin}/credentials/elderly-card`,
      fields: { grade: body.claims[0]?.value },
    });
    const spied = await server.anonymous.get<Problem>(`/api/v1/verifier/requests/${made.id}`);
    expect(spied).toMatchObject({ status: 404, body: { code: 'wallet.unknown-request' } });
    expect((await stranger.answer(request, presentation)).status).toBe(400);
  });

  it('shows any choice of claims, and just that', async () => {
    const own = ['holder', 'number', 'identifier', 'issuer', 'issuedOn', 'validFrom'];
    const fields = ['name', 'idNumber', 'birthDate', 'grade', 'benefits'];
    const told = { audience: 'https://verifier.example', nonce: 'n' };
    await fc.assert(
      fc.asyncProperty(fc.subarray(own), fc.subarray(fields), async (some, inner) => {
        const frame = { ...pick(some), fields: pick(inner) };
        const presentation = await stranger.present(credential, key, frame, told);
        const seen = await stranger.check(presentation, 'n');
        expect(
          Object.keys(seen)
            .filter((name) => own.includes(name))
            .sort(),
        ).toEqual([...some].sort());
        expect(Object.keys(seen['fields'] ?? {}).sort()).toEqual([...inner].sort());
      }),
      { numRuns: 15 },
    );
  });

  it('is refused when anything about it is wrong', async () => {
    const mine = await newKey();
    const disclosures = credential.split('~').slice(1, -1);
    const graded = disclosures.find((text) => Buffer.from(text, 'base64url').toString().includes('"grade"'));
    const swapped = `${issued}~${partOf(['salt', 'grade', '100 周岁'])}~`;
    const [header = '', , signature = ''] = issued.split('.');
    const altered = [
      header,
      partOf({ ...payloadOf<object>(issued), cnf: { jwk: mine.jwk } }),
      signature,
    ].join('.');
    const x5c = [Buffer.from('not a certificate').toString('base64')];
    const present = (change: object) => (told: Told) =>
      stranger.present(credential, key, grade, { ...told, ...change });
    const cases: [string, (told: Told) => Promise<string> | string][] = [
      ['binding', present({ audience: 'x509_hash:other' })],
      ['binding', present({ nonce: 'of another request' })],
      ['binding', present({ at: new Date(Date.now() - 6 * 60_000) })],
      ['binding', (told) => stranger.present(credential, mine, grade, told)],
      ['binding', (told) => bound(`${issued}~${graded}~`, told, key, { typ: 'JWT' })],
      ['binding', async (told) => (await present({})(told)).replace('~', `~${disclosures[0]}~`)],
      ['missing', (told) => stranger.present(credential, key, { number: true }, told)],
      ['malformed', (told) => bound(swapped, told)],
      ['malformed', (told) => bound(`${issued}~${graded}~${graded}~`, told)],
      ['malformed', () => credential],
      ['malformed', () => 'x~y~z'],
      ['issuer', (told) => bound(`${altered}~${graded}~`, told, mine)],
      [
        'issuer',
        (told) =>
          bound(`${jwtBy(mine, { typ: 'dc+sd-jwt', x5c }, payloadOf<object>(issued))}~${graded}~`, told),
      ],
    ];
    for (const [reason, make] of cases)
      expect(await calls.show(make), String(make)).toEqual({ status: 400, state: 'refused', reason });
    expect(await calls.show((told) => bound(`${issued}~${graded}~`, told))).toMatchObject({ state: 'shown' });
  });

  it('is refused when another signer of our own authority issued it', async () => {
    const { keys, authority } = server.services;
    const forged = await asSystem(
      server.services,
      'a test signs as a signer of another kind',
      async (ctx) => {
        const keyId = await keys.createKey(ctx, {
          agencyId: null,
          name: 'other',
          use: 'sign',
          algorithm: 'P-256',
        });
        const subject = { organisation: '春水市某局', common: '签名' };
        const { der } = await authority.certify(ctx, { keyId, profile: 'signer', subject });
        const header = partOf({ alg: 'ES256', typ: 'dc+sd-jwt', x5c: [der.toString('base64')] });
        const text = `${header}.${issued.split('.')[1]}`;
        const { signature } = await keys.signWith(ctx, keyId, Buffer.from(text));
        return `${text}.${signature.toString('base64url')}`;
      },
    );
    const rest = credential.slice(issued.length);
    const answer = await calls.show((told) => bound(forged + rest, told));
    expect(answer).toEqual({ status: 400, state: 'refused', reason: 'issuer' });
  });

  it('ends with the last day of the licence', async () => {
    const { holder, licenceId } = await calls.cardOf('elder-permit');
    const now = Date.now();
    const lastDay = dateOf(new Date(now + 86_400_000));
    const set = 'update licence set valid_until = $2 where id = $1';
    await server.services.database.pool.query(set, [licenceId, lastDay]);
    const mine = await stranger.makeKey();
    const [copy = ''] = await calls.take(holder, licenceId, [mine]);
    const { exp } = payloadOf<{ exp: number }>(copy);
    expect(new Date(exp * 1000)).toEqual(new Date(`${lastDay}T24:00:00+08:00`));
    for (const [second, reason] of [
      [exp - 1, null],
      [exp, 'expired'],
    ] as const) {
      const at = new Date(second * 1000);
      server.setTime(at);
      const shown = await calls.show((told) => stranger.present(copy, mine, grade, { ...told, at }));
      expect(shown.reason).toBe(reason);
    }
    server.setTime(new Date(now));
  });

  it('asks for what a type has, and takes a refusal', async () => {
    const url = '/api/v1/verifier/requests';
    const unknown = { type: 'elderly-card', claims: ['fields.salary'], purpose: '进公园' };
    expect(await server.anonymous.post<Problem>(url, unknown)).toMatchObject({
      status: 400,
      body: { code: 'wallet.unknown-claim' },
    });
    expect((await server.anonymous.post(url, { ...unknown, type: 'nothing' })).status).toBe(404);
    const { made, request } = await calls.ask();
    const decline = async (state: string) => {
      const body = new URLSearchParams({ error: 'access_denied', state });
      return (await here(String(request.response_uri), { method: 'POST', body })).status;
    };
    expect(await decline('guessed')).toBe(400);
    expect((await calls.resultOf(made)).body.state).toBe('open');
    expect(await decline(String(request.state))).toBe(200);
    const { body } = await calls.resultOf(made);
    expect(body).toMatchObject({ state: 'refused', reason: 'declined', claims: [] });
    const now = Date.now();
    server.setTime(new Date(now + 11 * 60_000));
    expect((await calls.resultOf(made)).status).toBe(404);
    server.setTime(new Date(now));
  });
});

function pick(names: readonly string[]): Record<string, true> {
  return Object.fromEntries(names.map((name) => [name, true as const]));
}
