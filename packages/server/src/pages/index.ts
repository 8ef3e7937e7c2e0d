import '@fastify/static';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { clientFolder, serverEntry, type ServerBundle, type Session } from '@quancheng/web';
import { configErrors } from '../config/index.ts';
import type { Services } from '../services.ts';

/** Serves the built web: hashed files for ever, pages rendered for the one who asks. Errors: `config.web-missing`. */
export async function registerPages(app: FastifyInstance, services: Services): Promise<void> {
  if (!existsSync(fileURLToPath(serverEntry))) throw configErrors.webMissing();
  const bundle = (await import(serverEntry.href)) as ServerBundle;
  await app.register(registerAssets);
  const worker = await readFile(new URL('sw.js', clientFolder));
  app.get('/sw.js', { schema: { hide: true } }, async (_request, reply) =>
    reply.header('cache-control', 'no-cache').type('text/javascript; charset=utf-8').send(worker),
  );
  app.get('/verify/:code', { schema: { hide: true } }, async (request, reply) => {
    // Programs ask the same address as people and get the record itself.
    if (!prefersHtml(request)) {
      const { code } = request.params as { code: string };
      const answer = await get(app, request, `/api/v1/verify/${encodeURIComponent(code)}`);
      return reply
        .status(answer.status)
        .type(answer.status < 400 ? 'application/json' : 'application/problem+json')
        .send(answer.body);
    }
    return page(request, reply);
  });
  app.get('/signin', { schema: { hide: true } }, async (request, reply) => {
    const { uid, error } = request.query as Record<string, unknown>;
    // Typed by hand or kept as a bookmark: the page says nothing without a sign-in that was begun.
    if (uid === undefined && error === undefined && takesHtml(request)) return reply.redirect('/auth/login');
    return page(request, reply);
  });
  app.get('/*', { schema: { hide: true } }, async (request, reply) => {
    if (/^\/(api|oidc|auth|assets)\//.test(request.url) || !takesHtml(request)) return reply.callNotFound();
    return page(request, reply);
  });

  async function page(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const session = (await get(app, request, '/api/v1/session')).body as Session;
    const lang = langOf(request, services.city.defaultLang);
    const rendered = await bundle.render({
      url: request.url,
      lang,
      session,
      fetch: (path) => get(app, request, path.startsWith('/') ? path : `/api/v1/${path}`),
      nonce: reply.nonce,
      assets: bundle.clientAssets,
    });
    // A program that takes anything gets the pages that are there, and problem documents instead of the others.
    if (rendered.status >= 400 && !prefersHtml(request)) {
      reply.callNotFound();
      return reply;
    }
    if ((request.query as { lang?: string }).lang === lang) {
      reply.setCookie('qc_lang', lang, { path: '/', sameSite: 'lax', maxAge: 365 * 24 * 3600 });
    }
    return (
      reply
        .status(rendered.status)
        // A page of someone signed in has their data within it: nothing of it stays on a shared machine.
        .header('cache-control', session.signedIn ? 'no-store' : 'private, no-cache')
        .header('vary', 'cookie, accept')
        .type('text/html; charset=utf-8')
        .send(rendered.html)
    );
  }
}

/** What says nothing of a file that is fetched by a page of ours alone; a page fetches a dozen over a slow line. */
const unneeded = [
  'last-modified',
  'origin-agent-cluster',
  'x-dns-prefetch-control',
  'x-download-options',
  'x-permitted-cross-domain-policies',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'x-request-id',
  'x-xss-protection',
];

async function registerAssets(app: FastifyInstance): Promise<void> {
  app.addHook('onSend', async (_request, reply) => {
    for (const name of unneeded) {
      reply.removeHeader(name);
      reply.raw.removeHeader(name);
    }
  });
  await app.register(fastifyStatic, {
    root: fileURLToPath(new URL('assets/', clientFolder)),
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
    preCompressed: true,
    decorateReply: false,
    // The policy of the page rules what a script does; the one that each file carries need not be long.
    setHeaders: (reply) => void reply.header('content-security-policy', "default-src 'none'"),
  });
}

/** Asks the API as the one who asked for the page. */
async function get(
  app: FastifyInstance,
  request: FastifyRequest,
  url: string,
): Promise<{ status: number; body: unknown }> {
  const { cookie, authorization } = request.headers;
  const answer = await app.inject({
    method: 'GET',
    url,
    remoteAddress: request.ip,
    headers: {
      host: request.host,
      ...(cookie ? { cookie } : {}),
      ...(authorization ? { authorization } : {}),
    },
  });
  return {
    status: answer.statusCode,
    body: answer.body === '' ? null : (JSON.parse(answer.body) as unknown),
  };
}

function prefersHtml(request: FastifyRequest): boolean {
  return (request.headers.accept ?? '').includes('text/html');
}

function takesHtml(request: FastifyRequest): boolean {
  return prefersHtml(request) || (request.headers.accept ?? '*/*').includes('*/*');
}

function langOf(request: FastifyRequest, byDefault: 'zh' | 'en'): 'zh' | 'en' {
  const asked = (request.query as { lang?: string }).lang ?? request.cookies['qc_lang'];
  return asked === 'zh' || asked === 'en' ? asked : byDefault;
}
