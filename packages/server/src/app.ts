import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import Fastify, { LogController, type FastifyInstance } from 'fastify';
import { newId } from '@quancheng/kernel/platform/ids';
import { sql } from '@quancheng/kernel/platform/database';
import { anonymous, type Context } from '@quancheng/kernel/platform/context';
import { calendarRoutes } from '@quancheng/kernel/platform/calendar';
import { jobRoutes, oldestDueJob } from '@quancheng/kernel/platform/jobs';
import { fileRoutes } from '@quancheng/kernel/platform/files';
import { messageAdminRoutes, messageRoutes } from '@quancheng/kernel/platform/messages';
import {
  mountRoutes,
  registerJsonParser,
  registerProblems,
  type Route,
} from '@quancheng/kernel/platform/http';
import { auditRoutes } from '@quancheng/kernel/subject/audit';
import { accessRoutes } from '@quancheng/kernel/subject/access';
import { invitationRoutes, ownAccountRoutes, staffRoutes } from '@quancheng/kernel/subject/accounts';
import {
  findArrivedFrom,
  findFormTarget,
  issuerOf,
  phoneSignInRoutes,
  registerIdentity,
  upstreamRoutes,
  webClientId,
} from '@quancheng/kernel/subject/identity';
import { authorityRoutes, registerPkiBodies } from '@quancheng/kernel/subject/authority';
import { certificateRoutes } from '@quancheng/kernel/subject/certificates';
import { cryptoRoutes, keyRoutes } from '@quancheng/kernel/subject/keys';
import { mandateRoutes } from '@quancheng/kernel/subject/mandates';
import { organisationRoutes } from '@quancheng/kernel/subject/organisation';
import { passkeyRoutes } from '@quancheng/kernel/subject/passkeys';
import {
  createAuthenticate,
  createCurrentSession,
  createBrowserSignIn,
  registerSignIn,
  sessionCookieOf,
  sessionRoutes,
} from '@quancheng/kernel/subject/sessions';
import { registerWindowScreen, windowRoutes } from '@quancheng/kernel/subject/windows';
import { relyingPartyRoutes } from '@quancheng/kernel/subject/relying-parties';
import { systemRoutes } from '@quancheng/kernel/subject/systems';
import { libraryRoutes } from '@quancheng/kernel/data/libraries';
import { decisionAdminRoutes } from '@quancheng/kernel/work/decisions';
import { definitionRoutes } from '@quancheng/kernel/work/definitions';
import { formAdminRoutes } from '@quancheng/kernel/work/forms';
import { processAdminRoutes } from '@quancheng/kernel/work/processes';
import { paymentRoutes } from '@quancheng/kernel/work/payments';
import { itemDeskRoutes, itemRoutes, rateRoutes } from '@quancheng/kernel/service/items';
import {
  caseRoutes,
  dueDates,
  feelExpressions,
  findEnded,
  findReadable,
  findRecordedBy,
} from '@quancheng/kernel/service/cases';
import { documentRoutes } from '@quancheng/kernel/service/documents';
import {
  licenceRoutes,
  licenceStockRoutes,
  licenceTypeRoutes,
  verifyRoutes,
} from '@quancheng/kernel/service/licences';
import {
  askUpperRoutes,
  carriesExchangeSignature,
  createExchangeAuthenticate,
  exchangeAdminRoutes,
  exchangeRoutes,
  registerExchangeBodies,
} from '@quancheng/kernel/service/licence-exchange';
import { licenceGrantRoutes, licenceUseRoutes } from '@quancheng/kernel/service/licence-uses';
import { ratingRoutes } from '@quancheng/kernel/service/ratings';
import { sealAdminRoutes, sealDeskRoutes } from '@quancheng/kernel/service/seals';
import {
  cardRoutes,
  carriesWalletToken,
  issuerRoutes,
  verifierRoutes,
  walletRoutes,
} from '@quancheng/kernel/service/wallet';
import { answerBrokenRequest } from './broken-requests.ts';
import { listDemoPeople } from './demo/people.ts';
import { examineProcess } from './pack-check/index.ts';
import { registerPages } from './pages/index.ts';
import { drainConnections } from './drain.ts';
import { dropForged, trustOf } from './proxies.ts';
import { healthRoute } from './routes/health.ts';
import { sessionRoute } from './routes/session.ts';
import { recordRefusals } from './security/refusals.ts';
import type { Services } from './services.ts';
import { windowPorts } from './window-port.ts';

