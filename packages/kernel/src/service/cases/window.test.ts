import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { papersOf, startTestServer, type Client, type TestServer } from '@quancheng/testing';

interface Form {
  prefilled: Record<string, unknown>;
  sources: Record<string, { locked: boolean; resourceName: { zh: string } }>;
  choices: Record<string, { value: string }[]>;
  materials: { id: string; met?: unknown }[];
}
interface Problem {
  code: string;
}

const intake = { 'x-purpose': 'case-intake' };
const path = (item: string) => `/api/v1/items/${item}/form`;

describe('intake at a window', () => {
  let server: TestServer;
  let clerk: Client;
  beforeAll(async () => {
    server = await startTestServer({ now: new Date('2026-03-02T02:00:00Z') });
    clerk = await server.as('civil-clerk');
  });
  afterAll(() => server.stop());

  async function sits(account: string) {
    const { name, idNumber } = await papersOf(server, account);
    return { kind: 'person' as const, name, number: idNumber };
  }

  it.each([
    ['civil-clerk', 'elder-72', 'elderly-card'],
    ['fund-clerk', 'fund-ok', 'fund-withdrawal-property-fee'],
    ['estate-clerk', 'home-buyer', 'property-transfer'],
  ])('shows %s what %s would see of %s', async (account, person, item) => {
    const window = await server.as(account);
    const own = await (await server.as(person)).get<Form>(path(item));
    const seen = await window.post<Form>(path(item), await sits(person), intake);
    expect(seen.status).toBe(200);
    for (const part of ['prefilled', 'sources', 'choices', 'materials'] as const)
      expect(seen.body[part], part).toEqual(own.body[part]);
    expect(Object.keys(seen.body.prefilled).length).toBeGreaterThan(0);
  });

  it('fills an entity’s form from its register by its credit code', async () => {
    const owner = await server.as('noodle-owner');
    const { body: mine } = await owner.get<{ items: { principalId: string; name: string }[] }>(
      '/api/v1/me/mandates',
    );
    const [company] = mine.items;
    const own = await owner.get<Form>(
      `${path('food-business-licence')}?onBehalfOf=${company?.principalId ?? ''}`,
    );
    const number = Object.values(own.body.prefilled).find((value) => /^9[0-9A-Z]{17}$/.test(String(value)));
    const seen = await (
      await server.as('market-clerk')
    ).post<Form>(path('food-business-licence'), { kind: 'entity', number, name: company?.name }, intake);
    expect(seen.body.prefilled).toEqual(own.body.prefilled);
  });

  it('leaves looks that the one at the window can read', async () => {
    await clerk.post(path('elderly-card'), await sits('elder-60'), intake);
    const { body } = await (
      await server.as('elder-60')
    ).get<{ items: { who: string; purpose: { zh: string }; resource: { zh: string } }[] }>(
      '/api/v1/me/access-records',
    );
    expect(body.items).toContainEqual(
      expect.objectContaining({
        who: '卢静',
        purpose: expect.objectContaining({ zh: '窗口代办' }),
        resource: expect.objectContaining({ zh: '人口信息' }),
      }),
    );
  });

  it('answers the same for a number that nobody has and a name that is another’s', async () => {
    const person = await sits('elder-65');
    const answers = await Promise.all([
      clerk.post<Problem>(path('elderly-card'), { ...person, name: '王秀兰' }, intake),
      clerk.post<Problem>(path('elderly-card'), { ...person, number: '99000019540302999X' }, intake),
    ]);
    for (const { status, body } of answers) {
      expect(status).toBe(404);
      expect(body.code).toBe('case.unknown-applicant');
    }
  });

  it('is open to clerks of the item’s agency alone, for the form as for handing in', async () => {
    const person = await sits('elder-72');
    for (const account of ['market-clerk', 'civil-reviewer', 'civil-head', 'elder-58']) {
      const client = await server.as(account);
      const form = await client.post<Problem>(path('elderly-card'), person, intake);
      expect(form, account).toMatchObject({ status: 403, body: { code: 'platform.forbidden' } });
      const filed = await client.post<Problem>(
        '/api/v1/cases',
        { item: 'elderly-card', window: person, form: { phone: '10000000001' } },
        intake,
      );
      expect(filed, account).toMatchObject({ status: 403, body: { code: 'platform.forbidden' } });
    }
    const blind = await clerk.post<Problem>(path('elderly-card'), person);
    expect(blind.body.code).toBe('platform.purpose-needed');
    const other = await clerk.post<Problem>(path('elderly-card'), person, { 'x-purpose': 'case-handling' });
    expect(other.body.code).toBe('platform.purpose-needed');
    const district = await server.as('civil-clerk-shizhong');
    const filed = await district.post<{ status: string }>(
      '/api/v1/cases',
      { item: 'elderly-card', window: person, form: { phone: '10000000001' } },
      intake,
    );
    expect(filed).toMatchObject({ status: 201, body: { status: 'granted' } });
  });
});
