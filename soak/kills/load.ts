import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '@quancheng/kernel/platform/ids';
import type { Random } from '@quancheng/pack-sdk';
import type { Applicant } from '../../bench/harness/applicants.ts';
import { insist, type Call, type Caller } from '../harness/caller.ts';
import type { Saver, StoryApplication } from '../harness/people.ts';
import { randomOf } from '../harness/random.ts';
import type { Kind, Ledger } from './model.ts';

/** Who hands in what. */
export interface Cast {
  elders: Applicant[];
  savers: Saver[];
  staff: Record<string, Caller>;
  licence: StoryApplication;
  transfer: StoryApplication;
}

export interface Load {
  ledger: Ledger;
  /** Lets each lane end what it is about. */
  stop(): Promise<void>;
}

interface Lane {
  origin: string;
  ledger: Ledger;
  random: Random;
}

interface CaseBody {
  id: string;
  number: string;
  status: string;
  reasons?: { code: string }[];
  orders?: { state: string }[];
}

/** Several lanes hand in cases of all kinds until they are stopped; none gives a command up. */
export function startLoad(origin: string, cast: Cast, seed: number, ledger: Ledger): Load {
  let stopping = false;
  const elders = [...cast.elders];
  const savers = [...cast.savers];
  const next = (part: number, turn: (lane: Lane) => Promise<boolean>): Promise<void> =>
    repeat({ origin, ledger, random: randomOf(seed, part) }, turn);
  async function repeat(lane: Lane, turn: (lane: Lane) => Promise<boolean>): Promise<void> {
    while (!stopping && (await turn(lane))) await sleep(100 + lane.random.below(200));
  }
  const lanes = [
    next(1, (lane) => handInCard(lane, elders.pop())),
    next(2, (lane) => handInCard(lane, elders.pop())),
    next(3, (lane) => withdrawFromFund(lane, savers.pop())),
    next(4, (lane) => withdrawFromFund(lane, savers.pop())),
    next(5, (lane) => payAndBeRefunded(lane, cast)),
    next(6, (lane) => askForLicence(lane, cast)),
  ];
  return {
    ledger,
    stop: async () => {
      stopping = true;
      await Promise.all(lanes);
    },
  };
}

async function handInCard(lane: Lane, elder: Applicant | undefined): Promise<boolean> {
  if (!elder) return false;
  await handIn(lane, 'card', elder, { item: 'elderly-card', form: { phone: '10000000001' } });
  return true;
}

async function withdrawFromFund(lane: Lane, saver: Saver | undefined): Promise<boolean> {
  if (!saver) return false;
  const form = { home: saver.unitNumber, amount: 10_000, bankAccount: '0000000000000001' };
  await handIn(lane, 'withdrawal', saver, { item: 'fund-withdrawal-property-fee', form });
  return true;
}

async function askForLicence(lane: Lane, { staff, licence }: Cast): Promise<boolean> {
  await handIn(lane, 'licence', callerOf(staff, 'noodle-owner'), licence);
  return true;
}

/** A home is sold as far as its fee, which is paid over the channel; then the buyer steps back. */
async function payAndBeRefunded(lane: Lane, { staff, transfer }: Cast): Promise<boolean> {
  const buyer = callerOf(staff, 'home-buyer');
  const id = await handIn(lane, 'transfer', buyer, transfer);
  if (id === undefined) return true;
  await act(lane, callerOf(staff, 'home-seller'), id, 'confirm', { agree: true });
  await act(lane, callerOf(staff, 'estate-clerk'), id, 'accept', {});
  await pay(lane, buyer, id);
  await act(lane, buyer, id, 'withdraw', { reason: '合同已解除' });
  return true;
}

/** Hands in; one command in three is sent again with its key, as by a client that lost the answer. */
async function handIn(
  { origin, ledger, random }: Lane,
  kind: Kind,
  by: Caller,
  application: StoryApplication,
): Promise<string | undefined> {
  const call: Call = { path: '/api/v1/cases', by, body: { ...application, submit: true }, key: newId() };
  const reply = await insist<CaseBody>(origin, call, ledger.seen);
  if (reply.status !== 201) {
    ledger.refused.push(`${kind}: ${reply.status} ${JSON.stringify(reply.body).slice(0, 200)}`);
    return undefined;
  }
  const { id, number, status, reasons = [] } = reply.body;
  if (status === 'notGranted')
    ledger.refused.push(`${kind} ${number}: ${reasons.map(({ code }) => code).join()}`);
  ledger.cases.push({ kind, id, number, by });
  if (!random.chance(1 / 3)) return id;
  const again = await insist<CaseBody>(origin, call, ledger.seen);
  if (again.status === 201 && again.body.id === id && again.replayed) ledger.repeats.same += 1;
  else ledger.repeats.other.push(`${kind} ${number}: ${again.status} ${again.body.number}`);
  return id;
}

async function act({ origin, ledger }: Lane, by: Caller, id: string, verb: string, body: unknown) {
  const reply = await insist<{ payUrl?: string; code?: string }>(
    origin,
    { path: `/api/v1/cases/${id}/${verb}`, by, body },
    ledger.seen,
  );
  if (reply.status !== 200 && reply.body.code !== 'case.nothing-to-pay')
    ledger.refused.push(`${verb}: ${reply.status} ${JSON.stringify(reply.body).slice(0, 200)}`);
  return reply.body;
}

/** Goes to the channel's page and pays, again where it went down, until the product knows of it. */
async function pay(lane: Lane, buyer: Caller, id: string): Promise<void> {
  for (;;) {
    const { payUrl } = await act(lane, buyer, id, 'pay', {});
    if (payUrl !== undefined)
      await fetch(payUrl, { method: 'POST', redirect: 'manual' }).catch(() => undefined);
    for (let looks = 0; looks < 20; looks += 1) {
      const call = { path: `/api/v1/cases/${id}`, by: buyer };
      const { body } = await insist<CaseBody>(lane.origin, call, lane.ledger.seen);
      if (body.orders?.some(({ state }) => state === 'paid')) return;
      await sleep(150);
    }
  }
}

function callerOf(staff: Record<string, Caller>, login: string): Caller {
  const caller = staff[login];
  if (!caller) throw new Error(`no token of ${login}`);
  return caller;
}