/** All routes of the product, in the order of the house. */
export function allRoutes(services: Services): Route[] {
  const { catalogue, cases, decisions, files, papers, origin, secrets, demo } = services;
  const currentSession = createCurrentSession(origin);
  const words = wordsOf(services.city);
  return [
    ...jobRoutes(),
    ...calendarRoutes({ calendar: services.calendar, dueDates }),
    ...fileRoutes({ files, mayRead: (ctx, file) => caseShowsFile(ctx, file.id) }),
    ...messageRoutes({ demo }),
    ...messageAdminRoutes(),
    sessionRoute(services, currentSession),
    ...sessionRoutes({ currentSession }),
    ...invitationRoutes({ words }),
    ...ownAccountRoutes({ unit: services.unit, issuer: services.city.product.zh, words, currentSession }),
    ...passkeyRoutes({
      unit: services.unit,
      site: siteOf(services),
      currentSession,
      offersFace: services.faces !== undefined,
    }),
    ...certificateRoutes({ currentSession, certificates: services.certificates }),
    ...phoneSignInRoutes({ unit: services.unit, currentSession }),
    ...upstreamRoutes({
      clients: services.upstreams.clients,
      origin,
      issuer: issuerOf(origin),
      currentSession,
    }),
    ...staffRoutes({ origin }),
    ...organisationRoutes(),
    ...auditRoutes(),
    healthRoute(services),
    ...accessRoutes({
      names: (code) =>
        code === 'service-case'
          ? caseNamesOf(services)
          : (licenceNamesOf(services, code) ?? catalogue.names(code)),
    }),
    ...mandateRoutes(services.mandates, origin),
    ...windowRoutes({ ports: windowPorts(catalogue), currentSession, words }),
    ...systemRoutes(),
    ...relyingPartyRoutes({ clientSecrets: services.secrets.clientSecret }),
    ...keyRoutes({ keys: services.keys }),
    ...cryptoRoutes({ keys: services.keys }),
    ...authorityRoutes({ authority: services.authority }),
    ...libraryRoutes({ catalogue }),
    ...definitionRoutes(),
    ...processAdminRoutes({
      processes: cases.processes,
      expressions: feelExpressions,
      findEnded,
      examine: (_ctx, pack, definition) => examineProcess(services.packs, pack, definition),
    }),
    ...decisionAdminRoutes({ decisions, findRecorded: findRecordedBy(cases.processes) }),
    ...formAdminRoutes({ isResource: (code) => catalogue.find(code) !== undefined }),
    ...paymentRoutes({ payments: cases.payments, secret: secrets.paymentSecret }),
    ...itemRoutes(),
    ...itemDeskRoutes(),
    ...rateRoutes(),
    ...caseRoutes(cases.deps),
    ...licenceRoutes({
      files,
      papers,
      origin,
      maySeeCase: async (ctx, caseId) => (await findReadable(ctx, caseId)) !== undefined,
    }),
    ...licenceStockRoutes({ stocks: services.stocks }),
    ...licenceTypeRoutes(),
    ...licenceGrantRoutes({ catalogue, origin }),
    ...licenceUseRoutes({
      catalogue,
      files,
      papers,
      findCase: findHandledCase,
      maySeeCase: async (ctx, caseId) => (await findReadable(ctx, caseId)) !== undefined,
    }),
    ...exchangeRoutes({ files }),
    ...exchangeAdminRoutes({ keys: services.keys }),
    ...askUpperRoutes({
      unit: services.unit,
      channel: services.exchange.channel,
      catalogue,
      findCase: findHandledCase,
    }),
    ...verifyRoutes(),
    ...documentRoutes({ verifier: services.verifier, authority: services.authority }),
    ...sealDeskRoutes({ seals: services.seals, files }),
    ...sealAdminRoutes({ seals: services.seals }),
    ...walletRoutes(services.wallet),
    ...cardRoutes(services.wallet),
    ...issuerRoutes(services.wallet),
    ...verifierRoutes(services.wallet),
    ...ratingRoutes(),
  ];
}

