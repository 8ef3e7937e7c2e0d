import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyAs, startTestServer, type Client, type TestServer } from '@quancheng/testing';
import type { Context } from '../../platform/context/index.ts';
import { createWorker, type JobHandlers } from '../../platform/jobs/index.ts';
import { sql } from '../../platform/database/index.ts';

interface Stock {
  id: string;
  state: string;
  problem: { zh: string } | null;
  total: number;
  issued: number;
  sealed: number;
  skipped: number;
  failed: number;
}
interface Problem {
  code: string;
}

const type = 'property-certificate';
const url = '/api/v1/admin/licence-stocks';
const extra = 300;

describe('a stock of licences', () => {
  let server: TestServer;
  let admin: Client;

  beforeAll(async () => {
    server = await startTestServer({ now: new Date('2026-03-02T02:00:00Z') });
    await server.settle();
    admin = await server.as('admin');
    await addRights();
  });
  afterAll(() => server.stop());

  const query = async <T>(text: ReturnType<typeof sql<T>>) =>
    (await text.execute(server.services.database.db)).rows;

  /** Three hundred homes of the people there are; of these one names nobody, and two lack what the paper must say. */
  async function addRights(): Promise<void> {
    await query(sql`
      insert into lib_property_right (id, unit_number, certificate_number, address, use, area, ownership, share,
        registered_on, holder_kind, holder_id, holder_name, state, recorded_at)
      select ('0190f000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'U' || n, 'STOCK-' || n, '春水路 ' || n || ' 号',
        case when n = 7 then 'castle' else 'dwelling' end, case when n = 8 then 'NaN'::float8 else 80 + n end, 'sole', 100,
        date '2020-01-01', 'person', case when n = 9 then gen_random_uuid() else p.id end, p.name, 'current', now()
      from generate_series(1, ${extra}) n
      join (select id, name, row_number() over (order by id) as k, count(*) over () as all_ from lib_person) p
        on p.k = 1 + n % p.all_`);
  }

  const begin = () => admin.post<Stock & Problem>(url, { type });
  const look = async (id: string) => (await admin.get<Stock>(`${url}/${id}`)).body;
  const made = () =>
    query(sql<{ record: string; sealed: boolean; number: string }>`
      select r.record_id as record, l.sealed, l.number from licence_stock_record r
      join licence l on l.id = r.licence_id where r.type_code = ${type}`);

  /** Does so many steps as a worker does that is killed in the next one, whose work is lost. */
  async function stepsThenKill(steps: number): Promise<void> {
    const { unit, log, stocks } = server.services;
    let left = steps;
    const worker = createWorker({
      unit,
      log,
      handlers: {
        'licence.stock': async (ctx, payload) => {
          await stocks.handlers['licence.stock']?.(ctx, payload);
          left -= 1;
          // The connection dies with everything done and nothing committed.
          if (left < 0) await sql`select pg_terminate_backend(pg_backend_pid())`.execute(ctx.tx);
        },
      },
    });
    await worker.drain().catch(() => undefined);
    await worker.stop();
  }

  /** Does all jobs of licences, a second each, and tells them in their order. */
  async function drainInOrder(): Promise<string[]> {
    const { unit, log, stocks, papers, clock } = server.services;
    const order: string[] = [];
    const handlers = Object.entries({ ...stocks.handlers, ...papers.handlers }).map(([kind, handle]) => [
      kind,
      async (ctx: Context, payload: Record<string, unknown>) => {
        server.setTime(new Date(clock.now().getTime() + 1000));
        order.push(String(payload['licenceId'] ?? kind));
        await handle(ctx, payload);
      },
    ]);
    const worker = createWorker({ unit, log, handlers: Object.fromEntries(handlers) as JobHandlers });
    await worker.drain();
    return order;
  }

  it('is made once from each record, through a kill in the middle, a stop and a resume', async () => {
    const begun = await begin();
    expect(begun.status).toBe(201);
    const { id, total } = begun.body;
    expect(total).toBeGreaterThan(extra);
    expect(await begin()).toMatchObject({ status: 409, body: { code: 'licence.stock-runs' } });

    await stepsThenKill(3);
    const killed = await look(id);
    expect(killed).toMatchObject({ state: 'running', sealed: 10 });
    expect(killed.issued).toBeLessThan(total);
    const open = await query(sql<{ n: number }>`
      select count(*)::int as n from job where state = 'open' and kind in ('licence.stock', 'licence.paper')`);
    expect(open[0]?.n).toBe(1);

    expect((await admin.post<Stock>(`${url}/${id}/stop`, {})).body.state).toBe('stopped');
    server.setTime(new Date('2026-03-02T03:00:00Z'));
    await server.settle();
    expect(await look(id)).toMatchObject({ state: 'stopped', sealed: 10 });

    expect((await admin.post<Stock>(`${url}/${id}/resume`, {})).body.state).toBe('running');
    const { view } = await applyAs(server, 'elder-72');
    const order = await drainInOrder();
    expect(order.indexOf(view.licence?.id ?? '')).toBeLessThanOrEqual(1);
    expect(order.length).toBeGreaterThan(50);
    const done = await look(id);
    expect(done).toMatchObject({ state: 'done', failed: 3 });
    expect(done.issued + done.skipped + done.failed).toBe(total);
    expect(done.sealed).toBe(done.issued);
    const licences = await made();
    expect(licences).toHaveLength(done.issued);
    expect(licences.every(({ sealed }) => sealed)).toBe(true);
    expect(new Set(licences.map(({ number }) => number)).size).toBe(done.issued);
    expect((await admin.post<Problem>(`${url}/${id}/resume`, {})).body.code).toBe('licence.stock-done');
  });

  it('keeps what was bad with its reason, and makes it once it is mended', async () => {
    const { body } = await admin.get<{ items: Stock[] }>(url);
    const first = body.items[0];
    const { body: failed } = await admin.get<{ items: { reason: { zh: string } }[] }>(
      `${url}/${first?.id}/failed`,
    );
    expect(failed.items.map(({ reason }) => reason.zh).toSorted()).toEqual([
      '建筑面积：登记中没有，或者算不出来',
      '用途：登记中没有，或者算不出来',
      '记录没有持有人，或者库里查不到持有人',
    ]);
    await query(sql`update lib_property_right set use = 'dwelling' where use = 'castle'`);
    const head = await server.as('estate-head');
    const { body: held } = await head.get<{ items: { id: string; state: string }[] }>('/api/v1/desk/seals');
    const seal = `/api/v1/desk/seals/${held.items.find(({ state }) => state === 'active')?.id}`;
    await head.post(`${seal}/freeze`, { reason: '印章保管人遗失了登录设备' });
    const { id } = (await begin()).body;
    await server.settle();
    const halted = await look(id);
    expect(halted).toMatchObject({ state: 'stopped', issued: 1, sealed: 0 });
    expect(halted.problem?.zh).toContain('冻结');

    await head.post(`${seal}/thaw`, { reason: '设备已经找回，没有被动用' });
    const matters = await admin.get<{ items: { id: string }[] }>('/api/v1/admin/seal-matters');
    await admin.post(`/api/v1/admin/seal-matters/${matters.body.items[0]?.id}/decide`, {
      outcome: 'approved',
      reason: '经核实，可以恢复使用',
    });
    expect((await admin.post<Stock>(`${url}/${id}/resume`, {})).status).toBe(200);
    await server.settle();
    const again = await look(id);
    expect(again).toMatchObject({ state: 'done', issued: 1, sealed: 1, failed: 2 });
    expect(again.skipped).toBe(again.total - 3);
  });

  it('leaves what its holders can read: who looked, and for what', async () => {
    const [holder] = await query(sql<{ login: string }>`
      select a.login from licence_stock_record r join licence l on l.id = r.licence_id
      join account a on a.person_id = l.holder_id limit 1`);
    const { body } = await (
      await server.as(holder?.login ?? '')
    ).get<{ items: { purpose: { zh: string }; resource: { zh: string } }[] }>(
      '/api/v1/me/access-records?limit=100',
    );
    const told = body.items
      .filter(({ purpose }) => purpose.zh === '制发电子证照')
      .map(({ resource }) => resource.zh);
    expect(told).toEqual(expect.arrayContaining(['不动产权利', '人口信息']));
  });

  it('is for administrators of the city, and of types that say how', async () => {
    for (const account of ['civil-decider', 'estate-clerk', 'elder-72'])
      expect((await (await server.as(account)).post(url, { type })).status).toBe(403);
    const none = await admin.post<Problem>(url, { type: 'elderly-card' });
    expect(none).toMatchObject({ status: 409, body: { code: 'licence.no-stock-rule' } });
  });
});
