import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act, applyAs, startTestServer, type Client, type TestServer } from '@quancheng/testing';

interface Listed {
  items: { id: string; applicant: string }[];
}

interface Overview {
  load: { account: string | null; open: number; soon: number; overdue: number }[];
  decided: { granted: number; refused: number; late: number; hours: number | null };
  items: { title: { zh: string; en: string }; open: number; decided: number }[];
  ratings: { stars: number[]; waiting: number };
  refusals: { text: { zh: string }; outcome: string; count: number }[];
}

describe('a head of section', () => {
  let server: TestServer;
  let clerk: Client;
  let head: Client;

  beforeAll(async () => {
    server = await startTestServer({ now: new Date('2026-03-02T02:00:00Z') });
    [clerk, head] = [await server.as('market-clerk'), await server.as('market-head')];
  });
  afterAll(() => server.stop());

  it('sees who has how much, what is late, and on which grounds it was refused', async () => {
    const { view: taken } = await applyAs(server, 'noodle-owner');
    await act(clerk, taken.id, 'claim');
    const { view: late } = await applyAs(server, 'bakery-owner');
    await act(clerk, late.id, 'accept');
    await applyAs(server, 'snack-shop').catch(() => undefined);
    server.setTime(new Date('2026-03-30T02:00:00Z'));
    const { body } = await head.get<Overview>('/api/v1/cases/overview');
    expect(body.load).toContainEqual({
      account: 'market-clerk',
      name: expect.any(String),
      open: 1,
      soon: 0,
      overdue: 0,
    });
    expect(body.load.find(({ account }) => account === null)?.overdue).toBe(1);
    expect(body.items[0]?.title.en).toMatch(/[a-z]/);
    expect(body.decided).toEqual({ granted: 0, refused: 0, late: 0, hours: null });
    expect((await clerk.get('/api/v1/cases/overview')).status).toBe(403);
    // The head of another agency sees nothing of it.
    const other = await (await server.as('civil-head')).get<Overview>('/api/v1/cases/overview');
    expect(other.body.load).toEqual([]);
    server.setTime(new Date('2026-03-02T02:00:00Z'));
  });

  it('and her clerks find a case by the name of the applicant, by item and by lateness', async () => {
    const find = async (query: string) =>
      (await clerk.get<Listed>(`/api/v1/cases?scope=post&view=all&${query}`)).body.items;
    const all = await find('');
    const [first] = all;
    const { body: one } = await clerk.get<{ number: string; applicant: string }>(
      `/api/v1/cases/${first?.id}`,
      {
        'x-purpose': 'case-handling',
      },
    );
    expect((await find(`q=${encodeURIComponent(one.applicant.slice(0, 3))}`)).map(({ id }) => id)).toContain(
      first?.id,
    );
    expect(await find(`q=${one.number}`)).toHaveLength(1);
    expect(await find('q=%25')).toHaveLength(all.length);
    expect(await find('q=nobody')).toEqual([]);
    expect(await find('item=no-such-item')).toEqual([]);
    server.setTime(new Date('2026-03-30T02:00:00Z'));
    expect(await find('lateness=overdue')).toHaveLength(1);
    server.setTime(new Date('2026-03-02T02:00:00Z'));
    expect(await find('lateness=overdue')).toEqual([]);
  });
});

describe('a saved queue', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ now: new Date('2026-03-02T02:00:00Z') });
  });
  afterAll(() => server.stop());

  it('is kept under its name for the one who saved it', async () => {
    const [clerk, other] = [await server.as('market-clerk'), await server.as('civil-clerk')];
    const filters = { view: 'all', status: 'accepted', lateness: 'overdue' };
    const saved = await clerk.post<{ id: string }>('/api/v1/desk/views', { name: '超期的', filters });
    expect(saved.status).toBe(201);
    await clerk.post('/api/v1/desk/views', { name: '超期的', filters: { ...filters, status: 'review' } });
    const mine = await clerk.get<{ items: { id: string; filters: { status: string } }[] }>(
      '/api/v1/desk/views',
    );
    expect(mine.body.items).toMatchObject([{ id: saved.body.id, filters: { status: 'review' } }]);
    expect((await other.get<{ items: unknown[] }>('/api/v1/desk/views')).body.items).toEqual([]);
    expect((await other.delete(`/api/v1/desk/views/${saved.body.id}`)).status).toBe(404);
    expect((await clerk.delete(`/api/v1/desk/views/${saved.body.id}`)).status).toBe(200);
  });

  it('is one of twenty at most', async () => {
    const clerk = await server.as('market-clerk');
    const save = (name: string) => clerk.post<{ code?: string }>('/api/v1/desk/views', { name, filters: {} });
    for (let index = 0; index < 20; index += 1) expect((await save(`队列 ${index}`)).status).toBe(201);
    expect(await save('再来一个')).toMatchObject({ status: 409, body: { code: 'case.too-many-views' } });
  });
});
