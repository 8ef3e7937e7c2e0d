import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer, type Client, type TestServer } from '@quancheng/testing';
import { giveHome, usesOf, type Held, type Refused, type Used } from './testkit.ts';

interface Taken extends Used, Refused {
  paper: { useId: string; until: string } | null;
}
interface Grant {
  id: string;
  paper: boolean;
  used: number;
  state: string;
}

/** One lets someone fetch one paper by a code. */
describe('a paper that someone else fetches', () => {
  const begin = new Date('2026-03-02T02:00:00Z');
  let server: TestServer;
  let holder: Client;
  let taker: Client;
  let stranger: Client;
  let home: Held;
  let other: Held;
  beforeAll(async () => {
    server = await startTestServer({ now: begin });
    holder = await server.as('fund-ok');
    taker = await server.as('elder-58');
    stranger = await server.as('elder-60');
    home = await giveHome(server, 'fund-ok');
    other = await giveHome(server, 'fund-ok', '990102 001001 GB00001 F00990099');
  });
  beforeEach(() => server.setTime(begin));
  afterAll(() => server.stop());

  const wait = (hours: number) => server.setTime(new Date(begin.getTime() + hours * 3_600_000));
  const give = (by = holder, until = '2026-03-03', id = home.id) =>
    by.post<{ id: string; code: string }>(`/api/v1/licences/${id}/paper-codes`, { until, purpose: '代取' });
  const use = async (code: string, by = taker, more: object = {}) =>
    (await by.post<Taken>('/api/v1/licence-uses/by-code', { code, matter: '替家人取证', ...more })).body;
  async function fetched(useId: string | undefined, by = taker, as = 'file'): Promise<string> {
    const answer = await fetch(`${server.origin}/api/v1/licence-uses/${useId}/${as}`, {
      headers: { authorization: `Bearer ${by.token}` },
    });
    await answer.arrayBuffer();
    return `${answer.status} ${answer.headers.get('content-type')?.split(';')[0]}`;
  }
  const grantOf = async (id: string) =>
    (await holder.get<{ items: Grant[] }>(`/api/v1/licences/${home.id}/grants`)).body.items.find(
      (entry) => entry.id === id,
    );
  const gone = '404 application/problem+json';

  it('is fetched in both forms, by the one who used the code, as one use that its holder reads', async () => {
    const { id, code } = (await give()).body;
    expect(await grantOf(id)).toMatchObject({ paper: true, state: 'open', used: 0 });
    // It would be told as a look at one field, while all of them are fetched.
    expect((await use(code, taker, { fields: ['address'] })).code).toBe('licence-use.whole-paper');
    expect(await grantOf(id)).toMatchObject({ state: 'open', used: 0 });
    const { paper, fields } = await use(code);
    expect(paper?.until).toBe('2026-03-03T02:00:00.000Z');
    expect((await use(code, stranger)).code).toBe('licence-use.used-up');
    expect(await fetched(paper?.useId)).toBe('200 application/pdf');
    wait(3);
    expect(await fetched(paper?.useId)).toBe('200 application/pdf');
    expect(await fetched(paper?.useId, taker, 'ofd')).toBe('200 application/ofd');
    for (const by of [stranger, holder]) expect(await fetched(paper?.useId, by)).toBe(gone);
    // The paper is theirs to fetch, and nothing more of the licence or of the holder.
    for (const held of [home, other]) {
      expect((await taker.get(`/api/v1/licences/${held.id}`)).status).toBe(404);
      expect((await taker.get(`/api/v1/licences/${held.id}/file`)).status).toBe(404);
    }
    const uses = await usesOf(holder, home);
    expect(uses).toHaveLength(1);
    expect(uses[0]).toMatchObject({ ground: 'code', matter: '替家人取证', paper: true });
    expect(uses[0]?.fields.length).toBeGreaterThan(5);
    const shown = fields.map(({ name }) => name);
    expect(uses[0]?.fields.map(({ name }) => name)).toEqual(expect.arrayContaining(shown));
    expect(await grantOf(id)).toMatchObject({ state: 'taken', used: 1 });
    const looks = await holder.get<{ items: { purpose: { zh: string }; times: number }[] }>(
      '/api/v1/me/access-records',
    );
    const times = looks.body.items.filter(({ purpose }) => purpose.zh === '使用电子证照');
    expect(times.reduce((sum, look) => sum + look.times, 0)).toBe(4);
  });

  it('is gone after a day, after its last day, and at once when it is taken back', async () => {
    const { paper } = await use((await give(holder, '2026-03-05')).body.code);
    wait(23);
    expect(await fetched(paper?.useId)).toBe('200 application/pdf');
    wait(24);
    expect(await fetched(paper?.useId)).toBe(gone);

    server.setTime(begin);
    const short = await use((await give(holder, '2026-03-02')).body.code);
    // Midnight in the city, before a day is over.
    expect(short.paper?.until).toBe('2026-03-02T16:00:00.000Z');
    server.setTime(new Date('2026-03-02T15:59:59.999Z'));
    expect(await fetched(short.paper?.useId)).toBe('200 application/pdf');
    wait(14);
    expect(await fetched(short.paper?.useId)).toBe(gone);

    server.setTime(begin);
    const { id, code } = (await give()).body;
    const taken = await use(code);
    expect((await holder.post(`/api/v1/me/licence-grants/${id}/revoke`, undefined)).status).toBe(200);
    for (const as of ['file', 'ofd']) expect(await fetched(taken.paper?.useId, taker, as)).toBe(gone);
    expect(await grantOf(id)).toMatchObject({ state: 'revoked' });
  });

  it('is given by its holder alone, and a code for some fields gives no file', async () => {
    expect((await give(taker)).status).toBe(404);
    const { body } = await holder.post<{ code: string }>(`/api/v1/licences/${home.id}/codes`, {
      fields: ['address'],
      until: '2026-03-02',
      purpose: '租房',
    });
    expect((await use(body.code)).paper).toBe(null);
    const [newest] = await usesOf(holder, home);
    expect(await fetched(newest?.id)).toBe(gone);
  });

  it('is used once by two who type the code at the same moment', async () => {
    const { code } = (await give()).body;
    const answers = await Promise.all([taker, stranger, taker].map((by) => use(code, by)));
    expect(answers.filter(({ paper }) => paper)).toHaveLength(1);
  });
});
