import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../platform/database/index.ts';
import { digest, generateKey } from '../../platform/crypto/index.ts';
import type { LicenceMessage, Receipt } from './model.ts';
import {
  base,
  call,
  deliver,
  message,
  registerProgram,
  signRequest,
  start,
  startLevel,
  type Level,
  type Program,
} from './testkit.ts';

interface Refused {
  code: string;
}
interface Receipts {
  receipts: Receipt[];
}

const ground = { basis: '居民身份证法第二十条', matter: '办件 2026-001' };

describe('an upper level', () => {
  let province: Level;
  let program: Program;
  beforeAll(async () => {
    province = await startLevel();
    program = await registerProgram(province);
  });
  afterAll(() => province.server.stop());

  const rows = async <T>(text: ReturnType<typeof sql<T>>) =>
    (await text.execute(province.server.services.database.db)).rows;
  const send = async (...messages: LicenceMessage[]) =>
    (await call<Receipts>(province, program, 'licences', { messages })).body.receipts.map(
      ({ outcome }) => outcome,
    );
  const query = async (serial: string) => {
    const { certificateIdentifier } = message(serial, 1);
    const body = { certificateIdentifier, ground };
    return (await call<{ items: LicenceMessage[] }>(province, program, 'licences/query', body)).body.items[0];
  };

  it('takes nothing that is not signed by whom it knows, for it, now, as it is', async () => {
    const path = 'licences/query';
    const body = { certificateHolderCode: '1', ground };
    const code = async (request: RequestInit) => {
      const { status, body: answer } = await deliver<Refused>(province, path, request);
      return `${status} ${answer.code}`;
    };
    const good = () => signRequest(province, program, { path, body });
    const json = { 'content-type': 'application/json' };
    const text = JSON.stringify(body);
    expect(await code({ method: 'POST', headers: json, body: text })).toBe('401 platform.not-signed-in');
    expect(await code({ ...(await good()), body: text.replace('"1"', '"2"') })).toBe('401 exchange.unsigned');
    const other = await generateKey('SM2');
    expect(await code(await signRequest(province, program, { path, body, key: other }))).toBe(
      '401 exchange.unsigned',
    );
    const stranger = { ...program, clientId: 'system:data-bureau-00000000' };
    expect(await code(await signRequest(province, stranger, { path, body }))).toBe('401 exchange.unsigned');
    const aud = 'https://elsewhere.example';
    expect(await code(await signRequest(province, program, { path, body, aud }))).toBe(
      '401 exchange.unsigned',
    );
    expect(await code(await signRequest(province, program, { path: 'summary', body }))).toBe(
      '401 exchange.unsigned',
    );
    for (const seconds of [-302, 302]) {
      const at = new Date(start.getTime() + seconds * 1000);
      expect(await code(await signRequest(province, program, { path, body, at }))).toBe('401 exchange.stale');
    }
    const once = await good();
    expect((await deliver(province, path, once)).status).toBe(200);
    expect(await code(once)).toBe('401 exchange.replayed');
    const at = new Date(start.getTime() - 298_000);
    expect(
      (await deliver(province, path, await signRequest(province, program, { path, body, at }))).status,
    ).toBe(200);
  });

  it('takes no bearer token of the same system, which an administrator can make', async () => {
    const [system] = await rows(
      sql<{ id: string }>`select system_id as id from exchange_lower where client_id = ${program.clientId}`,
    );
    const { body } = await province.admin.post<{ token: string }>(
      `/api/v1/admin/agency-systems/${system?.id}/token`,
      undefined,
    );
    const answer = await deliver<Refused>(province, 'summary', {
      method: 'POST',
      headers: { authorization: `Bearer ${body.token}`, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(answer).toMatchObject({ status: 401, body: { code: 'exchange.unsigned' } });
  });

  it('is called within a quota, by those whose access is open, by the key that is registered now', async () => {
    const small = await registerProgram(province, 2);
    const ask = (by: Program) => call<Refused>(province, by, 'summary', {});
    expect([(await ask(small)).status, (await ask(small)).status]).toEqual([200, 200]);
    expect((await ask(small)).body.code).toBe('system.quota-used');
    const { body } = await province.admin.get<{
      lowers: { id: string; systemId: string; clientId: string }[];
    }>(base);
    const line = body.lowers.find(({ clientId }) => clientId === small.clientId);
    await province.admin.post(`/api/v1/admin/agency-systems/${line?.systemId}/close`, undefined);
    expect((await ask(small)).body.code).toBe('exchange.unsigned');
    const wrong = {
      algorithm: 'P-256',
      publicKey: '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----',
    };
    expect(await province.admin.post(`${base}/lowers/${line?.id}/key`, wrong)).toMatchObject({
      status: 400,
      body: { code: 'exchange.bad-key' },
    });
  });

  it('answers a repeated message as the first, and keeps another content for a person', async () => {
    const first = message('A1', 1);
    expect(await send(first, first)).toEqual(['accepted', 'accepted']);
    expect(await send(first)).toEqual(['accepted']);
    const other = message('A1', 1, { certificateHolderName: '另一人' });
    expect(await send(other)).toEqual(['conflict']);
    expect(await send(other)).toEqual(['conflict']);
    expect((await query('A1'))?.certificateHolderName).toBe('某某');

    const list = async () =>
      (
        await province.admin.get<{ items: { id: string; differing: { name: string; second: string }[] }[] }>(
          `${base}/conflicts`,
        )
      ).body.items;
    const conflicts = await list();
    expect(conflicts).toMatchObject([
      { differing: [{ name: 'certificateHolderName', first: '某某', second: '另一人' }] },
    ]);
    const settle = (outcome: string) =>
      province.admin.post<Refused>(`${base}/conflicts/${conflicts[0]?.id}/settle`, {
        outcome,
        reason: '与纸质证照核对',
      });
    expect((await settle('taken')).status).toBe(200);
    expect((await settle('kept')).body.code).toBe('exchange.settled');
    expect(await list()).toEqual([]);
    expect((await query('A1'))?.certificateHolderName).toBe('另一人');
    // What lost is now the one that differs.
    expect(await send(other, first)).toEqual(['accepted', 'conflict']);
  });

  it('never lets an older change win, and says that it was late', async () => {
    expect(await send(message('B1', 1), message('B1', 3, { state: 'revoked' }))).toEqual([
      'accepted',
      'accepted',
    ]);
    expect(await send(message('B1', 2, { state: 'suspended' }))).toEqual(['late']);
    expect(await send(message('B1', 2, { state: 'suspended' }))).toEqual(['late']);
    expect(await query('B1')).toMatchObject({ version: 3, state: 'revoked' });
  });

  it('ends with the newest of a licence, however its messages are mixed, repeated and cut into deliveries', async () => {
    const states = ['valid', 'suspended', 'valid', 'revoked'] as const;
    let serial = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }).chain((count) =>
          fc.tuple(
            fc.constant(count),
            fc.shuffledSubarray(
              Array.from({ length: count }, (_, index) => index + 1),
              { minLength: count },
            ),
            fc.array(fc.integer({ min: 1, max: count }), { maxLength: 6 }),
            fc.integer({ min: 1, max: 4 }),
          ),
        ),
        async ([count, order, repeated, size]) => {
          serial += 1;
          const name = `C${serial}`;
          const all = [...order, ...repeated].map((version) =>
            message(name, version, { state: states[version % 4] ?? 'valid' }),
          );
          const deliveries = Array.from({ length: Math.ceil(all.length / size) }, (_, at) =>
            all.slice(at * size, (at + 1) * size),
          );
          const outcomes = (await Promise.all(deliveries.map((part) => send(...part)))).flat();
          expect(outcomes.every((outcome) => outcome === 'accepted' || outcome === 'late')).toBe(true);
          expect(await query(name)).toMatchObject({ version: count, state: states[count % 4] });
        },
      ),
      { numRuns: 12 },
    );
  });

  it('leaves a licence to the system that registered it, and refuses what cannot be', async () => {
    const other = await registerProgram(province);
    expect(await send(message('D1', 1))).toEqual(['accepted']);
    const { body } = await call<Receipts>(province, other, 'licences', {
      messages: [message('D1', 2, { state: 'revoked' })],
    });
    expect(body.receipts).toMatchObject([
      { outcome: 'refused', reason: { zh: expect.stringContaining('另一个系统') as string } },
    ]);
    expect(await query('D1')).toMatchObject({ version: 1, state: 'valid' });
    expect(await send(message('D2', 1, { certificateExpiringDate: '2026-02-01' }))).toEqual(['refused']);
    expect(await query('D2')).toBeUndefined();
  });

  it('says whether a claim is so and how the licence stands, never what it says', async () => {
    await send(message('E1', 1, { fileDigest: 'a'.repeat(64), certificateExpiringDate: '2026-03-01' }));
    await send(message('E2', 1, { state: 'suspended' }));
    const verify = async (serial: string, claim: object) =>
      (
        await call(province, program, 'licences/verify', {
          certificateIdentifier: message(serial, 1).certificateIdentifier,
          ...claim,
        })
      ).body;
    const name = (value: string) => ({ name: 'certificateHolderName', value });
    const no = { match: false, state: null };
    expect(await verify('E1', { fileDigest: 'a'.repeat(64) })).toEqual({ match: true, state: 'expired' });
    expect(await verify('E1', { fileDigest: 'b'.repeat(64) })).toEqual(no);
    expect(await verify('E2', { fields: [name('某某'), { name: 'grade', value: 'A' }] })).toEqual({
      match: true,
      state: 'suspended',
    });
    expect(await verify('E2', { fields: [name('某某'), { name: 'grade', value: 'B' }] })).toEqual(no);
    expect(await verify('E2', {})).toEqual(no);
    expect(await verify('E3', { fields: [name('某某')] })).toEqual(no);
  });

  it('keeps files under their digest and gives them to who names licence, digest and ground', async () => {
    const content = Buffer.from('a file');
    const fileDigest = digest('SM3', content).toString('hex');
    const hand = (of: string) =>
      call<Refused>(province, program, 'files', { fileDigest: of, content: content.toString('base64') });
    expect((await hand('0'.repeat(64))).body.code).toBe('exchange.bad-digest');
    expect([(await hand(fileDigest)).status, (await hand(fileDigest)).status]).toEqual([200, 200]);
    await send(message('G1', 1, { fileDigest }), message('G2', 1));
    const ask = async (serial: string) => {
      const { certificateIdentifier } = message(serial, 1);
      const path = 'files/query';
      const body = { certificateIdentifier, fileDigest, ground };
      const url = new URL(`/exchange/v1/${path}`, province.server.origin.replace('localhost', '127.0.0.1'));
      return fetch(url, await signRequest(province, program, { path, body }));
    };
    expect(Buffer.from(await (await ask('G1')).arrayBuffer())).toEqual(content);
    expect((await ask('G2')).status).toBe(404);
  });

  it('keeps who looked, at what, and on which ground', async () => {
    await send(
      message('F1', 1, { certificateHolderCode: 'H1' }),
      message('F2', 1, { certificateHolderCode: 'H1', certificateTypeCode: 'other' }),
    );
    const ask = (body: object) =>
      call<{ items: LicenceMessage[] } & Refused>(province, program, 'licences/query', { ...body, ground });
    expect((await ask({ certificateHolderCode: 'H1' })).body.items).toHaveLength(2);
    expect(
      (await ask({ certificateHolderCode: 'H1', certificateTypeCode: 'other' })).body.items,
    ).toMatchObject([{ certificateNumber: 'F2' }]);
    expect((await ask({})).body.code).toBe('platform.invalid-input');
    const looks = await rows(sql<{ identifiers: string[] }>`
      select kind, identifiers, basis, matter from exchange_look order by id desc limit 1`);
    expect(looks).toEqual([
      {
        kind: 'holder',
        identifiers: [message('F2', 1).certificateIdentifier],
        basis: ground.basis,
        matter: ground.matter,
      },
    ]);
  });
});