/** The installation as authenticators know it. */
function siteOf({ origin, city }: Services) {
  return { origin, name: city.product.zh };
}

/** What everyone would try first as a part of a password here. */
function wordsOf({ id, name, product }: Services['city']): string[] {
  const short = name.zh.replace(/[市县区]$/, '');
  return [...new Set(['quancheng', id, short, name.en, product.zh, product.en])];
}

/** What was looked at in a case: the questions of its form, by name. */
function caseNamesOf({ packs }: Services): ReturnType<Services['catalogue']['names']> {
  const titles = packs.flatMap(({ content }) =>
    content.forms.flatMap((form) =>
      Object.entries(form.properties).map(([name, field]) => [name, field['x-title']] as const),
    ),
  );
  const applicantName = { zh: '申请人姓名或名称', en: 'Name of the applicant' };
  return { name: { zh: '办件', en: 'Case' }, fields: { ...Object.fromEntries(titles), applicantName } };
}

/** What was read of a licence, which access records name `licence.TYPE`: the fields of its type. */
function licenceNamesOf({ packs }: Services, code: string): ReturnType<Services['catalogue']['names']> {
  const type = packs
    .flatMap(({ content }) => content.licences)
    .find((licence) => `licence.${licence.code}` === code);
  return (
    type && {
      name: type.name,
      fields: Object.fromEntries(type.fields.map(({ name, label }) => [name, label])),
    }
  );
}

/** A case by its number, where the caller may see it. */
async function findHandledCase(ctx: Context, number: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select id from service_case where number = ${number}`.execute(
    ctx.tx,
  );
  const [found] = rows;
  return found && (await findReadable(ctx, found.id)) ? found.id : undefined;
}

/** A file of a case may be read by whoever may see the case. */
async function caseShowsFile(ctx: Parameters<Route['handler']>[0], fileId: string): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    select id from service_case where materials @> ${JSON.stringify([{ fileId }])}::jsonb limit 20`.execute(
    ctx.tx,
  );
  for (const { id } of rows) if (await findReadable(ctx, id)) return true;
  return false;
}

