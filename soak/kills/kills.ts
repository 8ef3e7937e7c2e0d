import { createServer, type AddressInfo } from 'node:net';
import { makeApplicants } from '../../bench/harness/applicants.ts';
import { withFolder } from '../../bench/harness/folders.ts';
import { peopleLoaded, startProduct, withOwner } from '../../bench/harness/product.ts';
import { percentile } from '../../bench/harness/statistics.ts';
import type { Options, Result, Soak } from '../harness/model.ts';
import { applicationOf, callersOf, makeSavers } from '../harness/people.ts';
import { randomOf } from '../harness/random.ts';
import { publishShortTerms } from '../harness/short-terms.ts';
import { check } from './checks.ts';
import { killAll, stopAll, type Victims } from './killer.ts';
import { startLoad, type Cast } from './load.ts';
import { emptyLedger, type Ledger } from './model.ts';
import { settle } from './settle.ts';

/** The terms of the promise cases: short enough to end among the kills. */
const termSeconds = 4;

export interface Killing extends Pick<Options, 'seed' | 'say'> {
  /** How often server and PostgreSQL are killed, each. */
  each: number;
  /** People of the demo city. */
  people: number;
  /** How long what is under way may take afterwards. */
  patienceMs: number;
}

/** Kills server and PostgreSQL under load, then compares what was acknowledged with what is there. */
export async function runKills(killing: Killing): Promise<Result> {
  return withFolder(async (dataDir) => {
    // The channel tells a fixed address, so a server that comes back listens where it did.
    const env = { PORT: String(await freePort()), QC_DEMO_PEOPLE: String(killing.people) };
    const victims: Victims = { dataDir, env, product: await startProduct(dataDir, env) };
    try {
      return await underLoad(killing, victims);
    } finally {
      await stopAll(victims);
    }
  });
}

async function underLoad(killing: Killing, victims: Victims): Promise<Result> {
  const { seed, say, each } = killing;
  const { dataDir } = victims;
  const { origin } = victims.product;
  await peopleLoaded(dataDir);
  await publishShortTerms(dataDir, termSeconds);
  const cast = await castOf(dataDir);
  say(`${cast.elders.length} elders, ${cast.savers.length} savers`);
  const ledger = emptyLedger();
  const load = startLoad(origin, cast, seed, ledger);
  const downMs = await killAll(victims, each, randomOf(seed, 0), say);
  await load.stop();
  say(`${ledger.cases.length} cases acknowledged; waiting for what is under way`);
  return withOwner(dataDir, async (client) => {
    const unfinished = await settle(client, killing.patienceMs);
    return {
      counts: countsOf(ledger, each, downMs),
      invariants: await check(client, origin, dataDir, ledger, unfinished),
      notes: [],
    };
  });
}

function castOf(dataDir: string): Promise<Cast> {
  return withOwner(dataDir, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int as count from lib_person where alive and registered_here
         and birth_date < current_date - interval '61 years'
         and not exists (select 1 from account a where a.person_id = lib_person.id)`,
    );
    return {
      elders: await makeApplicants(client, rows[0]?.count ?? 0),
      savers: await makeSavers(client, 10_000),
      staff: await callersOf(client, ['noodle-owner', 'home-buyer', 'home-seller', 'estate-clerk']),
      licence: await applicationOf(client, 'noodle-owner'),
      transfer: await applicationOf(client, 'home-buyer'),
    };
  });
}

function countsOf({ cases, repeats, seen }: Ledger, each: number, downMs: number[]): Result['counts'] {
  const ofKind = Map.groupBy(cases, ({ kind }) => kind);
  const count = (kind: 'card' | 'withdrawal' | 'transfer' | 'licence'): number =>
    ofKind.get(kind)?.length ?? 0;
  return {
    'kills of the server': each,
    'kills of PostgreSQL': each,
    'down after a kill, median': `${percentile(downMs, 0.5).toFixed(0)} ms`,
    'down after a kill, longest': `${Math.max(...downMs).toFixed(0)} ms`,
    'instant cases (elderly card)': count('card'),
    'withdrawals with payout': count('withdrawal'),
    'transfers with payment and refund': count('transfer'),
    'promise cases with two timers': count('licence'),
    'commands repeated with their key': repeats.same + repeats.other.length,
    'connections that broke': seen.broken,
    'answers «unavailable» (503)': seen.unavailable,
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

export const kills: Soak = {
  name: 'kills',
  what: 'server and PostgreSQL killed twenty times each under load',
  run: ({ seed, say }) => runKills({ seed, say, each: 20, people: 20_000, patienceMs: 180_000 }),
};
