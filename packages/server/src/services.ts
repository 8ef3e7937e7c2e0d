import path from 'node:path';
import { createCalendar, listNotices, type Calendar } from '@quancheng/kernel/platform/calendar';
import { systemClock, type Clock } from '@quancheng/kernel/platform/clock';
import { createColumns, sealPlain, type ColumnKeeper } from '@quancheng/kernel/platform/columns';
import { createUnitOfWork, system, type Context, type UnitOfWork } from '@quancheng/kernel/platform/context';
import { connect, type Database } from '@quancheng/kernel/platform/database';
import { clamd, createFiles, localBlobs, noScanner, type Files } from '@quancheng/kernel/platform/files';
import { createWorker, type JobHandlers, type Worker } from '@quancheng/kernel/platform/jobs';
import { createLogger, type Logger } from '@quancheng/kernel/platform/log';
import { createDispatcher } from '@quancheng/kernel/platform/messages';
import { createMetrics, type Metrics } from '@quancheng/kernel/platform/metrics';
import { createDecisions, type Decisions } from '@quancheng/kernel/work/decisions';
import { createChannel } from '@quancheng/kernel/work/payments';
import { createCatalogue, kernelResources, type Catalogue } from '@quancheng/kernel/data/catalogue';
import {
  calendarHandlers,
  createCaseEngine,
  createCaseNumbers,
  definePackMessages,
  type CaseEngine,
} from '@quancheng/kernel/service/cases';
import {
  createLicencePapers,
  createLicenceStocks,
  heldLicenceResource,
  queryHeldLicences,
  type LicencePapers,
  type LicenceStocks,
} from '@quancheng/kernel/service/licences';
import { createLicenceExchange, type LicenceExchange } from '@quancheng/kernel/service/licence-exchange';
import { createAuthority, isCertified, type Authority } from '@quancheng/kernel/subject/authority';
import {
  createIdentityProvider,
  createUpstreamClients,
  signOutHandlers,
  type IdentityProvider,
  type UpstreamOptions,
} from '@quancheng/kernel/subject/identity';
import type { Master } from '@quancheng/kernel/platform/crypto';
import {
  createClientCertificates,
  readRoots,
  type ClientCertificates,
} from '@quancheng/kernel/subject/certificates';
import { createFaceChecks, type FaceChecks } from '@quancheng/kernel/subject/face';
import { createKeys, type Keys } from '@quancheng/kernel/subject/keys';
import { createVerifier, type Verifier } from '@quancheng/kernel/service/documents';
import { createSeals, type Seals } from '@quancheng/kernel/service/seals';
import { createSigners, type WalletDeps } from '@quancheng/kernel/service/wallet';
import type { MandatePorts } from '@quancheng/kernel/subject/mandates';
import type { CityConfig, ResourceSource } from '@quancheng/pack-sdk';
import type { LoadedPack } from './city.ts';
import { configErrors, type Config } from './config/index.ts';
import { certifiedPersons } from './certified-port.ts';
import { facePersonOf } from './face-port.ts';
import { trustOf } from './proxies.ts';
import { createMandatePorts } from './mandate-ports.ts';
import { loadMaster } from './master-key.ts';
import { sealedColumns } from './sealed-columns.ts';
import type { Secrets } from './secrets.ts';
import { createUpstreamPorts } from './upstream-port.ts';

/** Everything of one server process, wired once. */
export interface Services {
  config: Config;
  secrets: Secrets;
  city: CityConfig;
  packs: LoadedPack[];
  origin: string;
  /** Of the payment channel. */
  paymentUrl: string;
  demo: boolean;
  clock: Clock;
  log: Logger;
  metrics: Metrics;
  database: Database;
  unit: UnitOfWork;
  worker: Worker;
  catalogue: Catalogue;
  decisions: Decisions;
  cases: CaseEngine;
  files: Files;
  papers: LicencePapers;
  /** Licences made from libraries. */
  stocks: LicenceStocks;
  /** Licences between levels. */
  exchange: LicenceExchange;
  /** Wraps the keys. */
  master: Master;
  keys: Keys;
  columns: ColumnKeeper;
  authority: Authority;
  provider: IdentityProvider;
  /** Sign-in services of others. */
  upstreams: UpstreamOptions;
  seals: Seals;
  /** Licences as credentials. */
  wallet: WalletDeps;
  mandates: MandatePorts;
  /** Where a provider of face checks is configured. */
  faces: FaceChecks | undefined;
  /** Where people may sign in with certificates. */
  certificates: ClientCertificates | undefined;
  /** Of sealed documents. */
  verifier: Verifier;
  calendar: () => Calendar;
  loadCalendar(): Promise<void>;
}

