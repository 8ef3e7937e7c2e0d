import { keptPages, offlineCache } from './names.ts';

/*
 * Serves the pages that work without a network from what `keep.ts` put by. Everything else goes the usual way, so that
 * nothing is ever shown old by mistake.
 */

interface FetchEvent extends Event {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Worker extends EventTarget {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  location: Location;
}
interface LifeEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

const worker = globalThis as unknown as Worker;
/** A line that is there and carries nothing counts as none after so long. */
const patienceMs = 4000;

worker.addEventListener('install', (event) => (event as LifeEvent).waitUntil(worker.skipWaiting()));
worker.addEventListener('activate', (event) => (event as LifeEvent).waitUntil(worker.clients.claim()));
worker.addEventListener('fetch', (event) => {
  const { request } = event as FetchEvent;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin) return;
  if (request.mode === 'navigate' && keptPages.includes(pathname))
    (event as FetchEvent).respondWith(newest(request, pathname));
  // Names of assets carry a hash: what was kept is what the server has.
  else if (pathname.startsWith('/assets/')) (event as FetchEvent).respondWith(keptOr(request, pathname));
});

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
