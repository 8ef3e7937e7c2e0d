import { system, type AuditEntry, type Context, type UnitOfWork } from '../../platform/context/index.ts';
import type { DomainError } from '../../platform/errors/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { accountOf, createAccount, getAccount, type AccountActor } from '../accounts/index.ts';
import type { Identified } from './interactions.ts';
import { upstreamErrors } from './upstream-errors.ts';
import type { Arrival, Upstream, UpstreamPorts } from './upstream-model.ts';
import {
  findAccountOfPerson,
  findOpenUpstream,
  holdLink,
  insertLink,
  insertNewcomer,
  insertUpstreamSession,
  takeNewcomer,
  touchLink,
  type Newcomer,
} from './upstream-store.ts';
import { tellLinked } from './upstream-tell.ts';

export interface LinkDeps {
  unit: UnitOfWork;
  ports: UpstreamPorts;
  demo: boolean;
}

const waitMs = 15 * 60_000;
/** The number that another service tells shows who someone is, and no more surely than this. */
const byNumber = 2;

/** What shows that someone came from a service that is trusted up to this level. */
export function evidenceOf({ level, at }: Pick<Arrival, 'level' | 'at'>): Identified['evidence'] {
  return { amr: [`fed-${level}`], at };
}

/**
 * Whose account someone enters who signed in elsewhere; undefined: nobody's yet, and who it is was kept under `secret`.
 * Refusals are kept in the audit log. Errors: `upstream.other-person`, `upstream.staff`, `upstream.distrusted`.
 */
export function enter(
  { unit, ports, demo }: LinkDeps,
  arrival: Arrival,
  pending: { secret: string; interaction: string },
): Promise<Identified | undefined> {
  return keepingRefusals(unit, 'someone signed in elsewhere', async (ctx, refuse) => {
    const accountId = await holdLink(ctx, arrival);
    if (accountId === undefined) {
      await insertNewcomer(ctx, {
        ...pending,
        upstreamId: arrival.upstreamId,
        subject: arrival.subject,
        name: arrival.name,
        personId: await personOf(ctx, ports, arrival),
        level: arrival.level,
        sid: arrival.sid,
        authenticatedAt: arrival.at,
        expiresAt: new Date(ctx.now.getTime() + waitMs),
      });
      return undefined;
    }
    const actor = await expectOpen(ctx, accountId, demo);
    if (arrival.idNumber !== null && actor.personId !== null) {
      const found = await ports.findPerson(ctx, { idNumber: arrival.idNumber });
      if (found?.id !== actor.personId) throw refuse(arrival, accountId, upstreamErrors.otherPerson());
    }
    await touchLink(ctx, arrival);
    return welcome(ctx, arrival, accountId);
  });
}

/**
 * Links who came from elsewhere to the account that its owner has just shown to be theirs. Answers false where nobody
 * waits for it. Errors: `upstream.*`.
 */
export function linkTo(
  { unit, demo }: LinkDeps,
  { secret, interaction }: { secret: string; interaction: string },
  { accountId, evidence }: Identified,
): Promise<boolean> {
  return keepingRefusals(unit, 'a sign-in elsewhere is linked to an account', async (ctx, refuse) => {
    const newcomer = await takeNewcomer(ctx, secret, interaction);
    if (!newcomer) return false;
    // A phone can be talked into letting a browser in: that is no proof of an owner.
    if (evidence.amr.includes('qr')) throw upstreamErrors.proofNeeded();
    const actor = await expectOpen(ctx, accountId, demo);
    if (newcomer.personId !== null && actor.personId !== newcomer.personId)
      throw refuse(newcomer, accountId, upstreamErrors.otherPerson());
    await keepLink(ctx, await getOpenUpstream(ctx, newcomer.upstreamId), newcomer.subject, accountId);
    return true;
  });
}

