import { parseArgs } from 'node:util';
import { loadCity, loadPacks, root } from '../city.ts';
import { loadConfig, type Config } from '../config/index.ts';
import { originOf } from '../listen.ts';
import { claimCity, prepareSchema } from '../prepare.ts';
import { loadSecrets } from '../secrets.ts';
import { createServices, type Services } from '../services.ts';
import { openDatabase, readDemo } from '../start.ts';

export interface Command {
  /** One or two words. */
  name: string;
  usage: string;
  help: string;
  /** Answers whether it succeeded. */
  run(args: string[]): Promise<boolean>;
}

export class UsageError extends Error {}

type Options = Record<string, 'string' | 'boolean'>;

interface Parsed {
  positionals: string[];
  text(name: string): string | undefined;
  flag(name: string): boolean;
}

/** Reads options; an unknown one is told with the usage of the command. */
export function parse(usage: string, args: string[], options: Options): Parsed {
  try {
    const spec = Object.fromEntries(
      Object.entries({ ...options, json: 'boolean' as const }).map(([name, type]) => [name, { type }]),
    );
    const { values, positionals } = parseArgs({ args, options: spec, allowPositionals: true });
    return {
      positionals,
      text: (name) => {
        const value = values[name];
        return typeof value === 'string' ? value : undefined;
      },
      flag: (name) => values[name] === true,
    };
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n./qc ${usage}`);
  }
}

export function required(value: string | undefined, usage: string): string {
  if (value === undefined) throw new UsageError(`./qc ${usage}`);
  return value;
}

export function print(value: unknown, json: boolean, plain: () => string): void {
  process.stdout.write(`${json ? JSON.stringify(value) : plain()}\n`);
}

/**
 * Lends the database of a configuration. An embedded PostgreSQL that no server runs is started for the time being, and
 * stops with the command, also when that is interrupted.
 */
export async function withDatabase<T>(config: Config, work: (ownerUrl: string) => Promise<T>): Promise<T> {
  const { url, embedded } = await openDatabase(config);
  const interrupted = async (): Promise<void> => {
    await embedded?.stop();
    process.exit(130);
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const onSignal = () => void interrupted();
  for (const signal of signals) process.once(signal, onSignal);
  try {
    return await work(url);
  } finally {
    await embedded?.stop();
    for (const signal of signals) process.off(signal, onSignal);
  }
}

/** Works on the database of the configuration of the environment, beside a running server or without one. */
export async function withServices<T>(
  work: (services: Services, ownerUrl: string) => Promise<T>,
  config: Config = loadConfig(process.env, root),
): Promise<T> {
  const city = await loadCity(config.city);
  return withDatabase(config, async (url) => {
    const databaseUrl = await prepareSchema(url);
    const services = await createServices({
      config: { ...config, workers: 0 },
      secrets: await loadSecrets(config.dataDir, config.secrets),
      city,
      packs: await loadPacks(city, config.packsDir),
      databaseUrl,
      origin: originOf(config, config.port),
      paymentUrl: config.paymentUrl ?? 'http://127.0.0.1:9/',
      demo: await readDemo(config, url),
    });
    try {
      await claimCity(services);
      return await work(services, url);
    } finally {
      await services.worker.stop();
      await services.database.close();
      services.master.close();
    }
  });
}
