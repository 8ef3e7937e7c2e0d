import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyAs, papersOf, startTestServer, viewOf, type Client, type TestServer } from '@quancheng/testing';
import { giveLicence, type Held } from './testkit.ts';

interface Line {
  entity: object | null;
  who: string | null;
  purpose: { zh: string };
  resource: { zh: string };
  fields: { zh: string; en: string }[];
  caseNumber: string | null;
  times: number;
}

const supervision = { 'x-purpose': 'supervision' };
const revoked = { kind: 'revoke', reason: '发证后查明不符合发证条件', basis: '《行政许可法》第六十九条' };

/** Whoever fetches the paper of a licence is told to its holder, by whichever way they came to it. */
describe('the paper of a licence that someone fetched', () => {
  let server: TestServer;
  let owner: Client;
  let partner: Client;
  let paper: Held;
  beforeAll(async () => {
    server = await startTestServer({ now: new Date('2026-03-02T02:00:00Z') });
    owner = await server.as('noodle-owner');
    partner = await server.as('noodle-partner');
    paper = await giveLicence(server, 'noodle-owner', {
      type: 'business-licence',
      issuer: 'market-supervision',
      fields: { creditCode: '91370100MQ900001XC', entityName: '演示企业' },
    });
  });
  afterAll(() => server.stop());

  const statusOf = async (by: Client, path: string) => (await by.get(path)).status;
  /** Papers that others fetched, as a client reads of them. */
  async function fetchesFor(by: Client): Promise<string[]> {
    const { body } = await by.get<{ items: Line[] }>('/api/v1/me/access-records?limit=100');
    return body.items
      .filter(({ who, fields }) => who !== null && fields.length === 1)
      .map(({ entity, resource, fields, who, purpose, caseNumber, times }) => {
        const whose = entity ? '企业' : '本人';
        return `${whose} ${resource.zh}：${fields[0]?.zh} ${who} ${purpose.zh} ${caseNumber} ${times}`;
      })
      .toSorted();
  }

  it('by an official is told under the purpose of their post or of the link, with the case by which they see it', async () => {
    const { client: holder, view } = await applyAs(server, 'elder-72');
    const [decider, clerk] = [await server.as('civil-decider'), await server.as('civil-clerk')];
    const licence = `/api/v1/licences/${view.licence?.id}`;
    expect(await statusOf(holder, `${licence}/picture`)).toBe(200);
    expect(await fetchesFor(holder)).toEqual([]);
    for (const form of ['file', 'ofd', 'picture'])
      expect(await statusOf(clerk, `${licence}/${form}`)).toBe(200);
    expect(await statusOf(clerk, `${licence}/file?purpose=supervision`)).toBe(200);
    const origin = server.origin.replace('localhost', '127.0.0.1');
    const headers = { authorization: `Bearer ${clerk.token}` };
    expect((await fetch(`${origin}${licence}/file`, { method: 'HEAD', headers })).status).toBe(200);
    const clerkName = (await fetchesFor(holder))[0]?.split(' ')[2];
    expect(await fetchesFor(holder)).toEqual([
      `本人 电子证照：老年人优待证 ${clerkName} 办理事项 ${view.number} 3`,
      `本人 电子证照：老年人优待证 ${clerkName} 监督检查 ${view.number} 1`,
    ]);

    const made = await decider.post<{ change: { id: string } }>(`${licence}/changes`, revoked, supervision);
    const notice = `${licence}/changes/${made.body.change.id}/notice`;
    expect([await statusOf(decider, notice), await statusOf(holder, notice)]).toEqual([200, 200]);
    expect(await fetchesFor(holder)).toContain(
      `本人 通知书：撤销证照通知书 宋明远 办理事项 ${view.number} 1`,
    );
    for (const account of ['elder-60', 'estate-clerk'])
      for (const path of [`${licence}/file`, `${licence}/picture`, notice])
        expect(await statusOf(await server.as(account), path), `${account} ${path}`).toBe(404);
    expect(await fetchesFor(holder)).toHaveLength(3);
  });

  it('by one who acts for the holder is told to the others who do', async () => {
    const { name } = await papersOf(server, 'noodle-owner');
    expect(await statusOf(owner, `/api/v1/licences/${paper.id}/ofd`)).toBe(200);
    expect(await fetchesFor(partner)).toEqual([`企业 电子证照：营业执照 ${name} 代他人办理 null 1`]);
    expect(await fetchesFor(owner)).toEqual([]);
  });

  it('as the material of a case is told with its number, to whoever did not fetch it', async () => {
    const { view } = await applyAs(server, 'noodle-owner');
    const { materials } = (await viewOf(owner, view.id)) as unknown as {
      materials: { licence?: { useId: string } }[];
    };
    const file = `/api/v1/licence-uses/${materials.find(({ licence }) => licence)?.licence?.useId}/file`;
    const clerk = await server.as('market-clerk');
    expect([await statusOf(clerk, file), await statusOf(owner, file)]).toEqual([200, 200]);
    const { name } = await papersOf(server, 'noodle-owner');
    const byClerk = `企业 电子证照：营业执照 苗秀英 办理事项 ${view.number} 1`;
    expect(await fetchesFor(owner)).toEqual([byClerk]);
    expect(await fetchesFor(partner)).toEqual(
      expect.arrayContaining([byClerk, `企业 电子证照：营业执照 ${name} 代他人办理 ${view.number} 1`]),
    );
  });
});
