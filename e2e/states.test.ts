import { beforeAll, describe, expect, it } from 'vitest';
import { act, applyAs, papersOf, type CaseView, type Client, type TestServer } from '@quancheng/testing';
import { stage, standing, type Visit } from './browser.ts';
import { foreignWords, rawKeys, tooWide } from './looks.ts';
import { allRoutes } from './routes.ts';

/** What the examples name: looked up in a city in which something has happened. */
interface Known {
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

/** Who looks at which example of a route; null for someone who is not signed in. */
type Example = readonly [account: string | null, path: (known: Known) => string];

const at =
  (path: string): Example[1] =>
  () =>
    path;

const owner = 'noodle-owner';

const examples: Readonly<Record<string, readonly Example[]>> = {
  '/': [
    [null, at('/')],
    [owner, at('/')],
  ],
  '/search': [
    [null, at('/search?q=老年')],
    [null, at('/search?q=没有的事项')],
  ],
  '/items/:code': [[null, at('/items/food-business-licence')]],
  '/apply/:code': [
    [owner, ({ draft }) => `/apply/elderly-card?case=${draft}`],
    [null, at('/apply/elderly-card')],
  ],
  '/cases': [
    [owner, at('/cases')],
    ['home-seller', at('/cases')],
  ],
  '/cases/:id': [
    [owner, ({ food }) => `/cases/${food}`],
    ['elder-58', ({ notGranted }) => `/cases/${notGranted}`],
    ['elder-72', ({ card }) => `/cases/${card}`],
    ['elder-72', ({ food }) => `/cases/${food}`],
    ['elder-60', ({ lapsed }) => `/cases/${lapsed}`],
  ],
  '/licences': [['elder-72', at('/licences')]],
  '/licences/:id': [['elder-72', ({ licence }) => `/licences/${licence}`]],
  '/licences/use': [
    [owner, at('/licences/use#code=0123456789ABCDEF')],
    [null, at('/licences/use')],
  ],
  '/licences/:id/uses': [['elder-72', ({ licence }) => `/licences/${licence}/uses`]],
  '/licences/:id/grant': [['elder-72', ({ licence }) => `/licences/${licence}/grant`]],
  '/cards': [
    [null, at('/cards')],
    ['elder-72', at('/cards')],
  ],
  '/inbox': [[owner, at('/inbox')]],
  '/me': [['elder-72', at('/me')]],
  '/me/access': [[owner, at('/me/access')]],
  '/me/mandates': [[owner, at('/me/mandates')]],
  '/me/mandates/once': [['elder-72', at('/me/mandates/once')]],
  '/me/mandates/offer': [
    ['elder-72', at('/me/mandates/offer')],
    ['elder-72', at('/me/mandates/offer?code=none-that-counts')],
  ],
  '/me/mandates/new': [[owner, at('/me/mandates/new')]],
  '/me/sessions': [[owner, at('/me/sessions')]],
  '/me/systems': [[owner, at('/me/systems')]],
  '/me/sign-ins': [[owner, at('/me/sign-ins')]],
  '/me/password': [[owner, at('/me/password')]],
  '/verify': [[null, at('/verify')]],
  '/verify/present': [[null, at('/verify/present')]],
  '/verify/ask': [[null, at('/verify/ask')]],
  '/verify/:code': [
    [null, ({ code }) => `/verify/${code}`],
    [null, at('/verify/0000000000000000')],
  ],
  '/signin': [[null, at('/auth/login?return=/me')]],
  '/signin/consent': [[null, at('/signin/consent?uid=none')]],
  '/signin/phone': [[null, at('/signin/phone?uid=none')]],
  '/window': [
    [null, at('/window')],
    [null, at('/window?error=code')],
  ],
  '/signin/confirm': [['elder-72', at('/signin/confirm')]],
  '/signin/problem': [[null, at('/signin/problem?error=invalid_redirect_uri')]],
  '/device': [
    [null, at('/oidc/device')],
    [null, at('/device?xsrf=x&code=BCDF-GHJK&system=水务自助服务')],
    [null, at('/device?done=1')],
  ],
  '/signout': [[null, at('/signout?xsrf=x&system=水务自助服务')]],
  '/signout/done': [[null, at('/signout/done')]],
  '/invite': [[null, at('/invite')]],
  '/reset': [[null, at('/reset')]],
  '/help': [[null, at('/help')]],
  '/rates': [[null, at('/rates')]],
  '/desk': [
    ['market-clerk', at('/desk?view=all')],
    [owner, at('/desk')],
  ],
  '/desk/cases/:id': [['market-clerk', ({ food }) => `/desk/cases/${food}`]],
  '/desk/cases/:id/correct': [['market-clerk', ({ atWindow }) => `/desk/cases/${atWindow}/correct`]],
  '/desk/overview': [['market-head', at('/desk/overview')]],
  '/desk/guardians': [['civil-clerk', at('/desk/guardians')]],
  '/desk/window': [['civil-clerk', at('/desk/window')]],
  '/desk/intake': [['market-clerk', at('/desk/intake?item=food-business-licence')]],
  '/desk/licences': [['civil-decider', at('/desk/licences')]],
  '/desk/licence-uses': [
    ['market-clerk', at('/desk/licence-uses')],
    ['market-head', at('/desk/licence-uses')],
  ],
  '/desk/seals': [['civil-head', at('/desk/seals')]],
  '/desk/seals/new': [['civil-head', at('/desk/seals/new')]],
  '/desk/seals/:id': [['civil-head', ({ seal }) => `/desk/seals/${seal}`]],
  '/desk/seals/:id/change': [['civil-head', ({ seal }) => `/desk/seals/${seal}/change`]],
  '/desk/seals/:id/sign': [['civil-head', ({ seal }) => `/desk/seals/${seal}/sign`]],
  '/desk/disputes': [['police-data-officer', at('/desk/disputes')]],
  '/desk/ratings': [['market-head', at('/desk/ratings')]],
  '/desk/items': [['admin', at('/desk/items')]],
  '/desk/jobs': [['admin', at('/desk/jobs')]],
  '/desk/messages': [['admin', at('/desk/messages')]],
  '/admin': [['admin', at('/admin')]],
  '/admin/items': [['admin', at('/admin/items')]],
  '/admin/items/:id': [['admin', ({ item }) => `/admin/items/${item}`]],
  '/admin/licences': [['admin', at('/admin/licences')]],
  '/admin/licences/:code': [['admin', at('/admin/licences/property-certificate')]],
  '/admin/forms': [['admin', at('/admin/forms')]],
  '/admin/forms/:key': [['admin', at('/admin/forms/elderly-card')]],
  '/admin/rules': [['admin', at('/admin/rules')]],
  '/admin/rules/processes/:key': [['admin', at('/admin/rules/processes/elderly-card')]],
  '/admin/rules/decisions/:key': [['admin', at('/admin/rules/decisions/elderly-card')]],
  '/admin/seals': [['admin', at('/admin/seals')]],
  '/admin/certificates': [['admin', at('/admin/certificates')]],
  '/admin/keys': [['admin', at('/admin/keys')]],
  '/admin/systems': [['admin', at('/admin/systems')]],
  '/admin/sign-in': [['admin', at('/admin/sign-in')]],
  '/admin/upstreams': [['admin', at('/admin/upstreams')]],
  '/admin/licence-exchange': [['admin', at('/admin/licence-exchange')]],
  '/admin/people': [['admin', at('/admin/people')]],
  '/admin/calendar': [['admin', at('/admin/calendar')]],
  '/admin/messages': [['admin', at('/admin/messages')]],
  '/admin/audit': [['admin', at('/admin/audit')]],
  '/admin/health': [['admin', at('/admin/health')]],
  '/admin/jobs': [['admin', at('/admin/jobs')]],
};

const looks = Object.entries(examples).flatMap(([route, list]) =>
  list.map(([account, path]) => ({ route, account, path })),
);

/**
 * Each page in both languages and at its narrowest (1280 px at 400 %), with large type too. It is opened once
 * a language: in Chinese on a light screen, in English by someone whose system is dark.
 */
describe('every page', () => {
  const made = stage();
  const visits = new Map<string, Visit>();
  let known: Known;
  beforeAll(async () => {
    known = await setScene(made.server);
  });

  async function visitOf(account: string | null, lang: 'zh' | 'en'): Promise<Visit> {
    const key = `${account} ${lang}`;
    const visit = visits.get(key) ?? (await made.visit(account, { wide: true, lang }));
    visits.set(key, visit);
    if (lang === 'en') await visit.page.emulateMedia({ colorScheme: 'dark' });
    return visit;
  }

  it('has an example', () => {
    expect(Object.keys(examples).toSorted()).toEqual(allRoutes().toSorted());
  });

  it.each(looks)('$route for $account speaks one language and fits', async ({ account, path }) => {
    const found: Record<string, string[]> = {};
    for (const lang of ['zh', 'en'] as const) {
      const { page, passesAxe } = await visitOf(account, lang);
      await page.goto(new URL(path(known), made.server.origin).href, { waitUntil: 'load' });
      await standing(page);
      expect(await page.locator('html').getAttribute('data-theme')).toBe(lang === 'en' ? 'dark' : 'light');
      found[`${lang}: words`] = await foreignWords(page);
      found[`${lang}: keys`] = await rawKeys(page);
      await page.setViewportSize({ width: 320, height: 640 });
      found[`${lang}: width`] = await tooWide(page);
      await page.locator('html').evaluate((root) => root.setAttribute('data-type', 'large'));
      found[`${lang}: width in large type`] = await tooWide(page);
      await page.locator('html').evaluate((root) => root.removeAttribute('data-type'));
      await page.setViewportSize({ width: 1440, height: 900 });
      if (lang === 'en') await passesAxe();
    }
    expect(Object.fromEntries(Object.entries(found).filter(([, list]) => list.length > 0))).toEqual({});
  });
});

async function setScene(server: TestServer): Promise<Known> {
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
