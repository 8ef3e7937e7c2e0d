import { appUrl } from '@quancheng/kernel/platform/database';
import { newId } from '@quancheng/kernel/platform/ids';
import { headersOf, makeApplicants, takeCardsBack, type Applicant } from '../harness/applicants.ts';
import { createFloor, holesOf, type DoneCase, type Floor } from '../harness/floor.ts';
import { withFolder } from '../harness/folders.ts';
import { closed, createClient, type Client, type Timing } from '../harness/load.ts';
import type { Bench, Benchmark } from '../harness/model.ts';
import { ownerUrlOf, peopleLoaded, withOwner, withProduct } from '../harness/product.ts';
import { percentile } from '../harness/statistics.ts';
import { commandOf, traceStatements } from '../harness/trace.ts';
import { createBpmnPeer } from '../peers/bpmn-engine.ts';

const atOnce = 16;
const perRun = 2000;
const warmUp = 300;

/** Hands in an elderly card as its applicant: the answer holds the licence, and all of it is durable. */
export async function applyForCard(client: Client, applicant: Applicant, key = newId()): Promise<DoneCase> {
  const { body } = await client.send({
    method: 'POST',
    path: '/api/v1/cases',
    headers: { ...headersOf(applicant), 'idempotency-key': key },
    body: { item: 'elderly-card', form: { phone: '10000000001' }, submit: true },
  });
  const done = JSON.parse(body.toString('utf8')) as DoneCase;
  if (!done.licence) throw new Error(`${done.number} was not granted but is ${done.status}`);
  return done;
}

/** One run of ours: every applicant applies once. */
export async function runInstant(
  dataDir: string,
  origin: string,
  applicants: readonly Applicant[],
): Promise<Timing> {
  await withOwner(dataDir, takeCardsBack);
  const client = createClient(origin, atOnce);
  try {
    return await closed({ count: applicants.length, atOnce }, (index) =>
      applyForCard(client, at(applicants, index)),
    );
  } finally {
    client.close();
  }
}

/** Writes down what one case says to PostgreSQL, and makes a script that says the same. */
export async function traceFloor(dataDir: string, origin: string, applicant: Applicant): Promise<Floor> {
  await withOwner(dataDir, takeCardsBack);
  const client = createClient(origin, 1);
  const key = newId();
  const since = Date.now();
  let done: DoneCase | undefined;
  const statements = await traceStatements(dataDir, async () => {
    done = await applyForCard(client, applicant, key);
  });
  client.close();
  if (!done) throw new Error('no case was made');
  const command = commandOf(
    statements,
    [applicant.tokenHash, applicant.accountId],
    'insert into "service_case"',
  );
  const texts = command.flatMap(({ params }) => params ?? []).filter((param) => param !== null);
  const holes = holesOf(applicant, done, key, texts, since);
  return createFloor(appUrl(await ownerUrlOf(dataDir)), command, holes, atOnce);
}

async function run(bench: Bench) {
  return withFolder(async (dataDir) => {
    bench.say('loading the people of a demo city');
    await withProduct(dataDir, { QC_DEMO_PEOPLE: '20000' }, () => peopleLoaded(dataDir));
    // Papers are made by jobs, which another process of the product does: here it is the requests that count.
    return withProduct(dataDir, { QC_WORKERS: '0' }, ({ origin }) => measure(bench, dataDir, origin));
  });
}

async function measure(bench: Bench, dataDir: string, origin: string) {
  const applicants = await withOwner(dataDir, (client) => makeApplicants(client, bench.length(perRun)));
  // What a running server has read once it does not read again, so the script is taken from a warm one.
  await runInstant(dataDir, origin, applicants.slice(0, warmUp));
  const floor = await traceFloor(dataDir, origin, at(applicants, 0));
  const peer = await createBpmnPeer(await ownerUrlOf(dataDir), atOnce);
  const ours: Timing[] = [];
  const floors: Timing[] = [];
  const peers: Timing[] = [];
  const count = applicants.length;
  try {
    for (let round = 0; round < bench.rounds; round += 1) {
      ours.push(await runInstant(dataDir, origin, applicants));
      floors.push(await closed({ count, atOnce }, (index, lane) => floor.run(at(applicants, index), lane)));
      await withOwner(dataDir, takeCardsBack);
      peers.push(
        await closed({ count: Math.ceil(count / 4), atOnce }, (index) => peer.run(at(applicants, index))),
      );
      bench.say(
        `${round + 1}: ${[ours, floors, peers].map((all) => all.at(-1)?.perSecond.toFixed(0)).join(' / ')} a second (ours / floor / peer)`,
      );
    }
  } finally {
    await floor.close();
    await peer.close();
  }
  const rate = (timings: readonly Timing[]): number[] => timings.map(({ perSecond }) => perSecond);
  return {
    measures: [
      {
        what: 'instant cases',
        unit: '/s',
        runs: rate(ours),
        target: { kind: 'atLeast', value: 200 } as const,
      },
      {
        what: 'instant cases',
        unit: '/s',
        runs: rate(ours),
        against: { what: `script with the same ${floor.statements} statements`, runs: rate(floors) },
        target: { kind: 'ratio', atLeast: 0.6 } as const,
      },
      {
        what: 'instant cases',
        unit: '/s',
        runs: rate(ours),
        against: { what: 'bpmn-engine, state saved as JSON', runs: rate(peers) },
        target: { kind: 'ratio', atLeast: 5 } as const,
      },
      {
        what: 'slowest of a hundred (p99)',
        unit: 'ms',
        runs: ours.map(({ latenciesMs }) => percentile(latenciesMs, 0.99)),
        target: { kind: 'atMost', value: 150 } as const,
      },
    ],
    notes: [
      `${count} people of the generated city each apply for the elderly card by POST /api/v1/cases, ${atOnce} at once; the answer comes when case, history, licence, audit, access records and jobs are on disk (synchronous_commit on).`,
      `The server runs with QC_WORKERS=0, as where another process does the jobs. The script repeats the statements that PostgreSQL logged of one such case, with new ids and numbers. bpmn-engine runs the same BPMN file, reads the same three records and saves its state once; it writes no history, licence or audit.`,
    ],
  };
}

export function at<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new RangeError(`nothing at ${index} of ${list.length}`);
  return value;
}

export const instant: Benchmark = {
  name: 'instant',
  what: 'an instant case, from hand-in to licence',
  run,
};
