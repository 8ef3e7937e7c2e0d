import { createHash, randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { X509 } from '@quancheng/engines/pki';
import { system, type Context, type UnitOfWork } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { newId } from '../../platform/ids/index.ts';
import {
  accountOf,
  endSessions,
  expectLevel,
  holdAccount,
  tellAccount,
  type AccountActor,
} from '../accounts/index.ts';
import type { Authority } from '../authority/index.ts';
import type { SessionRow } from '../sessions/index.ts';
import { certificateErrors } from './errors.ts';
import { certificateHeader, readHeaders } from './header.ts';
import type { CertifiedPerson, ClientCertificate, Shown } from './model.ts';
import { createAsk } from './outbound.ts';
import { isOf, issuerNameOf } from './person.ts';
import { createAskRevocation } from './revocation.ts';
import type { Roots } from './roots.ts';
import {
  deleteCertificate,
  findByFingerprint,
  findOwn,
  insertCertificate,
  keepTicket,
  listCertificates,
  takeTicket,
  takeUse,
} from './store.ts';
import { createJudge } from './trust.ts';

/** The one path at which a browser's certificate means anything. */
export const certificatePath = '/auth/certificate';

/** Signing in with certificates, where the operator has switched it on. */
export interface ClientCertificates {
  /** Where browsers show theirs: the path, with the origin before it where that is not the platform's own. */
  readonly address: string;
  /** Another origin than the platform's own; null where it is the same. */
  readonly origin: string | null;
  /**
   * What a proxy says that the browser showed; what anyone else says is ignored, and kept in the audit.
   * Errors: `client-certificate.none`, `.unreadable`.
   */
  shownIn(request: FastifyRequest): Promise<Shown>;
  /**
   * Whose certificate was shown, when it counts now. Errors: `client-certificate.unknown`, and those of `link` about the
   * certificate itself.
   */
  enter(shown: Shown): Promise<{ accountId: string }>;
  /** Begins to add one; answers where the browser goes for it. Errors: `client-certificate.too-many`, `identity.step-up-needed`. */
  start(ctx: Context, session: SessionRow): Promise<string>;
  /**
   * Adds what was shown to the account of the session that began. Errors: `client-certificate.over`, `.unreadable`,
   * `.purpose`, `.not-yet-valid`, `.expired`, `.untrusted`, `.revoked`, `.unknown-to-issuer`, `.uncheckable`,
   * `.other-account`, `.other-person`, `.already`, `.too-many`.
   */
  link(session: SessionRow, ticket: string, shown: Shown): Promise<void>;
}

export interface CertificateDeps {
  unit: UnitOfWork;
  authority: Pick<Authority, 'judge'>;
  roots: Roots;
  /** Where browsers show theirs, if not at the platform's own origin. */
  origin: string | null;
  /** Whether an address is one of a proxy that is believed. */
  isProxy(address: string): boolean;
  /** Whether authorities at an address inside may be asked. */
  mayReach(address: string): boolean;
  /** Name and number of the person behind the account that acts, from the person library. */
  personOf(ctx: Context, personId: string): Promise<CertifiedPerson | undefined>;
}

const most = 5;

export function createClientCertificates(deps: CertificateDeps): ClientCertificates {
  const { unit, authority, roots, origin, isProxy, mayReach, personOf } = deps;
  const judge = createJudge({
    unit,
    authority,
    roots,
    askRevocation: createAskRevocation(createAsk(mayReach)),
  });
  const address = `${origin ?? ''}${certificatePath}`;

  async function shownIn({ raw, id }: FastifyRequest): Promise<Shown> {
    if (isProxy(raw.socket.remoteAddress ?? '')) return readHeaders(raw.headers);
    if (raw.headers[certificateHeader] !== undefined)
      await unit.run({ actor: system('a certificate that no proxy vouches for is ignored') }, async (ctx) =>
        ctx.record({ action: 'client-certificate.ignored', entity: 'request', entityId: id }),
      );
    throw certificateErrors.none();
  }

  async function enter(shown: Shown): Promise<{ accountId: string }> {
    const at = unit.clock.now();
    const found = await findByFingerprint(unit.db, fingerprintOf(shown));
    const actor = found && (await accountOf(unit.db, found.accountId, at));
    if (!found || !actor) throw certificateErrors.unknown();
    const judged = await judge(shown, at);
    const { id, accountId } = found;
    const isTaken = await unit.run({ actor: system('a sign-in with a certificate') }, async (ctx) => {
      const taken = !('refusal' in judged) && (await takeUse(ctx, id));
      const action = taken ? 'account.sign-in' : 'account.sign-in-failed';
      // `reason` is why the system acts.
      const problem = 'refusal' in judged ? { problem: judged.why } : {};
      ctx.record({ action, entity: 'account', entityId: accountId, detail: { certificate: id, ...problem } });
      return taken;
    });
    if ('refusal' in judged) throw judged.refusal;
    if (!isTaken) throw certificateErrors.unknown();
    return { accountId };
  }

  async function start(ctx: Context, { id, accountId }: SessionRow): Promise<string> {
    expectLevel(ctx, 2);
    await expectRoom(ctx, accountId);
    const ticket = randomBytes(24).toString('base64url');
    await keepTicket(ctx, ticket, id);
    return `${address}?ticket=${ticket}`;
  }

  async function link({ id: sessionId, accountId, assurance }: SessionRow, ticket: string, shown: Shown) {
    // In a transaction of its own, so that a ticket is used up although its command is undone.
    const isTaken = await unit.run({ actor: system('a ticket is used up by the first try') }, (ctx) =>
      takeTicket(ctx, ticket, sessionId),
    );
    const at = unit.clock.now();
    const holder = await accountOf(unit.db, accountId, at);
    if (!isTaken || !holder) throw certificateErrors.over();
    const actor = { ...holder, assurance };
    const judged = await judge(shown, at);
    if ('refusal' in judged) {
      await refused(actor, judged.why);
      throw judged.refusal;
    }
    const { certificate, issuedTo } = judged;
    if (issuedTo !== null && issuedTo !== accountId) {
      await refused(actor, 'other-account');
      throw certificateErrors.otherAccount();
    }
    if (!(await unit.run({ actor }, (ctx) => isHolders(ctx, actor, certificate)))) {
      await refused(actor, 'other-person');
      throw certificateErrors.otherPerson();
    }
    await unit.run({ actor }, (ctx) => add(ctx, accountId, shown, certificate));
  }

  async function refused(actor: AccountActor, problem: string): Promise<void> {
    await unit.run({ actor }, async (ctx) =>
      ctx.record({
        action: 'client-certificate.refuse',
        entity: 'account',
        entityId: actor.accountId,
        detail: { problem },
      }),
    );
  }

  async function isHolders(
    ctx: Context,
    { personId, name }: AccountActor,
    certificate: X509,
  ): Promise<boolean> {
    // Who only works here is known by the name that an administrator gave; no library tells a number.
    if (personId === null) return isOf(certificate, { name, idNumber: null });
    const person = await personOf(ctx, personId);
    return person !== undefined && isOf(certificate, person);
  }

  return { address, origin, shownIn, enter, start, link };
}

async function add(ctx: Context, accountId: string, shown: Shown, certificate: X509): Promise<void> {
  expectLevel(ctx, 2);
  await holdAccount(ctx, accountId);
  await expectRoom(ctx, accountId);
  const added: ClientCertificate = {
    id: newId(),
    accountId,
    fingerprint: fingerprintOf(shown),
    issuer: issuerNameOf(certificate),
    validFrom: certificate.from,
    validUntil: certificate.until,
    createdAt: ctx.now,
    usedAt: null,
    remindedAt: null,
  };
  if (!(await insertCertificate(ctx, added))) throw certificateErrors.already();
  await tellAccount(ctx, accountId, 'certificateAdded', { issuer: added.issuer });
  const { id } = added;
  ctx.record({
    action: 'client-certificate.add',
    entity: 'clientCertificate',
    entityId: id,
    detail: { accountId },
  });
}

async function expectRoom(ctx: Context, accountId: string): Promise<void> {
  if ((await listCertificates(ctx, accountId)).length >= most) throw certificateErrors.tooMany({ most });
}

/** Errors: `platform.not-found`. */
export async function getOwnCertificate(
  ctx: Context,
  accountId: string,
  id: string,
): Promise<ClientCertificate> {
  const certificate = await findOwn(ctx, accountId, id);
  if (!certificate) throw platformErrors.notFound();
  return certificate;
}

/** Whoever holds the key is signed out: every session but `keep` ends. */
export async function removeCertificate(
  ctx: Context,
  { id, accountId, issuer }: ClientCertificate,
  keep: string | null,
): Promise<void> {
  await deleteCertificate(ctx, id);
  await endSessions(ctx, accountId, keep);
  await tellAccount(ctx, accountId, 'certificateRemoved', { issuer });
  ctx.record({
    action: 'client-certificate.remove',
    entity: 'clientCertificate',
    entityId: id,
    detail: { accountId },
  });
}

function fingerprintOf({ certificate }: Shown): Buffer {
  return createHash('sha256').update(certificate).digest();
}
