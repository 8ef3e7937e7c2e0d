import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type Client, type TestServer } from '@quancheng/testing';
import { sql } from '../../platform/database/index.ts';

interface Licence {
  id: string;
  type: string;
  number: string;
  edition: number;
  state: string;
  validUntil: string | null;
  verifyCode: string;
  fields: { name: string; value: string }[];
  code?: string;
}

const purpose = { 'x-purpose': 'supervision' };
const reason = '按一业一证改革，合并为行业综合许可证';

describe('several licences in one', () => {
  let server: TestServer;
  let owner: Client;
  let decider: Client;
  beforeAll(async () => {
    server = await startTestServer({ now: new Date('2026-03-02T02:00:00Z') });
    owner = await server.as('pharmacy-owner');
    decider = await server.as('market-decider');
  });
  afterAll(() => server.stop());

  const held = async (): Promise<Licence[]> =>
    (await owner.get<{ items: Licence[] }>('/api/v1/licences')).body.items;
  const valid = async () => (await held()).filter(({ state }) => state === 'valid');
  const merge = (client: Client, parts: readonly string[], type = 'industry-licence') =>
    client.post<Licence>('/api/v1/desk/licence-merges', { type, parts, reason }, purpose);
  const split = (client: Client, id: string) =>
    client.post<{ items: Licence[]; code?: string }>(`/api/v1/licences/${id}/split`, { reason }, purpose);
  const verify = async (code = '') => (await server.anonymous.get<object>(`/api/v1/verify/${code}`)).body;
  const saying = (licence: Licence | undefined, name: string) =>
    licence?.fields.find((field) => field.name === name)?.value;

  it('become one by the rule, which the code of each part says, and part again under their numbers', async () => {
    const before = await valid();
    const food = before.find(({ type }) => type === 'food-business-licence');
    const device = before.find(({ type }) => type === 'medical-device-filing');
    const ids = before.map(({ id }) => id);
    const [one, two] = await Promise.all([merge(decider, ids), merge(decider, ids.toReversed())]);
    expect([one.status, two.status].toSorted()).toEqual([201, 409]);
    const merged = one.status === 201 ? one.body : two.body;
    expect(merged).toMatchObject({ type: 'industry-licence', edition: 1, validUntil: food?.validUntil });
    expect(saying(merged, 'matters')).toBe(
      '食品经营：食品销售经营者（预包装食品销售）\n第二类医疗器械经营：物理治疗器械、注输器械',
    );
    expect((await valid()).map(({ id }) => id)).toEqual([merged.id]);
    for (const part of before) {
      expect(await verify(part.verifyCode)).toMatchObject({
        state: 'superseded',
        mergedInto: { number: merged.number, typeName: { zh: '行业综合许可证' } },
      });
      const { body } = await owner.get<{ items: object[] }>(`/api/v1/licences/${part.id}/history`);
      expect(body.items).toMatchObject([{ kind: 'merge', by: 'decider', reason, successor: merged.id }]);
    }
    const told = await owner.get<{ items: { title: { zh: string } }[] }>('/api/v1/me/messages');
    expect(told.body.items[0]?.title.zh).toContain('合并为“行业综合许可证”');

    // While they were one the company got another representative.
    await sql`update licence set fields = fields || '{"representative": "陆英"}' where id = ${merged.id}`.execute(
      server.services.database.db,
    );
    expect((await split(decider, merged.id)).status).toBe(200);
    const after = await valid();
    expect(after.map(({ number }) => number).toSorted()).toEqual(
      before.map(({ number }) => number).toSorted(),
    );
    expect(after.every(({ edition }) => edition === 2)).toBe(true);
    const back = (type: string) => after.find((licence) => licence.type === type);
    expect(back('medical-device-filing')?.validUntil).toBe(device?.validUntil);
    expect(saying(back('food-business-licence'), 'representative')).toBe('陆英');
    expect(saying(back('food-business-licence'), 'projects')).toBe('预包装食品销售');
    expect(await verify(merged.verifyCode)).toMatchObject({ state: 'superseded', mergedInto: null });
    expect((await split(decider, merged.id)).body.code).toBe('licence.not-now');
  });

  it('are asked for one each, of one holder, by who decides on them', async () => {
    const [first, second] = await valid();
    const ids = [first?.id ?? '', second?.id ?? ''];
    expect((await merge(decider, [ids[0] ?? '', ids[0] ?? ''])).body.code).toBe('licence.wrong-parts');
    expect((await merge(decider, ids, 'food-business-licence')).body.code).toBe('licence.not-merging');
    expect((await split(decider, ids[0] ?? '')).body.code).toBe('licence.not-merging');
    for (const account of ['civil-decider', 'market-clerk', 'pharmacy-owner'])
      expect([403, 404]).toContain((await merge(await server.as(account), ids)).status);
    expect(await valid()).toHaveLength(2);
    // A second round: what was merged and parted can be merged once more.
    expect((await merge(decider, ids)).status).toBe(201);
  });

  it('have the files of a licence, sealed', async () => {
    await server.settle();
    const [merged] = await valid();
    const answer = await owner.get(`/api/v1/licences/${merged?.id}/ofd`);
    expect([merged?.type, answer.status]).toEqual(['industry-licence', 200]);
  });
});
