import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '@quancheng/kernel/platform/clock';
import type { Logger } from '@quancheng/kernel/platform/log';
import { createServices, type Services } from './services.ts';
import { createApp } from './app.ts';
import { loadCity, loadPacks } from './city.ts';
import { configErrors, type Config } from './config/index.ts';
import { startDemoChannel, type DemoChannel } from './demo/channel.ts';
import { demoJobs, loadDemo } from './demo/load.ts';
import { findPort, listen, originOf } from './listen.ts';
import { startEmbedded, type EmbeddedPostgres } from './postgres/index.ts';
import { claimCity, prepareAuthority, prepareCity, prepareResources, prepareSchema } from './prepare.ts';
import { startHousekeeping } from './housekeeping.ts';
import { loadSecrets } from './secrets.ts';
import { refuseWrongClock } from './wrong-clock.ts';

/** A statement that takes longer is given up: a library that hangs must not hold every connection. */
const usualStatementMs = 30_000;

export type StartStep = 'database' | 'schema' | 'city' | 'demo' | 'open';

export interface Running {
  app: FastifyInstance;
  services: Services;
  origin: string;
  ownerUrl: string;
  stop(): Promise<void>;
}

interface Options {
  /** Hears each step as it begins. */
  step?: (step: StartStep) => void;
  clock?: Clock;
  /** How long one statement may take; 30 seconds unless said. */
  statementMs?: number;
  /** Ends a start that is under way, after the step that runs. */
  signal?: AbortSignal;
}

/** Starts everything of one server in order; what was started is stopped again when a later step fails. */
export async function startServer(config: Config, options: Options = {}): Promise<Running> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    const failures: unknown[] = [];
    // What fails to stop must not keep the rest running, PostgreSQL least of all.
    for (const end of stops.splice(0).toReversed())
      await end().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw new AggregateError(failures, 'the server did not stop cleanly');
  };
  try {
    return await start(config, options, stops, stop);
  } catch (error) {
    await stop().catch(() => undefined); // the failure that came first is the one to tell
    throw error;
  }
}

async function start(
  config: Config,
  options: Options,
  stops: (() => Promise<void>)[],
  stop: () => Promise<void>,
): Promise<Running> {
  const step = (name: StartStep): void => {
    options.signal?.throwIfAborted();
    options.step?.(name);
  };
  const city = await loadCity(config.city);
  const packs = await loadPacks(city, config.packsDir);
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  const secrets = await loadSecrets(config.dataDir, config.secrets);
  const port = await findPort(config);

  step('database');
  let log: Logger | undefined;
  const { url: ownerUrl, embedded } = await openDatabase(config, (happening) =>
    log?.warn({ happening }, 'the embedded PostgreSQL'),
  );
  if (embedded) stops.push(embedded.stop);
  step('schema');
  const databaseUrl = await prepareSchema(ownerUrl);
  if (!options.clock) await refuseWrongClock(ownerUrl);
  const demo = await readDemo(config, ownerUrl);
  const origin = originOf(config, port);
  let channel: DemoChannel | undefined;
  if (config.paymentUrl === null && demo) {
    channel = await startDemoChannel({ secret: secrets.paymentSecret, dataDir: config.dataDir });
    stops.push(channel.stop);
  }
  const services = await createServices({
    config,
    secrets,
    city,
    packs,
    databaseUrl,
    origin,
    demo,
    paymentUrl: config.paymentUrl ?? channel?.url ?? 'http://127.0.0.1:9/',
    ...(options.clock ? { clock: options.clock } : {}),
    statementMs: options.statementMs ?? usualStatementMs,
    jobs: (made) => (demo ? demoJobs(made) : {}),
  });
  log = services.log;
  stops.push(async () => services.master.close(), services.database.close, services.worker.stop);

  step('city');
  await claimCity(services);
  await prepareResources(services, ownerUrl);
  await prepareCity(services);
  await prepareAuthority(services);
  await services.loadCalendar();
  if (demo) {
    step('demo');
    await loadDemo(services);
  }
  step('open');
  const app = await createApp(services);
  stops.push(startHousekeeping(services), () => app.close());
  stops.push(await listen(app, { host: config.host, demo, port }));
  options.signal?.throwIfAborted();
  return { app, services, origin, ownerUrl, stop };
}

export async function openDatabase(
  config: Config,
  note?: (happening: string) => void,
): Promise<{ url: string; embedded: EmbeddedPostgres | null }> {
  if (config.databaseUrl !== null) return { url: config.databaseUrl, embedded: null };
  const embedded = await startEmbedded({
    dir: path.join(config.dataDir, 'postgres'),
    database: 'quancheng',
    ...(note ? { note } : {}),
  });
  return { url: embedded.url, embedded };
}

/** Whether this database holds a demo: decided when it is made, and never changed by the environment. */
export async function readDemo(config: Config, ownerUrl: string): Promise<boolean> {
  const byDefault = config.demo ?? config.databaseUrl === null;
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: ownerUrl });
  client.on('error', () => undefined); // the statement that waits for it is told
  await client.connect();
  try {
    await client.query(
      `insert into setting (key, value, updated_at) values ('demo', to_jsonb($1::boolean), now()) on conflict do nothing`,
      [byDefault],
    );
    const { rows } = await client.query<{ value: boolean }>(`select value from setting where key = 'demo'`);
    const demo = rows[0]?.value === true;
    if (config.demo !== null && config.demo !== demo) {
      throw configErrors.demoFixed({ found: demo ? 'on' : 'off', wanted: config.demo ? 'on' : 'off' });
    }
    return demo;
  } finally {
    await client.end();
  }
}
