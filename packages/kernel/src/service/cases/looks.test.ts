import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  act,
  applyAs,
  papersOf,
  startTestServer,
  viewOf,
  type Client,
  type TestServer,
} from '@quancheng/testing';

interface Look {
  entity: { id: string; name: string } | null;
  who: string | null;
  agency: { zh: string } | null;
  times: number;
  fields: { zh: string; en: string }[];
  caseNumber: string | null;
}

/** A look at a case is told to everyone whose data it showed, each with what it showed of them. */
describe('a look at a case', () => {
  let server: TestServer;
  let owner: Client;
  beforeAll(async () => {
    server = await startTestServer({ now: new Date('2026-03-02T02:00:00Z') });
    owner = await server.as('noodle-owner');
  });
  afterAll(() => server.stop());

  /** Looks of officials at one case, as the client reads them. */
  async function looksAt(client: Client, caseNumber: string): Promise<Look[]> {
    const { body } = await client.get<{ items: Look[] }>('/api/v1/me/access-records?limit=100');
    return body.items.filter((look) => look.caseNumber === caseNumber && look.who !== null);
  }
  const fieldsOf = ({ fields }: Look) => fields.map(({ zh }) => zh);

  it('at a company’s case is told to its representative: what was seen of the company, and of herself', async () => {
    const { view } = await applyAs(server, 'noodle-owner');
    await viewOf(await server.as('market-clerk'), view.id);
    const looks = await looksAt(owner, view.number);
    expect(looks).toHaveLength(2);
    const ofCompany = looks.find(({ entity }) => entity !== null);
    const own = looks.find(({ entity }) => entity === null);
    expect(ofCompany?.entity?.name).toBe('济南泉边面馆有限公司（演示）');
    expect(fieldsOf(ofCompany as Look)).toEqual(expect.arrayContaining(['统一社会信用代码', '经营场所地址']));
    expect(fieldsOf(own as Look)).toEqual(
      expect.arrayContaining(['法定代表人（负责人）', '经办人姓名', '联系手机']),
    );
    expect(own?.fields).toHaveLength(3);
  });

  it('is told to all who act for the company now, and to nobody else', async () => {
    const { principalId } = (await owner.get<{ items: { principalId: string }[] }>('/api/v1/me/mandates'))
      .body.items[0] ?? { principalId: '' };
    const appoint = async (account: string, items?: string[]) => {
      const { name, idNumber } = await papersOf(server, account);
      const made = await owner.post<{ id: string }>('/api/v1/me/mandates', {
        principalId,
        agent: { name, idNumber },
        ...(items ? { items } : {}),
      });
      expect(made.status).toBe(201);
      return made.body.id;
    };
    const mandate = await appoint('elder-58');
    const item = await owner.get<{ code: string }>('/api/v1/items/food-business-licence');
    await appoint('elder-60', [item.body.code]);
    const { view } = await applyAs(server, 'noodle-owner', { premises: '历下区泉乐路 20 号（演示）' });
    await viewOf(await server.as('market-clerk'), view.id);
    const entitiesFor = async (account: string) =>
      (await looksAt(await server.as(account), view.number)).map(({ entity }) => entity?.id);
    // The other representative reads what was seen of the company, and nothing of the one who filed it.
    expect(await entitiesFor('noodle-partner')).toEqual([principalId]);
    expect(await entitiesFor('elder-58')).toEqual([principalId]);
    for (const stranger of ['elder-60', 'bakery-owner', 'elder-65'])
      expect(await entitiesFor(stranger), stranger).toEqual([]);
    await owner.post(`/api/v1/me/mandates/${mandate}/revoke`, {});
    expect(await entitiesFor('elder-58')).toEqual([]);
  });

  it('of a transfer is told to the seller with their own number and name, and nothing of the buyer', async () => {
    const { client: buyer, view } = await applyAs(server, 'home-buyer');
    const seller = await server.as('home-seller');
    const clerk = await server.as('estate-clerk');
    await viewOf(clerk, view.id);
    const asked = await looksAt(seller, view.number);
    expect(asked).toHaveLength(1);
    expect(fieldsOf(asked[0] as Look)).toEqual(
      expect.arrayContaining(['卖方身份证号', '卖方不动产权证号', '是否确认']),
    );
    expect(fieldsOf(asked[0] as Look)).not.toContain('姓名');
    await act(seller, view.id, 'confirm', { agree: true });
    await viewOf(clerk, view.id);
    const [confirmed] = await looksAt(seller, view.number);
    expect(fieldsOf(confirmed as Look)).toEqual(expect.arrayContaining(['卖方身份证号', '姓名', '是否确认']));
    const buyers = ['申请人姓名或名称', '您的手机号', '买卖合同编号', '成交价'];
    for (const look of [asked[0], confirmed])
      expect(fieldsOf(look as Look)).not.toEqual(expect.arrayContaining(['您的手机号']));
    expect(fieldsOf(confirmed as Look).filter((field) => buyers.includes(field))).toEqual([]);
    const [ofBuyer] = await looksAt(buyer, view.number);
    expect(fieldsOf(ofBuyer as Look)).toEqual(expect.arrayContaining(buyers));
    expect(await looksAt(await server.as('elder-65'), view.number)).toEqual([]);
  });

  it('is told to a selling company as well as to the one who confirms for it', async () => {
    const { view } = await applyAs(server, 'new-home-buyer');
    await viewOf(await server.as('estate-clerk'), view.id);
    const looks = await looksAt(await server.as('developer'), view.number);
    const ofCompany = looks.find(({ entity }) => entity !== null);
    expect(ofCompany?.entity?.name).toBe('济南泉上人家开发有限公司（演示）');
    expect(fieldsOf(ofCompany as Look)).toEqual(expect.arrayContaining(['卖方统一社会信用代码']));
    expect(looks.find(({ entity }) => entity === null)?.fields).toEqual([
      { zh: '是否确认', en: expect.any(String) },
    ]);
  });

  it('by the clerk who filed it at a window is recorded like any other', async () => {
    const { name, idNumber } = await papersOf(server, 'elder-72');
    const clerk = await server.as('civil-clerk');
    const filed = await clerk.post<{ id: string; number: string }>(
      '/api/v1/cases',
      {
        item: 'elderly-card',
        window: { kind: 'person', name, number: idNumber },
        form: { phone: '10000000001' },
      },
      { 'x-purpose': 'case-intake' },
    );
    const person = await server.as('elder-72');
    expect(await looksAt(person, filed.body.number)).toEqual([]);
    expect((await clerk.get(`/api/v1/cases/${filed.body.id}`)).status).toBe(200);
    expect(await looksAt(person, filed.body.number)).toMatchObject([{ times: 1 }]);
  });

  it('names every field in words', async () => {
    for (const account of ['noodle-owner', 'home-seller', 'home-buyer', 'developer', 'elder-72']) {
      const { body } = await (
        await server.as(account)
      ).get<{ items: Look[] }>('/api/v1/me/access-records?limit=100');
      expect(body.items.length).toBeGreaterThan(0);
      for (const field of body.items.flatMap(({ fields }) => fields))
        expect(field.zh, account).toMatch(/\p{Script=Han}/u);
    }
  });
});
