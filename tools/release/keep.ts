import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fixedClock } from '@quancheng/kernel/platform/clock';
import { findAccountByLogin } from '@quancheng/kernel/subject/accounts';
import { createSession } from '@quancheng/kernel/subject/sessions';
import { asSystem, listStories, loadConfig, startServer, type Running } from '@quancheng/server';
import { root, run } from '../steps.ts';
import { readVersion } from './tree.ts';

/**
 * `node tools/release/keep.ts`: keeps a small instance of this release in `db/releases/VERSION`, with cases in
 * every stage, for later releases to be upgraded from. Run at the release's own commit; what is kept never changes.
 */

const quiet = new Date('2026-01-26T02:00:00Z');
/** By then the five working days of a desk are over. */
const late = new Date('2026-03-02T02:00:00Z');

interface Kept {
  id: string;
  account: string;
}

async function keep(): Promise<string> {
  const dir = path.join(root, 'db/releases', await readVersion());
  if (existsSync(dir)) throw new Error(`${dir}: 已有，不会改动。 / it is there, and never changes.`);
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'qc-keep-'));
  const env = { PORT: '0', QC_DATA: dataDir, QC_DEMO_PEOPLE: '10', QC_WORKERS: '0', LOG_LEVEL: 'error' };
  const clock = fixedClock(quiet);
  const running = await startServer(loadConfig(env, root), { clock });
  try {
    const cases = await tellStories(running, () => clock.set(late));
    await mkdir(dir, { recursive: true });
    const { code, output } = await run(path.join(root, 'qc'), ['backup', path.join(dir, 'backup')], {
      env: { QC_DATA: dataDir },
    });
    if (code !== 0) throw new Error(output);
    await writeFile(path.join(dir, 'story.json'), `${JSON.stringify({ now: late, cases }, null, 2)}\n`);
    return dir;
  } finally {
    await running.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** One case in each stage that an upgrade may meet. */
async function tellStories(running: Running, waitLong: () => void): Promise<Record<string, Kept>> {
  const people = peopleOf(running);
  const licence = await people.apply('elder-72');
  const draft = await people.begin('elder-60');
  await running.services.worker.drain();
  const timer = await people.apply('bakery-owner');
  waitLong();
  const payment = await people.apply('home-buyer');
  await people.act('home-seller', payment.id, 'confirm', { agree: true });
  await people.act('estate-clerk', payment.id, 'accept');
  const desk = await people.apply('noodle-owner');
  await people.act('market-clerk', desk.id, 'claim');
  return { licence, draft, payment, timer, desk };
}

interface People {
  /** Hands in what the story of someone applies for. */
  apply(account: string): Promise<Kept>;
  /** The same, left as a draft. */
  begin(account: string): Promise<Kept>;
  act(account: string, id: string, verb: string, body?: object): Promise<void>;
}

function peopleOf({ services, origin }: Running): People {
  async function post(account: string, url: string, body: object): Promise<{ id: string }> {
    const token = await asSystem(services, 'people of the demo fill a release that is kept', async (ctx) => {
      const row = await findAccountByLogin(ctx.tx, account);
      if (!row) throw new Error(`there is no account ${account}`);
      return createSession(ctx, row.id, 'token');
    });
    const answer = await fetch(`${origin}${url}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${url} as ${account}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as { id: string };
  }

  async function fill(account: string, how: object): Promise<Kept> {
    const story = (await listStories(services)).find((entry) => entry.account === account);
    const [application] = story?.apply ?? [];
    if (!application) throw new Error(`${account} applies for nothing`);
    const { item, form, onBehalfOf } = application;
    const whose = onBehalfOf ? { onBehalfOf } : {};
    const { id } = await post(account, '/api/v1/cases', { item, form, ...whose, ...how });
    return { id, account };
  }

  return {
    apply: (account) => fill(account, { submit: true }),
    begin: (account) => fill(account, { submit: false }),
    act: async (account, id, verb, body = {}) =>
      void (await post(account, `/api/v1/cases/${id}/${verb}`, body)),
  };
}

process.stdout.write(`${await keep()}\n`);
