import { beforeAll, expect, it } from 'vitest';
import { stage, standing, type Visit } from './browser.ts';
import { foreignWords, rawKeys, tooWide } from './looks.ts';
import { examples } from './states-examples.ts';
import { setScene, type Known } from './states-scene.ts';

/**
 * Each page in both languages and at its narrowest (1280 px at 400 %), with large type too. It is opened once
 * a language: in Chinese on a light screen, in English by someone whose system is dark.
 */
export function lookAtPages(which: (route: string) => boolean): void {
  const looks = Object.entries(examples)
    .filter(([route]) => which(route))
    .flatMap(([route, list]) => list.map(([account, path]) => ({ route, account, path })));
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
}
