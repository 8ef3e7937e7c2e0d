import { readFile } from 'node:fs/promises';
import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import Fastify, { LogController, type FastifyInstance } from 'fastify';
import { newId } from '@quancheng/kernel/platform/ids';
import { anonymous } from '@quancheng/kernel/platform/context';
import { mountRoutes, registerJsonParser, registerProblems } from '@quancheng/kernel/platform/http';
import { findArrivedFrom, issuerOf, registerIdentity, webClientId } from '@quancheng/kernel/subject/identity';
import { registerPkiBodies } from '@quancheng/kernel/subject/authority';
import {
  createAuthenticate,
  createBrowserSignIn,
  registerSignIn,
  sessionCookieOf,
} from '@quancheng/kernel/subject/sessions';
import { registerWindowScreen } from '@quancheng/kernel/subject/windows';
import {
  carriesExchangeSignature,
  createExchangeAuthenticate,
  registerExchangeBodies,
} from '@quancheng/kernel/service/licence-exchange';
import { carriesWalletToken } from '@quancheng/kernel/service/wallet';
import { answerBrokenRequest } from './broken-requests.ts';
import { listDemoPeople } from './demo/people.ts';
import { registerPages } from './pages/index.ts';
import { drainConnections } from './drain.ts';
import { dropForged, trustOf } from './proxies.ts';
import { recordRefusals } from './security/refusals.ts';
import type { Services } from './services.ts';
import { allRoutes, siteOf } from './all-routes.ts';
import { registerPagePolicy } from './page-policy.ts';
import { registerHealth, registerMetrics } from './watch.ts';

/** The server with all of its parts; it does not listen yet. */
export async function createApp(services: Services): Promise<FastifyInstance> {
  const { config, secrets, unit, log, metrics, origin } = services;
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
  await registerPagePolicy(app, services);
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
