import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '@quancheng/pack-sdk';
import { startProduct, type Product } from '../../bench/harness/product.ts';
import { isReady } from '../harness/caller.ts';
import { shuffle } from '../harness/random.ts';

export interface Victims {
  dataDir: string;
  env: Record<string, string>;
  /** The server that runs now; another one after each kill. */
  product: Product;
}

/** Kills server and PostgreSQL so often each, in an order and at moments that the seed decides. */
export async function killAll(
  victims: Victims,
  each: number,
  random: Random,
  say: (line: string) => void,
): Promise<number[]> {
  const order = shuffle(random, [...Array(each).fill('server'), ...Array(each).fill('postgres')] as (
    'server' | 'postgres'
  )[]);
  const downMs: number[] = [];
  for (const [index, victim] of order.entries()) {
    await sleep(400 + random.below(2000));
    const began = performance.now();
    if (victim === 'server') await killServer(victims);
    else await killPostgres(victims);
    downMs.push(performance.now() - began);
    say(`${index + 1}/${order.length}: ${victim} killed, back after ${(downMs.at(-1) ?? 0).toFixed(0)} ms`);
  }
  return downMs;
}

async function killServer(victims: Victims): Promise<void> {
  await victims.product.kill();
  victims.product = await startProduct(victims.dataDir, victims.env);
}

async function killPostgres({ dataDir, product }: Victims): Promise<void> {
  const before = await postgresPid(dataDir);
  process.kill(before, 'SIGKILL');
  for (
    const began = Date.now();
    (await postgresPid(dataDir)) === before || !(await isReady(product.origin));
  ) {
    if (Date.now() - began > 60_000) throw new Error('PostgreSQL did not come back in a minute');
    await sleep(50);
  }
}

/** The pid of the embedded PostgreSQL, as it wrote it down; 0 while there is none. */
async function postgresPid(dataDir: string): Promise<number> {
  const file = path.join(dataDir, 'postgres/pg/postmaster.pid');
  const text = await readFile(file, 'utf8').catch(() => '');
  return Number(text.split('\n')[0]);
}

/** What a run that broke off left behind. */
export async function stopAll({ dataDir, product }: Victims): Promise<void> {
  await product.stop();
  const left = await postgresPid(dataDir);
  const name = await readFile(`/proc/${left}/comm`, 'utf8').catch(() => '');
  if (left > 0 && name.trim() === 'postgres') process.kill(left, 'SIGQUIT');
}
