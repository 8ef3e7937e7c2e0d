import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asSystem } from '@quancheng/server';
import { applyAs, type Client } from '@quancheng/testing';
import { sql } from '../../platform/database/index.ts';
import { createWorker } from '../../platform/jobs/index.ts';
import type { LicenceMessage } from './model.ts';
import { base, layLine, start, startLevel, turn, type Level, type Line } from './testkit.ts';

interface Overview {
  upper: {
    state: string;
    failingSince: string | null;
    retryAt: string | null;
    problem: { zh: string } | null;
  } | null;
  progress: { waiting: number; refused: number; acknowledged: number; untold: number; differences: number };
  run: { id: string; state: string; total: number; queued: number } | null;
  lowers: { clientId: string; licences: number }[];
}
interface Code {
  code: string;
}

const ground = { basis: '老年人权益保障法第五十三条', matter: '办件 2026-001' };

/** The city's licences go to a province over a line that breaks; these happen one after the other. */
describe('a city and its province', () => {
  let line: Line;
  let city: Level;
  let province: Level;
  let clerk: Client;
  let decider: Client;
  let now = start.getTime();

  beforeAll(async () => {
    line = await layLine();
    [city, province] = await Promise.all([startLevel(), startLevel({ QC_ORIGIN: line.origin })]);
    line.to = Number((province.server.app.server.address() as { port: number }).port);
    clerk = await city.server.as('civil-clerk');
    decider = await city.server.as('civil-decider');
    province.admin = await province.server.as('admin');
  });
  afterAll(async () => {
    line.close();
    await city.server.stop();
    await province.server.stop();
  });

  const look = async () => (await city.admin.get<Overview>(base)).body;
  const at = async <T>({ server }: Level, text: ReturnType<typeof sql<T>>) =>
    (await text.execute(server.services.database.db)).rows;
  const atProvince = async (number: string) =>
    (
      await at(
        province,
        sql<{ version: number; state: string; content: LicenceMessage; receipts: number }>`
          select version, state, content, (select count(*)::int from exchange_receipt r where r.identifier = x.identifier) as receipts
          from exchange_licence x where content->>'certificateNumber' = ${number}`,
      )
    )[0];

  /** Both clocks go on. */
  function wait(seconds: number): void {
    now += seconds * 1000;
    for (const { server } of [city, province]) server.setTime(new Date(now));
  }

  async function issue(account: string): Promise<{ id: string; number: string }> {
    const { view } = await applyAs(city.server, account);
    await city.server.settle();
    if (!view.licence) throw new Error('no licence was issued');
    return view.licence;
  }

  async function change(id: string, kind: string): Promise<void> {
    const grounds = { kind, reason: '核查时发现情况有变', basis: '行政许可法第六十九条' };
    const answer = await decider.post(`/api/v1/licences/${id}/changes`, grounds, {
      'x-purpose': 'supervision',
    });
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  }

  let card: { id: string; number: string };

  it('are connected by a key that never leaves the city', async () => {
    expect((await city.admin.post<Code>(`${base}/runs`, undefined)).body.code).toBe('exchange.no-upper');
    const key = (await city.admin.post<{ publicKey: string }>(`${base}/key`, undefined)).body;
    const name = { zh: '市级证照系统', en: 'Licences of the city' };
    const lower = { agency: 'data-bureau', name, quota: 100_000, ...key };
    const { clientId } = (await province.admin.post<{ clientId: string }>(`${base}/lowers`, lower)).body;
    const connect = (origin: string) => city.admin.post<Code>(`${base}/upper`, { name, origin, clientId });
    expect((await connect('http://licences.example')).body.code).toBe('exchange.bad-origin');
    expect((await connect(line.origin)).status).toBe(200);
    expect((await connect(line.origin)).body.code).toBe('exchange.has-upper');
    await turn(city);
    expect(await look()).toMatchObject({
      upper: { state: 'active', problem: null },
      progress: { waiting: 0 },
    });
  });

  it('share types, licences and their files', async () => {
    card = await issue('elder-72');
    await turn(city);
    const held = await atProvince(card.number);
    expect(held).toMatchObject({
      version: 2,
      state: 'valid',
      content: { certificateTypeName: '老年人优待证', kind: 'file' },
    });
    const [type] = await at(
      province,
      sql<{ name: string }>`
      select content->>'certificateTypeName' as name from exchange_type where code = 'elderly-card'`,
    );
    expect(type?.name).toBe('老年人优待证');
    const [file] = await at(
      province,
      sql<{ mediaType: string }>`
      select f.media_type from exchange_file x join file f on f.id = x.file_id where x.digest = ${held?.content.fileDigest}`,
    );
    expect(file?.mediaType).toBe('application/ofd');
    // It is not among those that the province issued.
    expect(
      await at(
        province,
        sql`select 1 from licence where number = ${card.number} and issued_on = '2026-03-02' and case_id is not null
      and holder_name = ${held?.content.certificateHolderName}`,
      ),
    ).toEqual([]);
  });

  it('find and check licences upwards, with a purpose and a record for the holder', async () => {
    const holder = (await atProvince(card.number))?.content.certificateHolderCode;
    const body = { certificateHolderCode: holder, ground };
    const url = '/api/v1/desk/upper-licences/query';
    expect((await clerk.post<Code>(url, body)).body.code).toBe('platform.purpose-needed');
    const found = await clerk.post<{ items: LicenceMessage[] }>(url, body, { 'x-purpose': 'case-handling' });
    expect(found.body.items).toMatchObject([{ certificateNumber: card.number, state: 'valid' }]);
    const elder = await city.server.as('elder-72');
    const { body: records } = await elder.get<{
      items: { purpose: { zh: string }; resource: { zh: string } }[];
    }>('/api/v1/me/access-records');
    expect(records.items[0]).toMatchObject({ purpose: { zh: '办理事项' }, resource: { zh: '电子证照' } });
    const claim = {
      certificateIdentifier: found.body.items[0]?.certificateIdentifier,
      fields: [{ name: 'certificateNumber', value: card.number }],
    };
    const verdict = await clerk.post('/api/v1/desk/upper-licences/verify', claim);
    expect(verdict.body).toEqual({ match: true, state: 'valid' });
  });

  it('agree on suspension, resumption and revocation, each in its turn', async () => {
    for (const [kind, state] of [
      ['suspend', 'suspended'],
      ['resume', 'valid'],
    ] as const) {
      await change(card.id, kind);
      await turn(city);
      expect((await atProvince(card.number))?.state).toBe(state);
    }
    expect((await atProvince(card.number))?.receipts).toBe(4);
  });

  it('go on while the province is away: what happened waits, and arrives in its order', async () => {
    line.set('down');
    await change(card.id, 'suspend');
    const other = await issue('elder-60');
    await turn(city);
    const away = await look();
    expect(away).toMatchObject({
      upper: { problem: { zh: expect.stringContaining('连不上') as string } },
      progress: { waiting: 3 },
    });
    expect(new Date(away.upper?.retryAt ?? 0).getTime()).toBe(now + 5000);
    const asked = await clerk.post<Code>(
      '/api/v1/desk/upper-licences/query',
      { certificateHolderCode: '1', ground },
      { 'x-purpose': 'case-handling' },
    );
    expect(asked).toMatchObject({ status: 503, body: { code: 'exchange.upper-away' } });
    // The pauses grow, and nothing is given up.
    for (let tries = 0; tries < 15; tries += 1) {
      wait(700);
      await turn(city);
    }
    expect((await look()).progress.waiting).toBe(3);
    expect(await at(city, sql`select 1 from job where state = 'dead'`)).toEqual([]);
    await change(card.id, 'revoke');

    line.set('up');
    wait(700);
    await turn(city);
    expect(await look()).toMatchObject({
      upper: { failingSince: null },
      progress: { waiting: 0, refused: 0 },
    });
    expect(await atProvince(card.number)).toMatchObject({ state: 'revoked', version: 6, receipts: 6 });
    expect(await atProvince(other.number)).toMatchObject({ state: 'valid', version: 2, receipts: 2 });
  });

  it('lose no message and make none twice when the answer to it is lost', async () => {
    line.set('deaf');
    const third = await issue('elder-65');
    const files = () => at(province, sql`select file_id from exchange_file`);
    await turn(city);
    // The file was taken, which is unknown here.
    expect(await files()).toHaveLength(3);
    expect((await look()).progress.waiting).toBe(2);
    line.set('up');
    wait(700);
    await turn(city);
    expect(await files()).toHaveLength(3);
    expect(await atProvince(third.number)).toMatchObject({ receipts: 2 });

    line.set('deaf');
    await change(third.id, 'suspend');
    await change(third.id, 'resume');
    await turn(city);
    expect(await atProvince(third.number)).toMatchObject({ receipts: 4, version: 4 });
    expect((await look()).progress.waiting).toBe(2);
    line.set('up');
    wait(700);
    await turn(city);
    expect(await look()).toMatchObject({ progress: { waiting: 0, refused: 0 } });
    expect(await atProvince(third.number)).toMatchObject({ receipts: 4, version: 4, state: 'valid' });
    expect(await at(province, sql`select 1 from exchange_conflict`)).toEqual([]);
  });

  it('show what the province put before a person, and send it again once it is decided', async () => {
    const fourth = await issue('elder-leap');
    await turn(city);
    line.set('deaf');
    await change(fourth.id, 'suspend');
    await turn(city);
    // As if another content had come under the same number before.
    await at(
      province,
      sql`update exchange_receipt set digest = 'x' where version = 3 and identifier like ${`%${fourth.number}%`}`,
    );
    line.set('up');
    wait(700);
    await turn(city);
    expect(await look()).toMatchObject({ progress: { waiting: 0, refused: 1 } });
    const refused = await city.admin.get<{
      items: { licence: string; number: string; problem: { zh: string } }[];
    }>(`${base}/refused`);
    expect(refused.body.items).toMatchObject([
      { number: fourth.number, problem: { zh: expect.stringContaining('人工核对') as string } },
    ]);

    const { body } = await province.admin.get<{ items: { id: string }[] }>(`${base}/conflicts`);
    const settled = { outcome: 'taken', reason: '与市级核对无误' };
    expect((await province.admin.post(`${base}/conflicts/${body.items[0]?.id}/settle`, settled)).status).toBe(
      200,
    );
    const again = await city.admin.post(`${base}/refused/again`, { licence: fourth.id });
    expect(again.body).toEqual({ done: 1 });
    await turn(city);
    expect(await look()).toMatchObject({ progress: { waiting: 0, refused: 0 } });
    expect(await atProvince(fourth.number)).toMatchObject({ state: 'suspended', version: 3 });
  });

  /** A worker that does so many steps and is killed in each later one, with everything done and nothing committed. */
  async function killAfter(steps: number, kind: string): Promise<void> {
    const { unit, log, exchange } = city.server.services;
    let left = steps;
    const worker = createWorker({
      unit,
      log,
      handlers: {
        [kind]: async (ctx, payload, id) => {
          await exchange.handlers[kind]?.(ctx, payload, id);
          left -= 1;
          if (left < 0) await sql`select pg_terminate_backend(pg_backend_pid())`.execute(ctx.tx);
        },
      },
    });
    await worker.drain().catch(() => undefined);
    await worker.stop();
  }

  it('send all that there was before, through a kill, a stop and a resume', async () => {
    const before = await look();
    expect(before.progress.untold).toBeGreaterThan(5);
    const { body: run } = await city.admin.post<{ id: string }>(`${base}/runs`, undefined);
    expect((await city.admin.post<Code>(`${base}/runs`, undefined)).body.code).toBe('exchange.run-goes');
    await killAfter(0, 'exchange.run');
    expect((await look()).run).toMatchObject({ state: 'running', queued: 0 });
    await city.admin.post(`${base}/runs/${run.id}/stop`, undefined);
    wait(5);
    await turn(city);
    expect(await look()).toMatchObject({ run: { state: 'stopped', queued: 0 }, progress: { waiting: 0 } });
    await city.admin.post(`${base}/runs/${run.id}/resume`, undefined);
    await city.server.settle();
    const total = before.run?.total ?? (await look()).run?.total ?? 0;
    expect(await look()).toMatchObject({
      run: { state: 'done', queued: total },
      progress: { waiting: total, untold: 0 },
    });
    await asSystem(city.server.services, 'tests let time pass', (ctx) =>
      city.server.services.exchange.tick(ctx),
    );
    // Four lanes fix what they will send; then one sends, and the others are killed once the province has taken it.
    await killAfter(5, 'exchange.send');
    const midway = (await look()).progress.waiting;
    expect(midway).toBeGreaterThan(0);
    expect(midway).toBeLessThan(total);
    wait(5);
    await turn(city);
    expect(await look()).toMatchObject({ progress: { waiting: 0, refused: 0, acknowledged: total } });
    expect((await province.admin.get<Overview>(base)).body.lowers).toMatchObject([{ licences: total }]);
  });

  it('are compared once a day; what differs is shown and sent again', async () => {
    const [lost = '', bent = '', strange = ''] = (
      await at(
        province,
        sql<{ identifier: string }>`select identifier from exchange_licence order by identifier limit 3`,
      )
    ).map(({ identifier }) => identifier);
    await at(province, sql`delete from exchange_licence where identifier = ${lost}`);
    await at(province, sql`update exchange_licence set digest = 'x' where identifier = ${bent}`);
    await at(city, sql`delete from exchange_standing where identifier = ${strange}`);
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
    expect((await look()).progress.waiting).toBe(0);
    expect(await at(city, sql`select 1 from exchange_message where content is not null`)).toEqual([]);
  });

  it('pause and part: what happens while they pause waits, and after they part nothing is noted', async () => {
    const move = async (to: string) => (await city.admin.post(`${base}/upper/${to}`, undefined)).status;
    expect(await move('pause')).toBe(200);
    const last = await issue('elder-permit');
    await turn(city);
    expect((await look()).progress.waiting).toBe(2);
    expect(await move('resume')).toBe(200);
    await city.server.settle();
    expect((await look()).progress.waiting).toBe(0);
    expect(await move('close')).toBe(200);
    await change(last.id, 'suspend');
    expect(await look()).toMatchObject({ upper: null, progress: { waiting: 0, acknowledged: 0 } });
    expect(await move('resume')).toBe(409);
  });

  it('are for administrators of the whole city', async () => {
    for (const client of [clerk, decider]) expect((await client.get(base)).status).toBe(403);
  });
});
