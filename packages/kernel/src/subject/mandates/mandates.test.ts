import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  act,
  applyAs,
  papersOf,
  refusal,
  startTestServer,
  viewOf,
  type Client,
  type TestServer,
} from '@quancheng/testing';

interface Held {
  items: { id: string; principalId: string; name: string; mandate: string; scope: { code: string }[] }[];
}
interface Granted {
  items: {
    id: string;
    principal: string;
    agent: string;
    mandate: string;
    validUntil: string | null;
    revocable: boolean;
  }[];
}
interface Problem {
  code: string;
  text: { zh: string };
}

const held = '/api/v1/me/mandates';
const granted = '/api/v1/me/mandates/granted';

describe('mandates', () => {
  let server: TestServer;
  let owner: Client;
  let company: string;

  beforeAll(async () => {
    // Behind a proxy each person has an address of their own, as the limit of tries counts them.
    server = await startTestServer({
      now: new Date('2026-03-02T02:00:00Z'),
      env: { TRUST_PROXY: 'on' },
    });
    owner = await server.as('noodle-owner');
    const { body } = await owner.get<Held>(held);
    company = body.items.find(({ mandate }) => mandate === 'representative')?.principalId ?? '';
  });
  afterAll(() => server.stop());

  let addresses = 0;
  async function appoint(client: Client, agent: string, more: Record<string, unknown> = {}) {
    const { name, idNumber } = await papersOf(server, agent);
    const from = { 'x-forwarded-for': `10.0.0.${(addresses += 1)}` };
    return client.post<Problem & { id: string }>(held, { agent: { name, idNumber }, ...more }, from);
  }

  async function foodItem(): Promise<string> {
    const { body } = await owner.get<{ code: string }>('/api/v1/items/food-business-licence');
    return body.code;
  }

  it('lets a legal representative appoint an agent, who then applies for the company; both are told', async () => {
    const agent = await server.as('elder-58');
    const code = await foodItem();
    const made = await appoint(owner, 'elder-58', { principalId: company, items: [code] });
    expect(made.status).toBe(201);

    const mine = await agent.get<Held>(held);
    expect(mine.body.items).toMatchObject([
      { principalId: company, name: '济南泉边面馆有限公司（演示）', mandate: 'agent', scope: [{ code }] },
    ]);
    const ofCompany = await owner.get<Granted>(granted);
    expect(ofCompany.body.items.find(({ id }) => id === made.body.id)).toMatchObject({
      agent: '孙立春',
      validUntil: '2027-03-02',
      revocable: true,
    });
    for (const client of [owner, agent]) {
      const inbox = await client.get<{ items: { body: { zh: string } }[] }>('/api/v1/me/messages');
      expect(inbox.body.items[0]?.body.zh).toContain('2027 年 3 月 2 日');
    }

    const story = (await server.stories()).find(({ account }) => account === 'noodle-owner')?.apply[0];
    const applied = await agent.post<{ id: string; status: string }>('/api/v1/cases', {
      item: 'food-business-licence',
      onBehalfOf: company,
      form: story?.form,
    });
    expect(applied).toMatchObject({ status: 201, body: { status: 'submitted' } });
    const other = await agent.post<Problem>('/api/v1/cases', {
      item: 'ownership-proof',
      onBehalfOf: company,
      form: {},
    });
    expect(other).toMatchObject({ status: 403, body: { code: 'mandate.none' } });
  });

  it('takes every further action from an agent when it is revoked, while the case goes on', async () => {
    const agent = await server.as('elder-60');
    const made = await appoint(owner, 'elder-60', { principalId: company });
    const story = (await server.stories()).find(({ account }) => account === 'noodle-owner')?.apply[0];
    const { body: filed } = await agent.post<{ id: string }>('/api/v1/cases', {
      item: 'food-business-licence',
      onBehalfOf: company,
      form: { ...story?.form, premises: '历下区泉乐路 30 号（演示）' },
    });
    expect((await viewOf(agent, filed.id)).actions.map(({ verb }) => verb)).toContain('withdraw');
    // Whoever represents the company acts in its case as well, and finds it among their own.
    expect((await viewOf(owner, filed.id)).actions.map(({ verb }) => verb)).toContain('withdraw');
    const own = await owner.get<{ items: { id: string }[] }>('/api/v1/cases?scope=mine');
    expect(own.body.items.map(({ id }) => id)).toContain(filed.id);

    expect((await owner.post(`${held}/${made.body.id}/revoke`, {})).status).toBe(200);
    expect(await refusal(agent, filed.id, 'withdraw', { reason: '不办了' })).toBe('403 mandate.lapsed');
    expect(await refusal(agent, filed.id, 'save')).toBe('403 mandate.lapsed');
    expect((await viewOf(agent, filed.id)).actions).toEqual([]);
    const again = await agent.post<Problem>('/api/v1/cases', {
      item: 'food-business-licence',
      onBehalfOf: company,
      form: { ...story?.form, premises: '历下区泉乐路 32 号（演示）' },
    });
    expect(again.body.code).toBe('mandate.none');
    const accepted = await act(await server.as('market-clerk'), filed.id, 'accept');
    expect(accepted.status).toBe('accepted');
  });

  it('asks no mandate of a representative who acts in person', async () => {
    const { client, view } = await applyAs(server, 'bakery-owner');
    expect((await act(client, view.id, 'withdraw', { reason: '不办了' })).status).toBe('withdrawn');
  });

  it('ends by itself after its last day', async () => {
    const agent = await server.as('elder-65');
    await appoint(await server.as('home-buyer'), 'elder-65', { validUntil: '2026-03-03' });
    server.setTime(new Date('2026-03-03T15:59:00Z'));
    expect((await agent.get<Held>(held)).body.items).toHaveLength(1);
    server.setTime(new Date('2026-03-03T16:01:00Z'));
    expect((await agent.get<Held>(held)).body.items).toEqual([]);
    server.setTime(new Date('2026-03-02T02:00:00Z'));
  });

  it('answers the same for an unknown number, another’s name, the dead and the young', async () => {
    const one = await papersOf(server, 'elder-72');
    const dead = await papersOf(server, 'owner-dead');
    const child = await papersOf(server, 'owner-child');
    const wrong = [
      { name: one.name, idNumber: '990000195403020999' },
      { name: '王秀兰兰', idNumber: one.idNumber },
      { name: dead.name, idNumber: dead.idNumber },
      { name: child.name, idNumber: child.idNumber },
    ];
    const person = await server.as('fund-ok');
    const answers = new Set<string>();
    for (const agent of wrong) {
      const { status, body } = await person.post<Problem>(held, { agent });
      answers.add(JSON.stringify([status, body.code, body.text]));
    }
    expect([...answers]).toEqual([
      JSON.stringify([
        404,
        'mandate.unknown-agent',
        {
          zh: '没有查到姓名和身份证号一致的成年人。',
          en: 'No adult has this name and this identity number.',
        },
      ]),
    ]);
    expect(await records('elder-72')).toBe(0);
  });

  it('leaves a look that the agent can read, and an audit record of what was done', async () => {
    const person = await server.as('elder-permit');
    const made = await appoint(person, 'elder-leap');
    expect(await records('elder-leap')).toBeGreaterThan(0);
    await person.post(`${held}/${made.body.id}/revoke`, {});
    const rows = await server.services.database.db
      .selectFrom('auditLog')
      .select('action')
      .where('entityId', '=', made.body.id)
      .orderBy('id')
      .execute();
    expect(rows.map(({ action }) => action)).toEqual(['mandate.grant', 'mandate.revoke']);
  });

  it('is given for oneself, or for what one represents, and is not passed on', async () => {
    const agent = await server.as('proof-ok');
    await appoint(await server.as('bakery-owner'), 'proof-ok', {
      principalId: await companyOf('bakery-owner'),
    });
    const passed = await appoint(agent, 'proof-six', { principalId: await companyOf('bakery-owner') });
    expect(passed).toMatchObject({ status: 403, body: { code: 'mandate.not-representative' } });
    const stranger = await appoint(await server.as('fund-shop'), 'proof-six', { principalId: company });
    expect(stranger.body.code).toBe('mandate.not-representative');
    const herself = await appoint(await server.as('home-seller'), 'home-seller');
    expect(herself.body.code).toBe('mandate.self');
    const child = await appoint(await server.as('owner-child'), 'owner-parent');
    expect(child.body.code).toBe('mandate.minor');
  });

  it('is refused beyond five years, before today, twice, and for an item that is not there', async () => {
    const person = await server.as('snack-owner');
    const ask = async (agent: string, more: Record<string, unknown>) =>
      (await appoint(person, agent, more)).body.code;
    expect(await ask('proof-five', { validUntil: '2031-03-03' })).toBe('mandate.term');
    expect(await ask('proof-five', { validUntil: '2026-03-01' })).toBe('mandate.term');
    expect(await ask('proof-five', { items: ['no-such-item'] })).toBe('mandate.unknown-item');
    expect(await ask('proof-five', { validUntil: '2031-03-02' })).toBeUndefined();
    expect(await ask('proof-five', {})).toBe('mandate.already');
  });

  it('does not end what the registers say', async () => {
    const parent = await server.as('owner-parent');
    const { body } = await parent.get<Held>(held);
    const ended = await parent.post<Problem>(`${held}/${body.items[0]?.id}/revoke`, {});
    expect(ended).toMatchObject({ status: 409, body: { code: 'mandate.by-law' } });
  });

  it('is ended by its principal or its agent and by nobody else', async () => {
    const stories = await server.stories();
    const others = stories
      .map(({ account }) => account)
      .filter((account) => !['noodle-owner', 'noodle-partner', 'fund-frozen'].includes(account));
    const made = await appoint(owner, 'fund-frozen', { principalId: company });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...others), async (account) => {
        const answer = await (await server.as(account)).post(`${held}/${made.body.id}/revoke`, {});
        return answer.status === 404 || answer.status === 403;
      }),
      { numRuns: 30 },
    );
    // A second representative of the company stands on its side too.
    const partner = await server.as('noodle-partner');
    expect((await partner.get<Granted>(granted)).body.items.map(({ id }) => id)).toContain(made.body.id);
    const agent = await server.as('fund-frozen');
    expect((await agent.post(`${held}/${made.body.id}/revoke`, {})).status).toBe(200);
    expect((await partner.post(`${held}/${made.body.id}/revoke`, {})).status).toBe(404);
  });

  it('slows down whoever tries numbers', async () => {
    const person = await server.as('fund-overdue');
    const statuses = new Set<number>();
    for (let n = 0; n < 40 && !statuses.has(429); n += 1) {
      const agent = { name: '某人', idNumber: `99000019540302${String(1000 + n)}` };
      statuses.add((await person.post(held, { agent })).status);
    }
    expect(statuses).toContain(429);
  });

  async function companyOf(account: string): Promise<string> {
    const { body } = await (await server.as(account)).get<Held>(held);
    return body.items.find(({ mandate }) => mandate === 'representative')?.principalId ?? '';
  }

  async function records(account: string): Promise<number> {
    const { body } = await (
      await server.as(account)
    ).get<{ items: { purpose: { zh: string } }[] }>('/api/v1/me/access-records');
    return body.items.filter(({ purpose }) => purpose.zh === '代他人办理').length;
  }
});
