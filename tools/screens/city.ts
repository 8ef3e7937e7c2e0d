import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { findAccountByLogin } from '@quancheng/kernel/subject/accounts';
import { createSession } from '@quancheng/kernel/subject/sessions';
import { asSystem, listStories, loadConfig, root, startServer } from '@quancheng/server';

/** A demo city in a folder of its own, for pictures. */
export interface City {
  origin: string;
  /** A command or a question of someone of the demo; answers its JSON. */
  ask<T>(account: string, method: 'GET' | 'POST', url: string, body?: unknown): Promise<T>;
  /** Hands in what someone's story applies for; answers the case's id. */
  apply(account: string): Promise<string>;
  stop(): Promise<void>;
}

export async function startCity(): Promise<City> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'qc-screens-'));
  const env = { ...process.env, PORT: '0', QC_DATA: dir, QC_DEMO_PEOPLE: '500', LOG_LEVEL: 'error' };
  const running = await startServer(loadConfig(env, root), {});
  const tokens = new Map<string, string>();

  async function tokenOf(account: string): Promise<string> {
    const known = tokens.get(account);
    if (known !== undefined) return known;
    const token = await asSystem(
      running.services,
      'pictures are taken of people of the demo',
      async (ctx) => {
        const row = await findAccountByLogin(ctx.tx, account);
        if (!row) throw new Error(`there is no account ${account}`);
        return createSession(ctx, row.id, 'token');
      },
    );
    tokens.set(account, token);
    return token;
  }

  async function ask<T>(account: string, method: 'GET' | 'POST', url: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${running.origin}${url}`, {
      method,
      headers: {
        authorization: `Bearer ${await tokenOf(account)}`,
        'content-type': 'application/json',
        'x-purpose': 'case-handling',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok)
      throw new Error(`${method} ${url} as ${account}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  return {
    origin: running.origin,
    ask,
    apply: async (account) => {
      const story = (await listStories(running.services)).find((entry) => entry.account === account);
      const [application] = story?.apply ?? [];
      if (!application) throw new Error(`${account} applies for nothing`);
      const { item, form, onBehalfOf } = application;
      const whose = onBehalfOf ? { onBehalfOf } : {};
      return (
        await ask<{ id: string }>(account, 'POST', '/api/v1/cases', { item, form, ...whose, submit: true })
      ).id;
    },
    stop: async () => {
      await running.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