interface Given {
  config: Config;
  secrets: Secrets;
  city: CityConfig;
  packs: LoadedPack[];
  databaseUrl: string;
  origin: string;
  paymentUrl: string;
  demo: boolean;
  clock?: Clock;
  /** How long one statement may take before who waits for it is told to try again. */
  statementMs?: number;
  /** Job handlers of the composition itself, such as loading the demo city. */
  jobs?: (services: Services) => JobHandlers;
}

export async function createServices(given: Given): Promise<Services> {
  const { config, secrets, city, packs, demo, origin } = given;
  const clock = given.clock ?? systemClock;
  const log = createLogger({ level: config.logLevel });
  const metrics = createMetrics();
  const master = await loadMaster(config);
  const columns = createColumns({ master });
  const database = connect({
    url: given.databaseUrl,
    max: config.pool,
    ...(given.statementMs === undefined ? {} : { statementMs: given.statementMs }),
    onError: (error) => log.warn({ err: error }, 'an idle database connection broke'),
  });
  const unit = createUnitOfWork(database.db, clock, () => services.worker.wake(), columns);
  const keys = createKeys({ master, isCertified });
  try {
    await asSystem({ unit }, 'the master key is proved to be that of the database', async (ctx) => {
      await keys.prove(ctx);
      await columns.prepare(ctx.tx, ctx.now);
    });
    await sealPlain(
      { unit, columns, list: sealedColumns },
      system('what earlier releases wrote in plain is encrypted at start'),
    );
  } catch (error) {
    await database.close();
    master.close();
    throw error;
  }
  const catalogue = await fillCatalogue(city, packs);
  for (const { manifest, content } of packs) definePackMessages(manifest.id, content.texts);
  const decisions = createDecisions();
  const files = createFiles({
    blobs: localBlobs(path.join(config.dataDir, 'files')),
    scanner: config.clamdUrl === null ? noScanner : clamd(config.clamdUrl),
  });
  let calendar = createCalendar([], city.officeHours as never);
  const cases = createCaseEngine({
    decisions,
    catalogue,
    files,
    calendar: () => calendar,
    casePrefix: city.casePrefix,
    caseNumbers: createCaseNumbers(),
    channel: createChannel(given.paymentUrl, secrets.paymentSecret),
    origin,
  });
  const organisation = organisationOf(city);
  const authority = createAuthority({ keys, origin, organisation, ...certifiedPersons(catalogue) });
  const seals = createSeals({ keys, authority, maker: { ...organisation, common: '电子印章制作' } });
  const papers = createLicencePapers({ files, seals, origin, delivered: cases.delivered });
  const faces =
    config.face === null
      ? undefined
      : createFaceChecks({ unit, keys, origin, provider: config.face, personOf: facePersonOf(catalogue) });
  if (faces)
    await asSystem({ unit }, 'the key that signs requests to the face provider is there', (ctx) =>
      faces.prepare(ctx),
    );
  const services: Services = {
    config,
    secrets,
    city,
    packs,
    origin,
    paymentUrl: given.paymentUrl,
    demo,
    clock,
    log,
    metrics,
    database,
    unit,
    catalogue,
    decisions,
    cases,
    files,
    papers,
    stocks: createLicenceStocks({
      catalogue,
      papers,
      clock,
      ownerOf: (pack) => packs.find(({ manifest }) => manifest.id === pack)?.manifest.agency ?? pack,
    }),
    exchange: createLicenceExchange({ keys, files, catalogue, clock }),
    master,
    keys,
    columns,
    provider: createIdentityProvider({
      unit,
      origin,
      origins: originsOf(origin),
      clientSecret: secrets.clientSecret,
      cookieKeys: secrets.cookieKeys,
      keys: secrets.keys,
      trustProxy: config.trustProxy !== false,
      offersCertificates: config.certificates !== null,
    }),
    upstreams: {
      clients: createUpstreamClients({ unit, origin }),
      ports: createUpstreamPorts(catalogue),
    },
    authority,
    seals,
    wallet: { signers: createSigners({ keys, authority, organisation }), origin, name: city.product },
    mandates: createMandatePorts(catalogue),
    faces,
    certificates: await createCertificates(config, { unit, authority, catalogue }),
    verifier: createVerifier(),
    calendar: () => calendar,
    loadCalendar: async () => {
      calendar = createCalendar(await listNotices(database.db), city.officeHours as never);
    },
    worker: undefined as never, // set below: its handlers need the services
  };
  const handlers: JobHandlers = {
    ...cases.handlers,
    ...papers.handlers,
    ...services.stocks.handlers,
    ...services.exchange.handlers,
    ...signOutHandlers(() => services.provider),
    ...calendarHandlers(() => calendar),
    ...createDispatcher({ smtpUrl: config.smtpUrl, smsUrl: config.smsUrl }),
    ...given.jobs?.(services),
  };
  services.worker = createWorker({ unit, handlers, log, metrics, lanes: config.workers });
  return services;
}

