import { mkdir } from 'node:fs/promises';
import type { Server } from 'node:http';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '@quancheng/kernel/platform/clock';
import { asSystem, createServices, type Services } from './services.ts';
import { createApp } from './app.ts';
import { loadCity, loadPacks } from './city.ts';
import { configErrors, type Config } from './config/index.ts';
import { startDemoChannel, type DemoChannel } from './demo/channel.ts';
import { demoJobs, loadDemo } from './demo/load.ts';
import { startEmbedded, type EmbeddedPostgres } from './postgres/index.ts';
import { prepareCity, prepareResources, prepareSchema } from './prepare.ts';
import { loadSecrets } from './secrets.ts';

export type StartStep = 'database' | 'schema' | 'city' | 'demo' | 'open';

export interface Running {
  app: FastifyInstance;
  services: Services;
  origin: string;
  ownerUrl: string;
  stop(): Promise<void>;
}

/** Starts everything of one server in order; what was started is stopped again when a later step fails. */
export async function startServer(
  config: Config,
  options: { step?: (step: StartStep) => void; clock?: Clock } = {},
): Promise<Running> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).toReversed()) await end();
  };
  try {
    return await start(config, options, stops, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  config: Config,
  options: { step?: (step: StartStep) => void; clock?: Clock },
  stops: (() => Promise<void>)[],
  stop: () => Promise<void>,
): Promise<Running> {
  const step = options.step ?? (() => undefined);
  const city = await loadCity(config.city);
  const packs = await loadPacks(city);
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  const secrets = await loadSecrets(config.dataDir, config.secrets);
  const port = await freePort(config);

  step('database');
  const { url: ownerUrl, embedded } = await openDatabase(config);
  if (embedded) stops.push(embedded.stop);
  step('schema');
  const databaseUrl = await prepareSchema(ownerUrl);
  const demo = await readDemo(config, ownerUrl);
  const origin =
    config.origin ??
    `${config.tls ? 'https' : 'http'}://${config.host && !demo ? config.host : 'localhost'}:${port}`;
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
    jobs: (made) => (demo ? demoJobs(made) : {}),
  });
  stops.push(services.database.close, services.worker.stop);

  step('city');
  await prepareResources(services, ownerUrl);
  await prepareCity(services);
  await services.loadCalendar();
  if (demo) {
    step('demo');
    await loadDemo(services);
  }
  step('open');
  const app = await createApp(services);
  const sweeper = startSweeper(services);
  stops.push(sweeper, () => app.close());
  await listen(app, config, demo, port);
  return { app, services, origin, ownerUrl, stop };
}

export async function openDatabase(
  config: Config,
): Promise<{ url: string; embedded: EmbeddedPostgres | null }> {
  if (config.databaseUrl !== null) return { url: config.databaseUrl, embedded: null };
  const embedded = await startEmbedded({ dir: path.join(config.dataDir, 'postgres'), database: 'quancheng' });
  return { url: embedded.url, embedded };
}

/** Whether this database holds a demo: decided when it is made, and never changed by the environment. */
export async function readDemo(config: Config, ownerUrl: string): Promise<boolean> {
  const byDefault = config.demo ?? config.databaseUrl === null;
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: ownerUrl });
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

/** The port to listen on; 0 asks the system for a free one now, because the issuer must name it. */
async function freePort(config: Config): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? configErrors.portTaken({ port: config.port, other: config.port + 1 })
          : error,
      );
    });
    server.listen(config.port, config.host ?? '127.0.0.1', () => {
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : config.port;
      server.close(() => resolve(port));
    });
  });
}

async function listen(app: FastifyInstance, config: Config, demo: boolean, port: number): Promise<void> {
  // Outside the demo every address, of both families; a demo only answers its own machine.
  const host = config.host ?? (demo ? '127.0.0.1' : '::');
  await app
    .listen({ port, host, ...(host === '::' ? { ipv6Only: false } : {}) })
    .catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EADDRINUSE' ? configErrors.portTaken({ port, other: port + 1 }) : error;
    });
  if (config.host !== null || !demo) return;
  await listenAlso(app.server, '::1', port);
}

/** A second address for the same server; a machine without IPv6 does without it. */
async function listenAlso(server: FastifyInstance['server'], host: string, port: number): Promise<void> {
  const { createServer } = await import('node:http');
  const second: Server = createServer((request, response) => server.emit('request', request, response));
  await new Promise<void>((resolve) => {
    second.once('error', () => resolve());
    second.listen(port, host, () => resolve());
  });
  server.once('close', () => second.close());
}

/** Hands due timers to the job queue and keeps partitions ahead of time. */
function startSweeper(services: Services): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  const sweep = async (): Promise<void> => {
    try {
      await asSystem(services, 'due timers are handed to the job queue', (ctx) =>
        services.cases.processes.sweepTimers(ctx, 500),
      );
    } catch (error) {
      services.log.error({ err: error }, 'timers cannot be swept');
    }
  };
  const timer = setInterval(() => {
    running = running.then(sweep);
  }, 2000);
  return async () => {
    clearInterval(timer);
    await running;
  };
}
