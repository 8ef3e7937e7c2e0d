import { act, applyAs, papersOf, type CaseView, type Client, type TestServer } from '@quancheng/testing';

const owner = 'noodle-owner';

/** What the examples name: looked up in a city in which something has happened. */
export interface Known {
  card: string;
  licence: string;
  code: string;
  notGranted: string;
  food: string;
  draft: string;
  /** Filed at a window and sent back. */
  atWindow: string;
  /** Filed by an agent whose mandate has ended. */
  lapsed: string;
  item: string;
  /** A seal that is in use. */
  seal: string;
}

/** A city in which something has happened. */
export async function setScene(server: TestServer): Promise<Known> {
  const { view: card } = await applyAs(server, 'elder-72');
  const { view: notGranted } = await applyAs(server, 'elder-58');
  const { view: food, client } = await applyAs(server, owner);
  const clerk = await server.as('market-clerk');
  await act(clerk, food.id, 'accept');
  const draft = await client.post<{ id: string }>('/api/v1/cases', {
    item: 'elderly-card',
    form: { phone: '10000000002' },
    submit: false,
  });
  await useLicence(server, card.licence);
  const admin = await server.as('admin');
  const items = await admin.get<{ items: { id: string }[] }>('/api/v1/desk/items?limit=1');
  await server.settle();
  const head = await server.as('civil-head');
  const seals = await head.get<{ items: { id: string; state: string }[] }>('/api/v1/desk/seals');
  return {
    card: card.id,
    licence: card.licence?.id ?? '',
    code: card.licence?.verifyCode ?? '',
    notGranted: notGranted.id,
    food: food.id,
    draft: draft.body.id,
    atWindow: await sentBackAtWindow(server, clerk),
    lapsed: await filedByAgent(server, client),
    item: items.body.items[0]?.id ?? '',
    seal: seals.body.items.find(({ state }) => state === 'active')?.id ?? '',
  };
}

/** Its holder grants it, a clerk uses it, and the holder disputes that. */
async function useLicence(server: TestServer, licence: CaseView['licence']): Promise<void> {
  const holder = await server.as('elder-72');
  const until = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  await holder.post(`/api/v1/licences/${licence?.id}/grants`, {
    agency: 'market-supervision',
    fields: ['grade', 'birthDate'],
    most: 3,
    until,
    purpose: '核对优待档次',
  });
  const clerk = await server.as('market-clerk');
  for (const matter of ['核对优待档次', '再次核对'])
    await clerk.post('/api/v1/licence-uses/by-grant', { number: licence?.number, matter });
  const { items } = (await holder.get<{ items: { id: string }[] }>(`/api/v1/licences/${licence?.id}/uses`))
    .body;
  await holder.post(`/api/v1/me/licence-uses/${items[0]?.id}/dispute`, { reason: '我没有去过那里' });
}

async function sentBackAtWindow(server: TestServer, clerk: Client): Promise<string> {
  const { body } = await clerk.post<CaseView>(
    '/api/v1/cases',
    { item: 'food-business-licence', window: await companyOf(server), form: await foodForm(server, '14 号') },
    { 'x-purpose': 'case-intake' },
  );
  const corrections = [{ path: '/form/premises', text: { zh: '请写明楼层', en: 'Name the floor' } }];
  await act(clerk, body.id, 'request-correction', { corrections });
  return body.id;
}

async function filedByAgent(server: TestServer, client: Client): Promise<string> {
  const [company] = await mandatesOf(client);
  const { name, idNumber } = await papersOf(server, 'elder-60');
  const principalId = company?.principalId;
  const given = await client.post<{ id: string }>('/api/v1/me/mandates', {
    principalId,
    agent: { name, idNumber },
  });
  const agent = await server.as('elder-60');
  const { body } = await agent.post<CaseView>('/api/v1/cases', {
    item: 'food-business-licence',
    onBehalfOf: principalId,
    form: await foodForm(server, '16 号'),
  });
  await client.post(`/api/v1/me/mandates/${given.body.id}/revoke`, {});
  return body.id;
}

async function companyOf(server: TestServer): Promise<{ kind: 'entity'; number: unknown; name: string }> {
  const client = await server.as(owner);
  const [company] = await mandatesOf(client);
  const { body } = await client.get<{ prefilled: Record<string, unknown> }>(
    `/api/v1/items/food-business-licence/form?onBehalfOf=${company?.principalId ?? ''}`,
  );
  const number = Object.values(body.prefilled).find((value) => /^9[0-9A-Z]{17}$/.test(String(value)));
  return { kind: 'entity', number, name: company?.name ?? '' };
}

async function mandatesOf(client: Client): Promise<{ principalId: string; name: string }[]> {
  const { body } = await client.get<{ items: { principalId: string; name: string }[] }>(
    '/api/v1/me/mandates',
  );
  return body.items;
}

async function foodForm(server: TestServer, number: string): Promise<Record<string, unknown>> {
  const story = (await server.stories()).find(({ account }) => account === owner);
  return { ...story?.apply[0]?.form, premises: `历下区泉乐路 ${number}（演示）` };
}
