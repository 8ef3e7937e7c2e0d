import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTrust, verifyLiveCode, type TrustBundle } from '@quancheng/engines/livecode';
import { papersOf, startTestServer, type Client, type TestServer } from '@quancheng/testing';
import { askForCards, cardOn, makePhone, type Phone, type Post } from './phone/testkit.ts';
import { createStranger } from './stranger/testkit.ts';
import { createCalls, type Calls } from './testkit.ts';

interface Problem {
  code: string;
}
interface Devices {
  items: { id: string; name: string; state: string; licences: number }[];
}
describe('a card on the phone', () => {
  let server: TestServer;
  let calls: Calls;
  let holder: Client;
  let licenceId: string;
  beforeAll(async () => {
    server = await startTestServer({ now: 'real' });
    calls = createCalls(server, createStranger(server));
    ({ holder, licenceId } = await calls.cardOf('elder-72'));
  });
  afterAll(() => server.stop());

  const by =
    (client: Client): Post =>
    (url, body) =>
      client.post(url, body);
  const newPhone = (client: Client, name?: string) => makePhone(by(client), name);
  const cardsFor = (client: Client, phone: { id: string }, licence: string) =>
    askForCards(by(client), phone, licence);
  const card = (phone: Pick<Phone, 'id' | 'sign'>, client = holder, licence = licenceId) =>
    cardOn(by(client), phone, licence);

  const trust = async () =>
    openTrust((await server.anonymous.get<TrustBundle>('/api/v1/verifier/snapshot')).body);
  const check = async (code: Uint8Array) => verifyLiveCode(code, await trust(), new Date());

  it('is shown by its device alone, in the parts that its holder chooses', async () => {
    const phone = await newPhone(holder);
    expect(phone.status).toBe(201);
    const told = await holder.get<{ items: { title: { zh: string } }[] }>('/api/v1/me/messages');
    expect(told.body.items[0]?.title.zh).toBe('有一台设备要存放您的证照');
    const own = await card(phone);
    expect(own.typeName.zh).toBe('老年人优待证');
    const found = await check(await own.show(['holder', 'fields.grade']));
    expect(found).toMatchObject({ verdict: 'valid', card: { typeName: '老年人优待证' } });
    expect(found.items.map(({ name }) => name)).toEqual(['holder', 'fields.grade']);
    const { types } = await trust();
    const claims = types.get('elderly-card')?.claims ?? [];
    expect(claims.find(({ path }) => path === 'fields.grade')?.label.zh).toBe('档次');

    const thief = await newPhone(holder);
    const stolen = await card({ ...phone, sign: thief.sign });
    expect(await check(await stolen.show(['holder']))).toMatchObject({ verdict: 'changed', items: [] });
  });

  it('counts no more once its device is withdrawn, and nothing else with it', async () => {
    const [lost, kept] = [await newPhone(holder, '丢失的手机'), await newPhone(holder, '新手机')];
    const code = await (await card(lost)).show(['holder']);
    const other = await (await card(kept)).show(['holder']);
    const before = await trust();
    const stranger = await server.as('elder-60');
    const url = `/api/v1/me/cards/devices/${lost.id}/withdraw`;
    expect(await stranger.post<Problem>(url, {})).toMatchObject({
      status: 404,
      body: { code: 'wallet.unknown-device' },
    });
    expect((await holder.post(url, {})).status).toBe(200);
    expect((await check(code)).verdict).toBe('revoked');
    expect((await check(other)).verdict).toBe('valid');
    // Who has no network yet does not know, and is told of when they knew.
    const then = await verifyLiveCode(code, before, new Date());
    expect(then.items.length).toBe(1);
    expect(await cardsFor(holder, lost, licenceId)).toMatchObject({
      status: 404,
      body: { code: 'wallet.unknown-device' },
    });
    const { items } = (await holder.get<Devices>('/api/v1/me/cards/devices')).body;
    expect(items.slice(0, 2)).toMatchObject([
      { name: '新手机', state: 'active', licences: 1 },
      { name: '丢失的手机', state: 'withdrawn' },
    ]);
    expect((await stranger.get<Devices>('/api/v1/me/cards/devices')).body.items).toEqual([]);
  });

  it('follows the licence from the next snapshot on', async () => {
    const { holder: owner, licenceId: id } = await calls.cardOf('elder-65');
    const phone = await newPhone(owner);
    const code = await (await card(phone, owner, id)).show(['holder']);
    await calls.change('suspend', id);
    expect((await check(code)).verdict).toBe('suspended');
    expect((await cardsFor(owner, phone, id)).body.items).toEqual([
      { licenceId: id, state: 'suspended', card: null },
    ]);
    await calls.change('resume', id);
    expect((await check(code)).verdict).toBe('valid');
    await calls.change('revoke', id);
    expect(await check(code)).toMatchObject({ verdict: 'revoked', items: [] });
  });

  it('is of licences of one’s own, and of whom one acts for, which come for a shorter time', async () => {
    const stranger = await server.as('elder-60');
    const phone = await newPhone(stranger);
    expect((await cardsFor(stranger, phone, licenceId)).body.items).toEqual([
      { licenceId, state: 'unknown', card: null },
    ]);
    expect((await cardsFor(stranger, { id: (await newPhone(holder)).id }, licenceId)).status).toBe(404);

    const { name, idNumber } = await papersOf(server, 'proof-ok');
    await holder.post('/api/v1/me/mandates', { agent: { name, idNumber } });
    const agent = await server.as('proof-ok');
    const days = ({ expiresAt }: { expiresAt: string }) =>
      Math.round((Date.parse(expiresAt) - Date.now()) / 86_400_000);
    expect(days(await card(await newPhone(holder)))).toBe(30);
    expect(days(await card(await newPhone(agent), agent))).toBe(7);
  });

  it('needs the proof of a key, a fresh nonce, and a device that one still has a place for', async () => {
    const add = (client: Client, body: object) => client.post<Problem>('/api/v1/me/cards/devices', body);
    const refused = { status: 400, body: { code: 'wallet.device-proof' } };
    const client = await server.as('elder-60');
    const { body } = await newPhone(client);
    expect(await add(client, body)).toMatchObject(refused);
    expect(await add(client, { ...body, nonce: await calls.newNonce() })).toMatchObject(refused);
    const nowhere = { x: 'A'.repeat(43), y: 'A'.repeat(43) };
    expect(await add(client, { ...body, key: nowhere, nonce: await calls.newNonce() })).toMatchObject(
      refused,
    );
    const statuses = [];
    for (let more = 0; more < 10; more += 1) statuses.push((await newPhone(client)).status);
    expect(statuses.at(-1)).toBe(409);
    const { items } = (await client.get<Devices>('/api/v1/me/cards/devices')).body;
    expect(items.filter(({ state }) => state === 'active')).toHaveLength(10);
  });
});
