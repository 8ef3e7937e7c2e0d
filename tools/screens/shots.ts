import type { Page } from 'playwright-core';
import type { City } from './city.ts';

/** One picture: who looks at what. */
export interface Shot {
  name: string;
  account: string | null;
  path: string;
  /** Phone and desk unless said. */
  widths?: readonly (390 | 1440)[];
  lang?: 'en';
  /** Only what fits the screen, where the whole page would be too long to be read. */
  screen?: true;
  /** Done on the page before the picture is taken. */
  after?: (page: Page) => Promise<void>;
}

/** Sets the scenes in the city and names the pictures; the user guide shows them in this order. */
export async function makeShots(city: City): Promise<Shot[]> {
  const card = await city.apply('elder-72');
  const young = await city.apply('elder-58');
  const food = await city.apply('noodle-owner');
  const bakery = await city.apply('bakery-owner');
  await city.ask('market-clerk', 'POST', `/api/v1/cases/${bakery}/claim`, {});
  await city.ask('market-clerk', 'POST', `/api/v1/cases/${food}/accept`, { comment: '材料齐全' });
  const { licence } = await city.ask<{ licence: { id: string; verifyCode: string } }>(
    'elder-72',
    'GET',
    `/api/v1/cases/${card}`,
  );
  const items = await city.ask<{ items: { id: string }[] }>('admin', 'GET', '/api/v1/desk/items?limit=1');
  return [
    { name: 'home', account: null, path: '/' },
    { name: 'home-en', account: null, path: '/?lang=en', lang: 'en', widths: [1440] },
    { name: 'search', account: null, path: '/search?q=lnz' },
    { name: 'guide', account: null, path: '/items/elderly-card', screen: true },
    { name: 'signin', account: null, path: '/auth/login?return=/', screen: true },
    { name: 'apply', account: 'elder-60', path: '/apply/elderly-card' },
    { name: 'granted', account: 'elder-72', path: `/cases/${card}`, screen: true },
    { name: 'not-granted', account: 'elder-58', path: `/cases/${young}` },
    { name: 'progress', account: 'noodle-owner', path: `/cases/${food}` },
    { name: 'licence', account: 'elder-72', path: `/licences/${licence.id}` },
    { name: 'verify', account: null, path: `/verify/${licence.verifyCode}` },
    { name: 'licence-uses', account: 'elder-72', path: `/licences/${licence.id}/grant`, screen: true },
    { name: 'cards', account: 'elder-72', path: '/cards', after: addCard },
    { name: 'card-shown', account: 'elder-72', path: '/cards', widths: [390], screen: true, after: showCard },
    { name: 'verify-phone', account: null, path: '/verify/present', widths: [390] },
    { name: 'inbox', account: 'elder-72', path: '/inbox' },
    { name: 'my-data', account: 'elder-72', path: '/me', screen: true },
    { name: 'who-looked', account: 'elder-72', path: '/me/access', screen: true },
    { name: 'mandates', account: 'noodle-owner', path: '/me/mandates' },
    { name: 'help', account: null, path: '/help', screen: true },
    { name: 'desk-queue', account: 'market-clerk', path: '/desk?view=all' },
    { name: 'desk-case', account: 'market-inspector-1', path: `/desk/cases/${food}`, screen: true },
    { name: 'desk-intake', account: 'civil-clerk', path: '/desk/intake', widths: [1440] },
    { name: 'desk-window', account: 'civil-clerk', path: '/desk/window', widths: [1440], screen: true },
    {
      name: 'desk-licence-uses',
      account: 'civil-clerk',
      path: '/desk/licence-uses',
      widths: [1440],
      screen: true,
    },
    { name: 'desk-overview', account: 'market-head', path: '/desk/overview' },
    {
      name: 'admin-item',
      account: 'admin',
      path: `/admin/items/${items.items[0]?.id}`,
      widths: [1440],
      screen: true,
    },
    {
      name: 'admin-licence-type',
      account: 'admin',
      path: '/admin/licences/property-certificate',
      widths: [1440],
      screen: true,
    },
    { name: 'admin-health', account: 'admin', path: '/admin/health', widths: [1440] },
  ];
}

async function addCard(page: Page): Promise<void> {
  await page.getByRole('button', { name: '添加老年人优待证', exact: true }).click();
  await page.getByRole('button', { name: '出示老年人优待证' }).waitFor();
}

async function showCard(page: Page): Promise<void> {
  await addCard(page);
  await page.getByRole('button', { name: '出示老年人优待证' }).click();
  await page.getByRole('img', { name: /码/ }).first().waitFor();
}
