import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { fixedClock } from '@quancheng/kernel/platform/clock';
import { findAccountByLogin } from '@quancheng/kernel/subject/accounts';
import { createSession } from '@quancheng/kernel/subject/sessions';
import {
  asSystem,
  listStories,
  loadConfig,
  root,
  startServer,
  type LoadedStory,
  type Running,
} from '@quancheng/server';
import { openEmptyDatabase, openTestDatabase } from './database.ts';

export interface Answer<T> {
  status: number;
  body: T;
  headers: Headers;
}

export interface Client {
  get<T = never>(path: string, headers?: Record<string, string>): Promise<Answer<T>>;
  post<T = never>(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer<T>>;
  patch<T = never>(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer<T>>;
  delete<T = never>(path: string, headers?: Record<string, string>): Promise<Answer<T>>;
  token: string;
}

export interface TestServer extends Running {
  /** Moves the clock of the server; null lets real time go on. */
  setTime(at: Date): void;
  /** A program that works as an account of the demo. */
  as(account: string): Promise<Client>;
  anonymous: Client;
  stories(): Promise<LoadedStory[]>;
  /** Runs what timers and jobs have due, until nothing is. */
  settle(): Promise<void>;
}

interface Options {
  env?: Record<string, string>;
  now?: Date | 'real';
  statementMs?: number;
  /** Fills the database, which is empty then, before the server starts over it. */
  fill?: (at: { ownerUrl: string; dataDir: string }) => Promise<void>;
}

/** A whole server on a free port over a database of its own, with the demo's people, and a clock that stands. */
export async function startTestServer(options: Options = {}): Promise<TestServer> {
  const database = await (options.fill ? openEmptyDatabase() : openTestDatabase());
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'qc-server-'));
  await options.fill?.({ ownerUrl: database.ownerUrl, dataDir });
  const clock = fixedClock(options.now instanceof Date ? options.now : new Date());
  const env = {
    PORT: '0',
    DATABASE_URL: database.ownerUrl,
    QC_DATA: dataDir,
    QC_DEMO: 'on',
    QC_DEMO_PEOPLE: '100',
    QC_WORKERS: '0',
    QC_POOL: '8',
    LOG_LEVEL: 'error',
    ...options.env,
  };
  const running = await startServer(loadConfig(env, root), {
    ...(options.now === 'real' ? {} : { clock }),
    ...(options.statementMs === undefined ? {} : { statementMs: options.statementMs }),
  });
  const { services, origin } = running;
  const clientOf = (token: string): Client => ({
    token,
    get: (url, headers = {}) => send(origin, 'GET', url, undefined, token, headers),
    post: (url, body, headers = {}) => send(origin, 'POST', url, body, token, headers),
    patch: (url, body, headers = {}) => send(origin, 'PATCH', url, body, token, headers),
    delete: (url, headers = {}) => send(origin, 'DELETE', url, undefined, token, headers),
  });
  return {
    ...running,
    setTime: (at) => clock.set(at),
    anonymous: clientOf(''),
    stories: () => listStories(services),
    as: async (account) => {
      const token = await asSystem(services, 'tests act as people of the demo', async (ctx) => {
        const row = await findAccountByLogin(ctx.tx, account);
        if (!row) throw new Error(`no account ${account}`);
        return createSession(ctx, row.id, 'token');
      });
      return clientOf(token);
    },
    settle: async () => {
      for (let round = 0; round < 20; round += 1) {
        const timers = await asSystem(services, 'tests let time pass', (ctx) =>
          services.cases.processes.sweepTimers(ctx, 500),
        );
        const jobs = await services.worker.drain();
        if (timers + jobs === 0) return;
      }
    },
    stop: async () => {
      await running.stop();
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function send<T>(
  origin: string,
  method: string,
  url: string,
  body: unknown,
  token: string,
  headers: Record<string, string>,
): Promise<Answer<T>> {
  const answer = await fetch(new URL(url, origin.replace('localhost', '127.0.0.1')), {
    method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const isJson = (answer.headers.get('content-type') ?? '').includes('json');
  return { status: answer.status, body: (isJson ? JSON.parse(text) : text) as T, headers: answer.headers };
}
