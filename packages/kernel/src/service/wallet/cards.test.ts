import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTrust, verifyLiveCode, type TrustBundle } from '@quancheng/engines/livecode';
import { papersOf, startTestServer, type Client, type TestServer } from '@quancheng/testing';
import { asSystem } from '@quancheng/server';
import { dateOf } from '../../platform/clock/index.ts';
import { sql } from '../../platform/database/index.ts';
import { grantMandate } from '../../subject/mandates/index.ts';
import { askForCards, cardOn, makePhone, type Phone, type Post } from './phone/testkit.ts';
import { createStranger, type Stranger } from './stranger/testkit.ts';
import { createCalls, type Calls } from './testkit.ts';

interface Problem {
  code: string;
}
interface Devices {
  items: { id: string; name: string; state: string; licences: number }[];
}
describe('a card on the phone', () => {
  let server: TestServer;
  let stranger: Stranger;
  let calls: Calls;
  let holder: Client;
  let licenceId: string;
  beforeAll(async () => {
    server = await startTestServer({ now: 'real' });
    stranger = createStranger(server);
    calls = createCalls(server, stranger);
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

  it('ends with the mandate under which one has it, at once for whoever has a network, and leaves the phone', async () => {
    const { holder: principal, licenceId: id } = await calls.cardOf('elder-60');
    const { name, idNumber } = await papersOf(server, 'fund-ok');
    const agent = await server.as('fund-ok');
    const appoint = async () =>
      (await principal.post<{ id: string }>('/api/v1/me/mandates', { agent: { name, idNumber } })).body.id;
    const mandate = await appoint();
    const phone = await newPhone(agent);
    const code = await (await card(phone, agent, id)).show(['holder']);
    const [copyKey, lateKey] = [await stranger.makeKey(), await stranger.makeKey()];
    const [copy = ''] = await calls.take(agent, id, [copyKey]);
    const late = await calls.redeem(await calls.offerOf(agent, id));
    const own = await (await card(await newPhone(principal), principal, id)).show(['holder']);
    const standing = async () =>
      (await agent.get<{ items: object[] }>(`/api/v1/me/cards/devices/${phone.id}/cards`)).body.items;
    expect((await check(code)).verdict).toBe('valid');
    expect(await standing()).toEqual([{ licenceId: id, state: 'valid' }]);

    expect((await principal.post(`/api/v1/me/mandates/${mandate}/revoke`, {})).status).toBe(200);
    expect(await check(code)).toMatchObject({ verdict: 'revoked', items: [] });
    expect(await calls.showCopy(copy, copyKey)).toMatchObject({ state: 'refused', reason: 'invalid' });
    expect((await check(own)).verdict).toBe('valid');
    expect(await standing()).toEqual([{ licenceId: id, state: 'unknown' }]);
    expect((await cardsFor(agent, phone, id)).body.items).toEqual([
      { licenceId: id, state: 'unknown', card: null },
    ]);
    // An offer that was made before is not made good after.
    const proofs = [calls.proofBy(lateKey, await calls.newNonce())];
    expect(await calls.request(late.token, proofs)).toMatchObject({ error: 'credential_request_denied' });

    // Appointed anew, one gets a new card; the one from before stays what it is.
    await appoint();
    expect((await check(await (await card(phone, agent, id)).show(['holder']))).verdict).toBe('valid');
    expect((await check(code)).verdict).toBe('revoked');
  });

  it('goes on where another mandate carries it, and counts no longer than the last day of its mandate', async () => {
    const { holder: principal, licenceId: id } = await calls.cardOf('proof-ok');
    const { name, idNumber } = await papersOf(server, 'elder-58');
    const agent = await server.as('elder-58');
    const today = dateOf(new Date());
    const given = { agent: { name, idNumber }, validUntil: today };
    const first = (await principal.post<{ id: string }>('/api/v1/me/mandates', given)).body.id;
    const ofToday = await card(await newPhone(agent), agent, id);
    expect(Date.parse(ofToday.expiresAt)).toBe(Date.parse(`${today}T24:00:00+08:00`));

    const second = await asSystem(server.services, 'tests give a second mandate', async (ctx) => {
      const { rows } = await sql<{ principalId: string; agentPersonId: string }>`
        select principal_id, agent_person_id from mandate where id = ${first}`.execute(ctx.tx);
      const { principalId = '', agentPersonId = '' } = rows[0] ?? {};
      return grantMandate(ctx, {
        principalKind: 'person',
        principalId,
        agentPersonId,
        kind: 'agent',
        scope: [],
        validUntil: null,
        grantedBy: principalId,
      });
    });
    const code = await ofToday.show(['holder']);
    const revoke = (mandate: string) => principal.post(`/api/v1/me/mandates/${mandate}/revoke`, {});
    expect((await revoke(first)).status).toBe(200);
    expect((await check(code)).verdict).toBe('valid');
    expect((await revoke(second)).status).toBe(200);
    expect((await check(code)).verdict).toBe('revoked');
  });

  it('that is issued at the very moment when its mandate ends has ended with it', async () => {
    const { holder: principal, licenceId: id } = await calls.cardOf('proof-ok');
    const { name, idNumber } = await papersOf(server, 'elder-58');
    const agent = await server.as('elder-58');
    const verdicts: string[] = [];
    for (let round = 0; round < 6; round += 1) {
      const given = { agent: { name, idNumber } };
      const { body } = await principal.post<{ id: string }>('/api/v1/me/mandates', given);
      const phone = await newPhone(agent);
      const [issued] = await Promise.all([
        card(phone, agent, id).catch(() => undefined),
        principal.post(`/api/v1/me/mandates/${body.id}/revoke`, {}),
      ]);
      if (issued) verdicts.push((await check(await issued.show(['holder']))).verdict);
    }
    expect(verdicts.filter((verdict) => verdict !== 'revoked')).toEqual([]);
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