/** Errors: `config.invalid` where a file of the trusted authorities cannot be read. */
async function createCertificates(
  { certificates, trustProxy }: Config,
  { unit, authority, catalogue }: Pick<Services, 'unit' | 'authority' | 'catalogue'>,
): Promise<ClientCertificates | undefined> {
  if (certificates === null) return undefined;
  const { origin, roots, networks } = certificates;
  return createClientCertificates({
    unit,
    authority,
    roots: roots === null ? { roots: [], between: [] } : await readTrusted(roots),
    origin,
    isProxy: trustOf(trustProxy),
    mayReach: trustOf(networks),
    personOf: facePersonOf(catalogue),
  });
}

async function readTrusted(folder: string) {
  try {
    return await readRoots(folder);
  } catch (error) {
    throw configErrors.invalid({ problems: `QC_CERTIFICATE_ROOTS: ${(error as Error).message}` });
  }
}

/** Whose certificates the platform's own are. */
function organisationOf({ province, city, name }: CityConfig) {
  return { country: 'CN', state: province.name.zh, locality: city.name.zh, organisation: name.zh };
}

/** Kernel and pack resources with their agencies; held licences come from the licences themselves. */
async function fillCatalogue(city: CityConfig, packs: readonly LoadedPack[]): Promise<Catalogue> {
  const catalogue = createCatalogue();
  const nameOf = (slug: string) =>
    city.agencies.find((agency) => agency.slug === slug)?.name ?? { zh: slug, en: slug };
  const add = (pack: string, source: ResourceSource, owner: string) => {
    const agencySlug = source['x-agency'] ?? owner;
    catalogue.register({ pack, source, agencySlug, agencyName: nameOf(agencySlug) });
  };
  for (const source of await kernelResources()) add('kernel', source, 'data-bureau');
  for (const { manifest, content } of packs)
    for (const source of content.resources) add(manifest.id, source, manifest.agency);
  catalogue.register({
    pack: 'kernel',
    source: heldLicenceResource,
    agencySlug: 'data-bureau',
    agencyName: nameOf('data-bureau'),
    query: queryHeldLicences,
  });
  return catalogue;
}

/** A unit of work of the platform itself; `reason` says why it needs no person. */
export function asSystem<T>(
  services: Pick<Services, 'unit'>,
  reason: string,
  work: (ctx: Context) => Promise<T>,
): Promise<T> {
  return services.unit.run({ actor: system(reason) }, work);
}

/** Names by which browsers come: those of the machine itself all count where it is its own. */
function originsOf(origin: string): string[] {
  const { protocol, port } = new URL(origin);
  const end = port === '' ? '' : `:${port}`;
  return [
    ...new Set([
      origin,
      ...(/\/\/(localhost|127\.0\.0\.1|\[::1\])/.test(origin)
        ? ['localhost', '127.0.0.1', '[::1]'].map((host) => `${protocol}//${host}${end}`)
        : []),
    ]),
  ];
}
