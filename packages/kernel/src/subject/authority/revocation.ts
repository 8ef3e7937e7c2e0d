import { makeCrl, type RevocationReason } from '@quancheng/engines/pki';
import type { Context } from '../../platform/context/index.ts';
import { documentDigest } from '../../platform/crypto/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { authorityErrors } from './errors.ts';
import { wholeSecond, type Issuing } from './issue.ts';
import { authorityNamed, isEnded, type CertificateRow, type CustodyRow } from './model.ts';
import {
  findAuthority,
  findList,
  holdCertificate,
  holdList,
  listRevoked,
  saveList,
  saveRevocation,
  spoilList,
  type HeldList,
} from './store.ts';

/** A list says that the next one comes within a day, and is made anew after half of one. */
const nextMs = 24 * 3_600_000;
const reusedMs = 12 * 3_600_000;

export interface Revocations {
  revoke(ctx: Context, certificateId: string, reason: RevocationReason, ground?: string): Promise<void>;
  release(ctx: Context, certificateId: string): Promise<void>;
  /** Errors: `platform.not-found`. */
  getAuthority(ctx: Context, name: string): Promise<CustodyRow>;
  /** Errors: `platform.not-found`. */
  listOf(ctx: Context, name: string): Promise<Buffer>;
}

export function createRevocations({ signerFor }: Issuing): Revocations {
  async function revoke(ctx: Context, id: string, reason: RevocationReason, ground?: string): Promise<void> {
    const row = await getHeld(ctx, id);
    if (row.profile === 'root') throw authorityErrors.rootStays();
    if (isEnded(row)) throw authorityErrors.revokedAlready();
    if (row.revokedAt !== null && reason === 'certificateHold') throw authorityErrors.heldAlready();
    // What was on hold counts as revoked from the hold on (X.509 §9.5.3.1).
    const at = row.revokedAt ?? wholeSecond(ctx.now.getTime());
    await saveRevocation(ctx, id, { at, reason, ground: ground ?? null });
    await spoil(ctx, row);
    record(ctx, 'certificate.revoke', row, { reason });
  }

  async function release(ctx: Context, id: string): Promise<void> {
    const row = await getHeld(ctx, id);
    if (row.revokedAt === null || isEnded(row)) throw authorityErrors.notHeld();
    await saveRevocation(ctx, id, null);
    await spoil(ctx, row);
    record(ctx, 'certificate.release', row, {});
  }

  async function getAuthority(ctx: Context, name: string): Promise<CustodyRow> {
    const named = authorityNamed(name);
    const found = named && (await findAuthority(ctx, named));
    if (!found) throw platformErrors.notFound();
    return found;
  }

  async function listOf(ctx: Context, name: string): Promise<Buffer> {
    const issuer = await getAuthority(ctx, name);
    const usable = usableOf(ctx, await findList(ctx, issuer.id));
    return usable ?? makeList(ctx, issuer);
  }

  /** Of two servers that make the same list at once, the second waits and takes that of the first. */
  async function makeList(ctx: Context, issuer: CustodyRow): Promise<Buffer> {
    const held = await holdList(ctx, issuer.id);
    if (!held) throw platformErrors.notFound();
    const usable = usableOf(ctx, held);
    if (usable) return usable;
    const revoked = (await listRevoked(ctx, issuer.id)).flatMap(
      ({ serial, revokedAt: at, revokeReason: reason }) => (at && reason ? [{ serial, at, reason }] : []),
    );
    const number = BigInt(held.number) + 1n;
    const times = { at: ctx.now, next: new Date(ctx.now.getTime() + nextMs) };
    const der = Buffer.from(
      await makeCrl({ number, ...times, revoked }, signerFor(ctx, issuer), documentDigest),
    );
    await saveList(ctx, issuer.id, { number, der });
    return der;
  }

  return { revoke, release, getAuthority, listOf };
}

function usableOf({ now }: Context, list: HeldList | undefined): Buffer | undefined {
  if (!list?.der) return undefined;
  const age = now.getTime() - list.madeAt.getTime();
  return age < reusedMs ? list.der : undefined;
}

async function getHeld(ctx: Context, id: string): Promise<CertificateRow> {
  const row = await holdCertificate(ctx, id);
  if (!row) throw platformErrors.notFound();
  return row;
}

async function spoil(ctx: Context, { issuerId }: CertificateRow): Promise<void> {
  if (issuerId !== null) await spoilList(ctx, issuerId);
}

function record(ctx: Context, action: string, { id, profile }: CertificateRow, detail: object): void {
  ctx.record({ action, entity: 'certificate', entityId: id, detail: { profile, ...detail } });
}
