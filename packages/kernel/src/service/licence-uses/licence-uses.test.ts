import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { papersOf, startTestServer, type Client, type TestServer } from '@quancheng/testing';
import { giveHome, giveLicence, usesOf, type Held, type Refused, type Used } from './testkit.ts';

const today = new Date('2026-03-02T02:00:00Z');
const matter = '核对住址';

describe('the use of a licence by others than its holder', () => {
  let server: TestServer;
  let holder: Client;
  let clerk: Client;
  let home: Held;
  beforeAll(async () => {
    server = await startTestServer({ now: today });
    holder = await server.as('fund-ok');
    clerk = await server.as('market-clerk');
    home = await giveHome(server, 'fund-ok');
  });
  afterAll(() => server.stop());

  const grant = (body: object, client = holder, { id } = home) =>
    client.post<{ id: string } & Refused>(`/api/v1/licences/${id}/grants`, {
      agency: 'market-supervision',
      fields: ['address', 'area'],
      most: 1,
      until: '2026-06-30',
      purpose: matter,
      ...body,
    });
  const code = async () =>
    (
      await holder.post<{ id: string; code: string; url: string; qr: string }>(
        `/api/v1/licences/${home.id}/codes`,
        { fields: ['address'], until: '2026-03-02', purpose: '租房' },
      )
    ).body;
  const use = (client: Client, by: string, body: object, headers = {}) =>
    client.post<Used & Refused>(`/api/v1/licence-uses/by-${by}`, { matter, ...body }, headers);
  const byGrant = (body: object = {}, client = clerk) =>
    use(client, 'grant', { number: home.number, ...body });
  const byLaw = (client: Client, body: object = {}) =>
    use(client, 'law', { number: home.number, ground: 'registration-sharing', ...body });
  const revoke = (id: string, client = holder) =>
    client.post<Refused>(`/api/v1/me/licence-grants/${id}/revoke`, undefined);
  const answerOf = ({ status, body }: { status: number; body: Refused }) => `${status} ${body.code}`;

  it('is granted to an agency: these fields, so often, until then, and taken back at once', async () => {
    const before = answerOf(await byGrant());
    const { body } = await grant({ most: 3 });
    const used = await byGrant({ fields: ['area'] });
    expect(used).toMatchObject({
      status: 201,
      body: { state: 'valid', number: home.number, left: 2, fields: [{ name: 'area' }] },
    });
    const all = await byGrant({ number: home.number.toLowerCase() });
    expect(all.body.fields.map(({ name }) => name)).toEqual(['address', 'area']);
    expect(answerOf(await byGrant({ fields: ['address', 'holderName'] }))).toBe(
      '403 licence-use.other-fields',
    );
    expect((await revoke(body.id)).status).toBe(200);
    // Taken back it is as if it had never been, and as a number that does not exist.
    expect([
      before,
      answerOf(await byGrant()),
      answerOf(await byGrant({ number: 'PC209900000001' })),
    ]).toEqual(Array.from({ length: 3 }, () => '404 licence-use.not-granted'));
    expect(answerOf(await revoke(body.id))).toBe('404 licence-use.no-grant');
    const { items } = (
      await holder.get<{ items: { id: string; used: number; state: string }[] }>(
        `/api/v1/licences/${home.id}/grants`,
      )
    ).body;
    expect(items.find(({ id }) => id === body.id)).toMatchObject({ used: 2, state: 'revoked' });
  });

  it('says when a grant is used up or has run out, to the agency that had it alone', async () => {
    const { body } = await grant({ until: '2026-03-03' });
    await byGrant();
    expect(answerOf(await byGrant())).toBe('409 licence-use.used-up');
    expect(answerOf(await byGrant({}, await server.as('fund-clerk')))).toBe('404 licence-use.not-granted');
    await revoke(body.id);
    const later = await grant({ until: '2026-03-03' });
    server.setTime(new Date('2026-03-03T15:59:00Z'));
    expect((await byGrant()).status).toBe(201);
    await revoke(later.body.id);
    const last = await grant({ until: '2026-03-03' });
    server.setTime(new Date('2026-03-03T16:00:00Z'));
    const ended = await byGrant();
    expect(answerOf(ended)).toBe('409 licence-use.expired');
    expect(ended.body.text.zh).toContain('2026 年 3 月 3 日');
    await revoke(last.body.id);
    server.setTime(today);
  });

  it.each([
    ['more than a year', { until: '2027-03-03' }, '400 licence-use.term'],
    ['a day that is over', { until: '2026-03-01' }, '400 licence-use.term'],
    ['a field that it does not have', { fields: ['ghost'] }, '403 licence-use.other-fields'],
    ['more than a hundred uses', { most: 101 }, '400 platform.invalid-input'],
    ['both an agency and a company', { company: '91370100MQ900001XC' }, '400 platform.invalid-input'],
    ['no company', { agency: undefined, company: '91370100MQ900001XX' }, '404 licence-use.unknown-company'],
    ['no agency', { agency: 'nowhere' }, '404 platform.not-found'],
  ])('is not granted for %s', async (_what, body, refused) => {
    expect(answerOf(await grant(body))).toBe(refused);
  });

  it('counts each use once, however many come at the same instant', async () => {
    const { body } = await grant({ most: 3 });
    const answers = await Promise.all(Array.from({ length: 9 }, () => byGrant()));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, 201, ...Array(6).fill(409)]);
    const records = answers.flatMap(({ status, body: { record } }) => (status === 201 ? [record] : []));
    const shown = (await usesOf(holder, home)).slice(0, 4).map(({ record }) => record);
    expect(shown.filter((record) => records.includes(record))).toHaveLength(3);
    expect(records).not.toContain(shown[3]);
    await revoke(body.id);
  });

  it('does not count a command that is sent again', async () => {
    const { body } = await grant({ most: 2 });
    const key = { 'idempotency-key': randomUUID() };
    const sent = { number: home.number };
    const twice = await Promise.all([use(clerk, 'grant', sent, key), use(clerk, 'grant', sent, key)]);
    const again = await use(clerk, 'grant', sent, key);
    expect(new Set([...twice, again].map(({ body: { record, left } }) => `${record} ${left}`)).size).toBe(1);
    expect(again.body.left).toBe(1);
    await revoke(body.id);
  });

  it('is granted once to whoever bears the code, and to one of two who come at once', async () => {
    const made = await code();
    expect(made.url).toBe(`${server.origin}/licences/use#code=${made.code}`);
    expect(made.qr).toMatch(/^data:image\/png;base64,/);
    const typed = `${made.code.slice(0, 8)}-${made.code.slice(8).toLowerCase()}`;
    const landlord = await server.as('proof-ok');
    const both = await Promise.all([clerk, landlord].map((client) => use(client, 'code', { code: typed })));
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect(answerOf(await use(landlord, 'code', { code: '0'.repeat(16) }))).toBe(
      '404 licence-use.unknown-code',
    );
    const spare = await code();
    await revoke(spare.id);
    expect(answerOf(await use(clerk, 'code', { code: spare.code }))).toBe('404 licence-use.unknown-code');
    // A private person is named in part.
    const third = await code();
    await use(landlord, 'code', { code: third.code });
    expect((await usesOf(holder, home))[0]?.who.zh).toMatch(/^.\*+$/);
    const { rows } = await server.services.database.pool.query<{ hits: string }>(
      `select count(*) as hits from idempotency_key where answer::text like '%' || $1 || '%'`,
      [third.code],
    );
    expect(Number(rows[0]?.hits)).toBe(0);
  });

  it('is granted to a company, for which those use it who act for it', async () => {
    const owner = await server.as('noodle-owner');
    const { items } = (await owner.get<{ items: { principalId: string }[] }>('/api/v1/me/mandates')).body;
    const company = items[0]?.principalId;
    const { body } = await grant({ agency: undefined, company: '91370100MQ900001XC' });
    expect((await byGrant({ company }, await server.as('proof-ok'))).status).toBe(404);
    expect((await byGrant({ company }, owner)).status).toBe(201);
    expect((await usesOf(holder, home))[0]).toMatchObject({
      who: { zh: '济南泉边面馆有限公司（演示）' },
      post: null,
    });
    await revoke(body.id);
  });

  it('is lawful on a ground that the type of licence names for the agency, and on no other', async () => {
    const { items } = (
      await clerk.get<{ items: { id: string; type: string; law: { title: { zh: string } } }[] }>(
        '/api/v1/desk/licence-uses/grounds',
      )
    ).body;
    expect(items).toMatchObject([{ id: 'registration-sharing', type: 'property-certificate' }]);
    const used = await byLaw(clerk, { fields: ['ownership', 'address'] });
    expect(used).toMatchObject({ status: 201, body: { left: null } });
    expect((await usesOf(holder, home))[0]).toMatchObject({
      ground: 'law',
      law: { title: { zh: '《不动产登记暂行条例》' } },
      record: used.body.record,
      matter,
    });
    expect(answerOf(await byLaw(clerk, { fields: ['unitNumber'] }))).toBe('403 licence-use.other-fields');
    const none = '404 licence-use.not-granted';
    const fund = await server.as('fund-clerk');
    expect(answerOf(await byLaw(fund))).toBe(none);
    expect(answerOf(await byLaw(clerk, { ground: 'because' }))).toBe(none);
    expect(answerOf(await byLaw(clerk, { number: 'PC209900000001' }))).toBe(none);
    expect((await byLaw(holder)).status).toBe(403);
    expect((await byLaw(await server.as('admin'))).status).toBe(403);
    expect((await byLaw(clerk, { matter: ' ' })).status).toBe(400);
    expect(answerOf(await byLaw(clerk, { caseNumber: 'JN0000' }))).toBe('404 licence-use.unknown-case');
  });

  it('is lawful for the tax office, which registers the company that the licence is of', async () => {
    const paper = await giveLicence(server, 'owner-company', {
      type: 'business-licence',
      issuer: 'market-supervision',
      fields: { creditCode: '91370100MQ9000079L', entityName: '济南泉影置业顾问有限公司（演示）' },
    });
    const tax = await server.as('tax-clerk');
    const grounds = await tax.get<{ items: { id: string }[] }>('/api/v1/desk/licence-uses/grounds');
    expect(grounds.body.items.map(({ id }) => id).toSorted()).toEqual([
      'registration-notice',
      'registration-sharing',
    ]);
    const company = { number: paper.number, ground: 'registration-notice', fields: ['creditCode'] };
    expect(await use(tax, 'law', company)).toMatchObject({
      status: 201,
      body: { fields: [{ name: 'creditCode', value: '91370100MQ9000079L' }] },
    });
    const owner = await server.as('owner-company');
    expect((await usesOf(owner, paper))[0]).toMatchObject({ ground: 'law', post: { zh: '税务受理岗' } });
    expect(answerOf(await use(clerk, 'law', company))).toBe('404 licence-use.not-granted');
  });

  it('is open to a program of an agency, and counts towards its quota', async () => {
    const admin = await server.as('admin');
    const { body } = await admin.post<{ token: string }>('/api/v1/admin/agency-systems', {
      agency: 'civil-affairs',
      name: { zh: '低保核对系统', en: 'Benefit checks' },
      cryptoQuota: 1,
    });
    const program: Client = { ...clerk, post: (path, sent) => withToken(server, body.token, path, sent) };
    expect((await byLaw(program)).status).toBe(201);
    expect((await usesOf(holder, home))[0]).toMatchObject({ who: { zh: '济南市民政局' }, ground: 'law' });
    expect(answerOf(await byLaw(program))).toBe('429 system.quota-used');
  });

  it('of a licence that is suspended is refused and not counted', async () => {
    const other = await giveHome(server, 'proof-ok');
    const owner = await server.as('proof-ok');
    await grant({}, owner, other);
    const decider = await server.as('estate-decider');
    const change = (kind: string) =>
      decider.post(
        `/api/v1/licences/${other.id}/changes`,
        { kind, reason: '登记有误，正在核查', basis: '《不动产登记暂行条例》第二十条' },
        { 'x-purpose': 'supervision' },
      );
    expect((await change('suspend')).status).toBe(200);
    const refused = await byGrant({ number: other.number });
    expect(answerOf(refused)).toBe('409 licence-use.not-valid');
    expect(refused.body.text.zh).toContain('暂停使用');
    expect(answerOf(await grant({}, owner, other))).toBe('409 licence-use.only-valid');
    await change('resume');
    expect((await byGrant({ number: other.number })).body.left).toBe(0);
    expect(await usesOf(owner, other)).toHaveLength(1);
  });

  it('stands on the holder’s pages at once, can be disputed there, and is answered by the agency', async () => {
    const { record } = (await byLaw(clerk)).body;
    const [shown] = await usesOf(holder, home);
    expect(shown).toMatchObject({ record, who: { zh: '济南市市场监督管理局' }, dispute: null });
    expect(shown?.post?.zh).toContain('受理岗');
    expect(JSON.stringify(shown)).not.toContain('market-clerk');
    expect(shown?.fields.map(({ label }) => label.zh)).toContain('坐落');
    const looks = await holder.get<{
      items: { resource: { zh: string }; purpose: { zh: string }; fields: { zh: string }[] }[];
    }>('/api/v1/me/access-records');
    expect(looks.body.items[0]).toMatchObject({
      resource: { zh: '不动产权证书' },
      purpose: { zh: '使用电子证照' },
    });
    expect(looks.body.items[0]?.fields.map(({ zh }) => zh)).toContain('坐落');

    const dispute = (client: Client) =>
      client.post<Refused>(`/api/v1/me/licence-uses/${shown?.id}/dispute`, { reason: '我没有在那里办过事' });
    expect(answerOf(await dispute(await server.as('proof-ok')))).toBe('404 licence-use.no-use');
    expect((await dispute(holder)).status).toBe(201);
    expect(answerOf(await dispute(holder))).toBe('409 licence-use.disputed');
    const head = await server.as('market-head');
    const open = () =>
      head.get<{ items: { record: string; by: string }[] }>('/api/v1/desk/licence-uses/disputes');
    expect((await open()).body.items).toMatchObject([{ record }]);
    const answer = (client: Client) =>
      client.post<Refused>(`/api/v1/desk/licence-uses/${shown?.id}/answer`, { answer: '为核对经营场所' });
    expect(answerOf(await answer(await server.as('civil-head')))).toBe('404 licence-use.no-dispute');
    expect((await answer(head)).status).toBe(200);
    expect((await open()).body.items).toEqual([]);
    expect((await usesOf(holder, home))[0]?.dispute?.answer).toBe('为核对经营场所');
    const inbox = await holder.get<{ items: { body: { zh: string } }[] }>('/api/v1/me/messages');
    expect(inbox.body.items[0]?.body.zh).toContain(record);
  });

  it('of a company’s licence is granted by its representative, not by an agent nor by a stranger', async () => {
    const owner = await server.as('noodle-owner');
    const fields = { creditCode: '91370100MQ900001XC', entityName: '面馆', address: '泉乐路 12 号' };
    const paper = await giveLicence(server, 'noodle-owner', {
      type: 'business-licence',
      issuer: 'market-supervision',
      fields,
    });
    const body = { agency: 'civil-affairs', fields: ['address'] };
    expect((await grant(body, owner, paper)).status).toBe(201);
    const { name, idNumber } = await papersOf(server, 'elder-60');
    const { items } = (await owner.get<{ items: { principalId: string }[] }>('/api/v1/me/mandates')).body;
    await owner.post('/api/v1/me/mandates', {
      principalId: items[0]?.principalId,
      agent: { name, idNumber },
    });
    const agent = await server.as('elder-60');
    expect(answerOf(await grant(body, agent, paper))).toBe('403 licence-use.not-yours');
    expect(answerOf(await grant(body, holder, paper))).toBe('404 licence.not-found');
    for (const list of ['grants', 'uses']) {
      expect((await agent.get(`/api/v1/licences/${paper.id}/${list}`)).status).toBe(200);
      expect((await holder.get(`/api/v1/licences/${paper.id}/${list}`)).status).toBe(404);
    }
  });
});

async function withToken<T>(server: TestServer, token: string, path: string, body: unknown) {
  const answer = await fetch(new URL(path, server.origin.replace('localhost', '127.0.0.1')), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as T, headers: answer.headers };
}
