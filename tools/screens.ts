import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { startCity, type City } from './screens/city.ts';
import { makeShots, type Shot } from './screens/shots.ts';
import { root } from './steps.ts';
import { buildWeb } from './web.ts';

/** `npm run screens`: takes the pictures of docs/screens from a demo city of its own. */

const folder = path.join(root, 'docs/screens');

async function take(browser: Browser, city: City, shot: Shot, width: 390 | 1440): Promise<void> {
  const context = await browser.newContext({
    viewport: { width, height: width === 390 ? 844 : 900 },
    locale: shot.lang === 'en' ? 'en-GB' : 'zh-CN',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  if (shot.account !== null) await signIn(page, city, shot.account);
  await page.goto(`${city.origin}${shot.path}`);
  await page.locator('main h1').first().waitFor();
  await page.waitForLoadState('networkidle');
  await shot.after?.(page);
  await page.screenshot({
    path: path.join(folder, `${shot.name}-${width}.png`),
    fullPage: shot.screen !== true,
  });
  await context.close();
}

async function signIn(page: Page, city: City, account: string): Promise<void> {
  await page.goto(`${city.origin}/auth/login?return=/help`);
  const button = page.locator(`button[name="account"][value="${account}"]`);
  await button.evaluate((element) => element.closest('details')?.setAttribute('open', ''));
  await button.click();
  await page.waitForURL('**/help');
}

await mkdir(folder, { recursive: true });
const built = await buildWeb();
if (built.code !== 0) throw new Error(built.output);
const city = await startCity();
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
try {
  for (const shot of await makeShots(city)) {
    for (const width of shot.widths ?? ([390, 1440] as const)) await take(browser, city, shot, width);
    process.stdout.write(`${shot.name}\n`);
  }
} finally {
  await browser.close();
  await city.stop();
}