export async function createApp(services: Services): Promise<FastifyInstance> {
  const { config, secrets, unit, log, metrics, origin } = services;
  const secure = origin.startsWith('https:');
  const trusted = trustOf(config.trustProxy);
  const app = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => newId(),
    requestIdHeader: false,
    trustProxy: trusted,
    bodyLimit: 2 * 2 ** 20,
    clientErrorHandler: answerBrokenRequest,
    ajv: { customOptions: { removeAdditional: false, coerceTypes: 'array', useDefaults: true } },
    ...(config.tls
      ? { https: { cert: await readFile(config.tls.cert), key: await readFile(config.tls.key) } }
      : {}),
  }) as unknown as FastifyInstance; // the https option changes the server's type, which nothing here depends on
  // Before all else, so that what other parts do belongs to the span of its request.
  if (config.tracing) (await import('./tracing.ts')).registerTracing(app, config.tracing);
  drainConnections(app);
  dropForged(app, trusted);
  registerProblems(app);
  registerJsonParser(app);
  registerPkiBodies(app);
  registerExchangeBodies(app);
  await app.register(cookie);
  await app.register(formbody);
  await app.register(multipart);
  await app.register(rateLimit, {
    global: true,
    max: 1200,
    timeWindow: '1 minute',
    allowList: (request) => request.url === '/healthz',
  });
  // What phones on slow lines wait for are bytes; level 4 costs less time than it saves anywhere.
  await app.register(compress, {
    encodings: ['br', 'gzip'],
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  });
  registerNonce(app);
  registerFormTarget(app, services);
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", nonceOf],
        styleSrc: ["'self'", nonceOf],
        imgSrc: ["'self'", 'data:', 'blob:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: [formTargetOf],
      },
    },
    strictTransportSecurity: secure,
    crossOriginOpenerPolicy: secure,
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'same-origin' },
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: services.city.product.en,
        description: 'Open digital-government platform',
        version: '1.0.0',
      },
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer' },
          session: { type: 'apiKey', in: 'cookie', name: sessionCookieOf(origin) },
        },
      },
    },
  });
  registerMetrics(app, services);

  const browsers = createBrowserSignIn({
    unit,
    origin,
    limits: {
      idleMinutes: { staff: config.idleStaff, residents: config.idleResidents },
      most: config.sessions,
    },
  });
  registerSignIn(app, {
    unit,
    origin,
    issuer: issuerOf(origin),
    clientId: webClientId,
    clientSecret: secrets.clientSecret,
    browsers,
    afterSignOut: async (session) => {
      const from = session.amr.some((shown) => shown.startsWith('fed-'))
        ? await findArrivedFrom(unit.db, session)
        : undefined;
      return from && `/signout/done?from=${from}`;
    },
    jwks: {
      keys: secrets.keys.map(({ kty, n, e, kid, alg, use }) => ({ kty, n, e, kid, alg, use })) as never,
    },
  });
  registerWindowScreen(app, { unit, browsers });
  await registerIdentity(app, {
    unit,
    provider: services.provider,
    browsers,
    demo: services.demo,
    demoPeople: () => listDemoPeople(services),
    origin,
    site: siteOf(services),
    faces: services.faces,
    certificates: services.certificates,
    upstreams: services.upstreams,
  });

  const authenticate = createAuthenticate(unit, origin);
  const authenticateLower = createExchangeAuthenticate(unit, origin);
  mountRoutes(app, allRoutes(services), {
    unit,
    authenticate: async (request) => {
      if (carriesExchangeSignature(request)) return authenticateLower(request);
      return carriesWalletToken(request) ? { actor: anonymous, csrfOk: true } : authenticate(request);
    },
    onRefused: recordRefusals(unit),
  });
  app.get('/api/openapi.json', { schema: { hide: true } }, () => app.swagger());
  registerHealth(app, services);
  await registerPages(app, services);
  metrics.poolWaiting.set(0);
  return app;
}

/** One nonce a page, for its scripts and for the styles that components of the desk add. */
function registerNonce(app: FastifyInstance): void {
  app.decorateReply('nonce', '');
  app.addHook('onRequest', async (_request, reply) => {
    reply.nonce = randomBytes(16).toString('base64');
    nonces.set(reply.raw, reply.nonce);
  });
}

/** Forms of the sign-in lead back to the system that asked for it, and nowhere else. */
function registerFormTarget(app: FastifyInstance, { unit, origin }: Services): void {
  app.addHook('onRequest', async (request, reply) => {
    const target = await findFormTarget(unit.db, origin, request);
    if (target !== undefined) formTargets.set(reply.raw, target);
  });
}

const formTargets = new WeakMap<object, string>();

function formTargetOf(_request: unknown, response: object): string {
  const target = formTargets.get(response);
  return target === undefined ? "'self'" : `'self' ${target}`;
}

const nonces = new WeakMap<object, string>();

function nonceOf(_request: unknown, response: object): string {
  return `'nonce-${nonces.get(response) ?? ''}'`;
}

declare module 'fastify' {
  interface FastifyReply {
    nonce: string;
  }
}

/** `localhost` and `127.0.0.1` are the same place to people, and both must keep their cookies. */

function registerMetrics(app: FastifyInstance, { metrics, database, unit }: Services): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    const labels = {
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: String(reply.statusCode),
    };
    metrics.requestSeconds.observe(labels, reply.elapsedTime / 1000);
  });
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
    metrics.poolWaiting.set(database.pool.waitingCount);
    metrics.oldestJobSeconds.set(await oldestDueJob(unit));
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
}

function registerHealth(app: FastifyInstance, { database }: Services): void {
  let draining = false;
  app.addHook('preClose', async () => {
    draining = true;
  });
  app.get('/healthz', { schema: { hide: true } }, async () => ({ ok: true }));
  app.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
    if (draining) return reply.status(503).send({ ready: false, reason: 'draining' });
    try {
      await database.pool.query('select 1');
      return await reply.send({ ready: true });
    } catch {
      return reply.status(503).send({ ready: false, reason: 'database' });
    }
  });
}