/** Opens an account for who has none here. Errors: `upstream.*`. */
export function openAccount(
  { unit }: LinkDeps,
  pending: { secret: string; interaction: string },
): Promise<Identified> {
  return keepingRefusals(unit, 'someone gets an account by a sign-in elsewhere', async (ctx) => {
    const newcomer = await takeNewcomer(ctx, pending.secret, pending.interaction);
    if (!newcomer) throw upstreamErrors.over();
    const upstream = await getOpenUpstream(ctx, newcomer.upstreamId);
    if (!upstream.makesAccounts) throw upstreamErrors.noNewAccounts();
    const { personId } = newcomer;
    if (personId !== null && (await findAccountOfPerson(ctx, personId))) throw upstreamErrors.known();
    const accountId = await createAccount(ctx, {
      login: `u-${newId()}`,
      name: newcomer.name || upstream.name.zh,
      ...(personId === null ? {} : { personId }),
    });
    await keepLink(ctx, upstream, newcomer.subject, accountId);
    const { subject, sid, authenticatedAt: at, upstreamId } = newcomer;
    const level = newcomer.level > byNumber ? byNumber : newcomer.level;
    return welcome(ctx, { upstreamId, subject, sid, at, level }, accountId);
  });
}

/** A number counts from level 2 on: below, nobody has looked at the person's papers. */
async function personOf(
  ctx: Context,
  ports: UpstreamPorts,
  { idNumber, name, level }: Arrival,
): Promise<string | null> {
  if (idNumber === null || level < byNumber) return null;
  return (await ports.findPerson(ctx, { idNumber, name }))?.id ?? null;
}

async function keepLink(ctx: Context, upstream: Upstream, subject: string, accountId: string): Promise<void> {
  if (!(await insertLink(ctx, { upstreamId: upstream.id, subject, accountId }))) throw upstreamErrors.taken();
  ctx.record({
    action: 'upstream.link',
    entity: 'account',
    entityId: accountId,
    detail: { upstream: upstream.id },
  });
  await tellLinked(ctx, accountId, upstream.name);
}

async function welcome(
  ctx: Context,
  arrival: Omit<Arrival, 'name' | 'idNumber'>,
  accountId: string,
): Promise<Identified> {
  await insertUpstreamSession(ctx, { ...arrival, accountId });
  ctx.record({
    action: 'account.sign-in',
    entity: 'account',
    entityId: accountId,
    detail: { upstream: arrival.upstreamId, level: arrival.level },
  });
  return { accountId, evidence: evidenceOf(arrival) };
}

/** Staff show what they have here: no other service stands for their second factor. */
async function expectOpen(ctx: Context, accountId: string, demo: boolean): Promise<AccountActor> {
  const actor = await accountOf(ctx.tx, accountId, ctx.now);
  // Outside the demo its accounts do not exist.
  if (!actor || (!demo && (await getAccount(ctx.tx, accountId)).demo)) throw upstreamErrors.distrusted();
  if (actor.posts.length > 0) throw upstreamErrors.staff();
  return actor;
}

async function getOpenUpstream(ctx: Context, id: string): Promise<Upstream> {
  const upstream = await findOpenUpstream(ctx.tx, id);
  if (!upstream) throw upstreamErrors.closed();
  return upstream;
}

/** Refuses, and leaves word of it that outlives what is undone. */
type Refuse = (of: Pick<Newcomer, 'upstreamId'>, accountId: string, error: DomainError) => DomainError;

async function keepingRefusals<T>(
  unit: UnitOfWork,
  why: string,
  work: (ctx: Context, refuse: Refuse) => Promise<T>,
): Promise<T> {
  let kept: AuditEntry | undefined;
  const refuse: Refuse = ({ upstreamId }, accountId, error) => {
    const detail = { upstream: upstreamId, reason: error.entry.code };
    kept = { action: 'upstream.refuse', entity: 'account', entityId: accountId, detail };
    return error;
  };
  try {
    return await unit.run({ actor: system(why) }, (ctx) => work(ctx, refuse));
  } catch (error) {
    const entry = kept;
    if (entry) await unit.run({ actor: system(why) }, async (ctx) => ctx.record(entry));
    throw error;
  }
}
