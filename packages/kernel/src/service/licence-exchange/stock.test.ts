import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asSystem } from '@quancheng/server';
import { sql } from '../../platform/database/index.ts';
import {
  base,
  change,
  issue,
  killAfter,
  look,
  registerAt,
  rowsOf,
  start,
  startLevel,
  turn,
  upperName,
  type Level,
  type Overview,
} from './testkit.ts';

interface Code {
  code: string;
}

/** What a city had before it was connected, and what the two of them hold; these happen one after the other. */
describe('all that a city has', () => {
  let city: Level;
  let province: Level;
  let now = start.getTime();

  beforeAll(async () => {
    [city, province] = await Promise.all([startLevel(), startLevel()]);
    const clientId = await registerAt(province, city);
    const { origin } = province.server.services;
    await city.admin.post(`${base}/upper`, { name: upperName, origin, clientId });
    await issue(city, 'elder-72');
    await turn(city);
  });
  afterAll(async () => {
    await city.server.stop();
    await province.server.stop();
  });

  /** Both clocks go on. */
  function wait(seconds: number): void {
    now += seconds * 1000;
    for (const { server } of [city, province]) server.setTime(new Date(now));
  }

  it('send all that there was before, through a kill, a stop and a resume', async () => {
    const before = await look(city);
    expect(before.progress.untold).toBeGreaterThan(5);
    const { body: run } = await city.admin.post<{ id: string }>(`${base}/runs`, undefined);
    expect((await city.admin.post<Code>(`${base}/runs`, undefined)).body.code).toBe('exchange.run-goes');
    await killAfter(city, 0, 'exchange.run');
    expect((await look(city)).run).toMatchObject({ state: 'running', queued: 0 });
    await city.admin.post(`${base}/runs/${run.id}/stop`, undefined);
    wait(5);
    await turn(city);
    expect(await look(city)).toMatchObject({
      run: { state: 'stopped', queued: 0 },
      progress: { waiting: 0 },
    });
    await city.admin.post(`${base}/runs/${run.id}/resume`, undefined);
    await city.server.settle();
    const total = before.run?.total ?? (await look(city)).run?.total ?? 0;
    expect(await look(city)).toMatchObject({
      run: { state: 'done', queued: total },
      progress: { waiting: total, untold: 0 },
    });
    await asSystem(city.server.services, 'tests let time pass', (ctx) =>
      city.server.services.exchange.tick(ctx),
    );
    // Four lanes fix what they will send; then one sends, and the others are killed once the province has taken it.
    await killAfter(city, 5, 'exchange.send');
    const midway = (await look(city)).progress.waiting;
    expect(midway).toBeGreaterThan(0);
    expect(midway).toBeLessThan(total);
    wait(5);
    await turn(city);
    expect(await look(city)).toMatchObject({ progress: { waiting: 0, refused: 0, acknowledged: total } });
    expect((await province.admin.get<Overview>(base)).body.lowers).toMatchObject([{ licences: total }]);
  });

  it('are compared once a day; what differs is shown and sent again', async () => {
    const [lost = '', bent = '', strange = ''] = (
      await rowsOf(
        province,
        sql<{ identifier: string }>`select identifier from exchange_licence order by identifier limit 3`,
      )
    ).map(({ identifier }) => identifier);
    await rowsOf(province, sql`delete from exchange_licence where identifier = ${lost}`);
    await rowsOf(province, sql`update exchange_licence set digest = 'x' where identifier = ${bent}`);
    await rowsOf(city, sql`delete from exchange_standing where identifier = ${strange}`);
    const differences = async () =>
      (
        await city.admin.get<{ items: { identifier: string; kind: string }[] }>(`${base}/differences`)
      ).body.items.map(({ identifier, kind }) => [identifier, kind]);
    await turn(city);
    expect(await differences()).toEqual([]);
    wait(86_400);
    await turn(city);
    expect(await differences()).toEqual([
      [lost, 'missing'],
      [bent, 'differs'],
      [strange, 'extra'],
    ]);
    expect((await city.admin.post(`${base}/differences/again`, undefined)).body).toEqual({ done: 2 });
    await turn(city);
    await city.admin.post(`${base}/compare`, undefined);
    await turn(city);
    expect(await differences()).toEqual([[strange, 'extra']]);
  });

  it('take no restored licence for a change, and forget what the upper level has taken or refused', async () => {
    const owner = new pg.Client({ connectionString: city.server.ownerUrl });
    await owner.connect();
    await owner.query('update licence set version = version + 1');
    await owner.end();
    expect((await look(city)).progress.waiting).toBe(0);
    expect(await rowsOf(city, sql`select 1 from exchange_message where content is not null`)).toEqual([]);
  });

  it('pause and part: what happens while they pause waits, and after they part nothing is noted', async () => {
    const move = async (to: string) => (await city.admin.post(`${base}/upper/${to}`, undefined)).status;
    expect(await move('pause')).toBe(200);
    const last = await issue(city, 'elder-permit');
    await turn(city);
    expect((await look(city)).progress.waiting).toBe(2);
    expect(await move('resume')).toBe(200);
    await city.server.settle();
    expect((await look(city)).progress.waiting).toBe(0);
    expect(await move('close')).toBe(200);
    await change(await city.server.as('civil-decider'), last.id, 'suspend');
    expect(await look(city)).toMatchObject({ upper: null, progress: { waiting: 0, acknowledged: 0 } });
    expect(await move('resume')).toBe(409);
  });
});
