import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '@quancheng/testing';
import { sql } from '../../platform/database/index.ts';
import {
  base,
  change,
  heldAt,
  issue,
  layLine,
  look,
  askOf,
  registerAt,
  rowsOf,
  start,
  startLevel,
  turn,
  upperName,
  type Level,
  type Line,
} from './testkit.ts';

interface Code {
  code: string;
}

const forCase = ({ caseNumber }: { caseNumber: string }) => ({
  caseNumber,
  basis: '老年人权益保障法第五十三条',
});

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

  /** Both clocks go on. */
  function wait(seconds: number): void {
    now += seconds * 1000;
    for (const { server } of [city, province]) server.setTime(new Date(now));
  }

  let card: Awaited<ReturnType<typeof issue>>;

  it('are connected by a key that never leaves the city', async () => {
    expect((await city.admin.post<Code>(`${base}/runs`, undefined)).body.code).toBe('exchange.no-upper');
    const clientId = await registerAt(province, city);
    const connect = (origin: string) =>
      city.admin.post<Code>(`${base}/upper`, { name: upperName, origin, clientId });
    expect((await connect('http://licences.example')).body.code).toBe('exchange.bad-origin');
    expect((await connect(line.origin)).status).toBe(200);
    expect((await connect(line.origin)).body.code).toBe('exchange.has-upper');
    await turn(city);
    expect(await look(city)).toMatchObject({
      upper: { state: 'active', problem: null },
      progress: { waiting: 0 },
    });
  });

  it('share types, licences and their files', async () => {
    card = await issue(city, 'elder-72');
    await turn(city);
    const held = await heldAt(province, card.number);
    expect(held).toMatchObject({
      version: 2,
      state: 'valid',
      content: { certificateTypeName: '老年人优待证', kind: 'file' },
    });
    const [type] = await rowsOf(
      province,
      sql<{ name: string }>`
      select content->>'certificateTypeName' as name from exchange_type where code = 'elderly-card'`,
    );
    expect(type?.name).toBe('老年人优待证');
    const [file] = await rowsOf(
      province,
      sql<{ mediaType: string }>`
      select f.media_type from exchange_file x join file f on f.id = x.file_id where x.digest = ${held?.content.fileDigest}`,
    );
    expect(file?.mediaType).toBe('application/ofd');
    // It is not among those that the province issued.
    expect(
      await rowsOf(
        province,
        sql`select 1 from licence where number = ${card.number} and issued_on = '2026-03-02' and case_id is not null
      and holder_name = ${held?.content.certificateHolderName}`,
      ),
    ).toEqual([]);
  });

  it('find and check licences upwards, with a purpose and a record for the holder', async () => {
    const holder = (await heldAt(province, card.number))?.content.certificateHolderCode ?? '';
    const [found] = await askOf(clerk, { certificateHolderCode: holder, ...forCase(card) });
    expect(found).toMatchObject({ certificateNumber: card.number, state: 'valid' });
    const elder = await city.server.as('elder-72');
    const { body: records } = await elder.get<{
      items: { purpose: { zh: string }; resource: { zh: string }; caseNumber: string }[];
    }>('/api/v1/me/access-records');
    expect(records.items[0]).toMatchObject({
      purpose: { zh: '办理事项' },
      resource: { zh: '电子证照' },
      caseNumber: card.caseNumber,
    });
    const [kept] = await rowsOf(
      province,
      sql<{ matter: string }>`
      select matter from exchange_look order by id desc limit 1`,
    );
    expect(kept?.matter).toContain(card.caseNumber);
    expect(await askOf(clerk, { certificateHolderCode: '990000190001010000', ...forCase(card) })).toEqual([]);
    const { certificateIdentifier = '' } = found ?? {};
    expect(await askOf(clerk, { certificateIdentifier, ...forCase(card) })).toHaveLength(1);
    const { body: mine } = await clerk.get('/api/v1/desk/upper-licences/asks');
    expect(mine).toMatchObject({
      items: [
        { outcome: 'found', kind: 'identifier', identifiers: [certificateIdentifier] },
        { outcome: 'nothing', kind: 'holder', identifiers: [] },
        { outcome: 'found', kind: 'holder', caseNumber: card.caseNumber },
      ],
    });
    const claim = {
      certificateIdentifier,
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
      await change(decider, card.id, kind);
      await turn(city);
      expect((await heldAt(province, card.number))?.state).toBe(state);
    }
    expect((await heldAt(province, card.number))?.receipts).toBe(4);
  });

  it('go on while the province is away: what happened waits, and arrives in its order', async () => {
    line.set('down');
    await change(decider, card.id, 'suspend');
    const other = await issue(city, 'elder-60');
    await turn(city);
    const away = await look(city);
    expect(away).toMatchObject({
      upper: { problem: { zh: expect.stringContaining('连不上') as string } },
      progress: { waiting: 3 },
    });
    expect(new Date(away.upper?.retryAt ?? 0).getTime()).toBe(now + 5000);
    const claim = { certificateIdentifier: '1', fields: [{ name: 'certificateNumber', value: '1' }] };
    for (const [url, body] of [
      ['asks', { certificateHolderCode: '1', ...forCase(card) }],
      ['verify', claim],
    ] as const)
      expect(
        await clerk.post<Code>(`/api/v1/desk/upper-licences/${url}`, body, { 'x-purpose': 'case-handling' }),
      ).toMatchObject({ status: 503, body: { code: 'exchange.upper-away' } });
    expect((await clerk.get('/api/v1/desk/upper-licences')).body).toMatchObject({
      upper: { retryAt: away.upper?.retryAt },
    });
    // The pauses grow, and nothing is given up.
    for (let tries = 0; tries < 15; tries += 1) {
      wait(700);
      await turn(city);
    }
    expect((await look(city)).progress.waiting).toBe(3);
    expect(await rowsOf(city, sql`select 1 from job where state = 'dead'`)).toEqual([]);
    await change(decider, card.id, 'revoke');

    line.set('up');
    wait(700);
    await turn(city);
    expect(await look(city)).toMatchObject({
      upper: { failingSince: null },
      progress: { waiting: 0, refused: 0 },
    });
    expect(await heldAt(province, card.number)).toMatchObject({ state: 'revoked', version: 6, receipts: 6 });
    expect(await heldAt(province, other.number)).toMatchObject({ state: 'valid', version: 2, receipts: 2 });
  });

  it('lose no message and make none twice when the answer to it is lost', async () => {
    line.set('deaf');
    const third = await issue(city, 'elder-65');
    const files = () => rowsOf(province, sql`select file_id from exchange_file`);
    await turn(city);
    // The file was taken, which is unknown here.
    expect(await files()).toHaveLength(3);
    expect((await look(city)).progress.waiting).toBe(2);
    line.set('up');
    wait(700);
    await turn(city);
    expect(await files()).toHaveLength(3);
    expect(await heldAt(province, third.number)).toMatchObject({ receipts: 2 });

    line.set('deaf');
    await change(decider, third.id, 'suspend');
    await change(decider, third.id, 'resume');
    await turn(city);
    expect(await heldAt(province, third.number)).toMatchObject({ receipts: 4, version: 4 });
    expect((await look(city)).progress.waiting).toBe(2);
    line.set('up');
    wait(700);
    await turn(city);
    expect(await look(city)).toMatchObject({ progress: { waiting: 0, refused: 0 } });
    expect(await heldAt(province, third.number)).toMatchObject({ receipts: 4, version: 4, state: 'valid' });
    expect(await rowsOf(province, sql`select 1 from exchange_conflict`)).toEqual([]);
  });

  it('show what the province put before a person, and send it again once it is decided', async () => {
    const fourth = await issue(city, 'elder-leap');
    await turn(city);
    line.set('deaf');
    await change(decider, fourth.id, 'suspend');
    await turn(city);
    // As if another content had come under the same number before.
    await rowsOf(
      province,
      sql`update exchange_receipt set digest = 'x' where version = 3 and identifier like ${`%${fourth.number}%`}`,
    );
    line.set('up');
    wait(700);
    await turn(city);
    expect(await look(city)).toMatchObject({ progress: { waiting: 0, refused: 1 } });
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
    expect(await look(city)).toMatchObject({ progress: { waiting: 0, refused: 0 } });
    expect(await heldAt(province, fourth.number)).toMatchObject({ state: 'suspended', version: 3 });
  });

  it('are for administrators of the whole city', async () => {
    for (const client of [clerk, decider]) expect((await client.get(base)).status).toBe(403);
  });
});
