import { useEffect } from 'react';
import { useWords } from '../i18n/i18n.ts';
import { cardsTag, keptPages, offlineCache } from './names.ts';

/** Puts by a page with all that it loads, as it is for someone who is not signed in, so that it opens without a network. */
export function useKeptOffline(path: string): void {
  const { lang } = useWords();
  useEffect(() => {
    // What fails now is tried again at the next visit; the page itself works either way.
    if (navigator.onLine) void keep(path, lang).catch(() => undefined);
  }, [path, lang]);
}

interface WithPeriodicSync {
  periodicSync?: { register(tag: string, options: { minInterval: number }): Promise<void> };
}

/** Asks the browser to wake the worker twice a day for the cards; most say no, and then it does so at each visit. */
export async function wakeForCards(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const { periodicSync } = (await navigator.serviceWorker.ready) as WithPeriodicSync;
  await periodicSync?.register(cardsTag, { minInterval: 12 * 3_600_000 }).catch(() => undefined);
}

async function keep(path: string, lang: string): Promise<void> {
  if (!('serviceWorker' in navigator) || !('caches' in globalThis)) return;
  await navigator.serviceWorker.register('/sw.js');
  const page = await fetch(`${path}?lang=${lang}`, {
    credentials: 'omit',
    headers: { accept: 'text/html' },
  });
  if (!page.ok) return;
  const cache = await caches.open(offlineCache);
  for (const file of assetsIn(await page.clone().text()))
    if (!(await cache.match(file, { ignoreVary: true }))) await cache.add(file);
  await cache.put(path, page);
  await forgetOld(cache);
}

function assetsIn(html: string): string[] {
  return [...html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, file = '']) => file);
}

/** Files of a build that no kept page loads any more. */
async function forgetOld(cache: Cache): Promise<void> {
  const needed = new Set(keptPages);
  for (const path of keptPages) {
    const page = await cache.match(path, { ignoreVary: true });
    if (page) for (const file of assetsIn(await page.text())) needed.add(file);
  }
  for (const request of await cache.keys())
    if (!needed.has(new URL(request.url).pathname)) await cache.delete(request);
}
