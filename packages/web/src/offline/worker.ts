import { lookAfterCards } from '../areas/portal/cards/look-after.ts';
import { cardsChanged, cardsTag, keptPages, offlineCache } from './names.ts';

/*
 * Serves the pages that work without a network from what `keep.ts` put by. Everything else goes the usual way, so that
 * nothing is ever shown old by mistake. Beside it the cards of this phone are looked after whenever the server is spoken
 * to, so that they are not old when they are needed.
 */

interface FetchEvent extends LifeEvent {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Worker extends EventTarget {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void>; matchAll(): Promise<{ postMessage(message: string): void }[]> };
  location: Location;
}
interface LifeEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

const worker = globalThis as unknown as Worker;
/** A line that is there and carries nothing counts as none after so long. */
const patienceMs = 4000;
/** Cards are looked at no more often than this. */
const restMs = 10 * 60_000;

worker.addEventListener('install', (event) => (event as LifeEvent).waitUntil(worker.skipWaiting()));
worker.addEventListener('activate', (event) => (event as LifeEvent).waitUntil(worker.clients.claim()));
worker.addEventListener('fetch', (event) => {
  const { request } = event as FetchEvent;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin) return;
  // The page of the cards sees to them itself.
  if (request.mode === 'navigate' && pathname !== '/cards') (event as FetchEvent).waitUntil(lookNowAndThen());
  if (request.mode === 'navigate' && keptPages.includes(pathname))
    (event as FetchEvent).respondWith(newest(request, pathname));
  // Names of assets carry a hash: what was kept is what the server has.
  else if (pathname.startsWith('/assets/')) (event as FetchEvent).respondWith(keptOr(request, pathname));
});

worker.addEventListener('periodicsync', (event) => {
  if ((event as LifeEvent & { tag: string }).tag === cardsTag) (event as LifeEvent).waitUntil(look());
});

let lookedAt = 0;

async function lookNowAndThen(): Promise<void> {
  const now = Date.now();
  if (now - lookedAt < restMs) return;
  lookedAt = now;
  await look();
}

/** What fails now is tried again another time. */
async function look(): Promise<void> {
  const hasChanged = await lookAfterCards(new Date()).catch(() => false);
  if (hasChanged) for (const client of await worker.clients.matchAll()) client.postMessage(cardsChanged);
}

async function newest(request: Request, pathname: string): Promise<Response> {
  const kept = await find(pathname);
  if (!kept) return fetch(request);
  const patience = new Promise<Response>((resolve) => setTimeout(() => resolve(kept), patienceMs));
  return Promise.race([fetch(request).catch(() => kept), patience]);
}

async function keptOr(request: Request, pathname: string): Promise<Response> {
  return (await find(pathname)) ?? fetch(request);
}

async function find(pathname: string): Promise<Response | undefined> {
  const cache = await caches.open(offlineCache);
  return cache.match(pathname, { ignoreVary: true });
}
