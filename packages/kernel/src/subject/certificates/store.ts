import { createHash } from 'node:crypto';
import type { Context } from '../../platform/context/index.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import type { ClientCertificate } from './model.ts';

const ticketMs = 5 * 60_000;

export async function hasCertificate(db: Db | Tx, accountId: string): Promise<boolean> {
  const row = await db
    .selectFrom('clientCertificate')
    .select('id')
    .where('accountId', '=', accountId)
    .limit(1)
    .execute();
  return row.length > 0;
}

/** Newest last; an account has few. */
export function listCertificates(ctx: Context, accountId: string): Promise<ClientCertificate[]> {
  return ctx.tx
    .selectFrom('clientCertificate')
    .selectAll()
    .where('accountId', '=', accountId)
    .orderBy('id')
    .limit(100)
    .execute();
}

export async function findByFingerprint(
  db: Db | Tx,
  fingerprint: Buffer,
): Promise<ClientCertificate | undefined> {
  return db
    .selectFrom('clientCertificate')
    .selectAll()
    .where('fingerprint', '=', fingerprint)
    .executeTakeFirst();
}

export async function findOwn(
  ctx: Context,
  accountId: string,
  id: string,
): Promise<ClientCertificate | undefined> {
  return ctx.tx
    .selectFrom('clientCertificate')
    .selectAll()
    .where('id', '=', id)
    .where('accountId', '=', accountId)
    .executeTakeFirst();
}

/** Answers false when some account has it already. */
export async function insertCertificate(ctx: Context, certificate: ClientCertificate): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await ctx.tx
    .insertInto('clientCertificate')
    .values(certificate)
    .onConflict((conflict) => conflict.column('fingerprint').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function deleteCertificate(ctx: Context, id: string): Promise<void> {
  await ctx.tx.deleteFrom('clientCertificate').where('id', '=', id).execute();
}

/** Keeps when it was used. Answers false when it was removed meanwhile. */
export async function takeUse(ctx: Context, id: string): Promise<boolean> {
  const row = await ctx.tx
    .updateTable('clientCertificate')
    .set({ usedAt: ctx.now })
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Certificates that end before an instant and whose holders were not told so; from now on they count as told. */
export async function takeEnding(ctx: Context, before: Date, limit: number): Promise<ClientCertificate[]> {
  const ending = ctx.tx
    .selectFrom('clientCertificate')
    .select('id')
    .where('remindedAt', 'is', null)
    .where('validUntil', '>', ctx.now)
    .where('validUntil', '<', before)
    .orderBy('validUntil')
    .limit(limit)
    .forUpdate()
    .skipLocked();
  return ctx.tx
    .updateTable('clientCertificate')
    .set({ remindedAt: ctx.now })
    .where('id', 'in', ending)
    .returningAll()
    .execute();
}

/** Keeps that a browser goes to add a certificate; tickets that nobody came back for go. */
export async function keepTicket(ctx: Context, ticket: string, sessionId: string): Promise<void> {
  await ctx.tx.deleteFrom('clientCertificateTicket').where('expiresAt', '<', ctx.now).execute();
  const expiresAt = new Date(ctx.now.getTime() + ticketMs);
  await ctx.tx
    .insertInto('clientCertificateTicket')
    .values({ hash: digest(ticket), sessionId, expiresAt })
    .execute();
}

/** Takes a ticket out of use. Answers false when this session has none, or it has expired. */
export async function takeTicket(ctx: Context, ticket: string, sessionId: string): Promise<boolean> {
  const row = await ctx.tx
    .deleteFrom('clientCertificateTicket')
    .where('hash', '=', digest(ticket))
    .where('sessionId', '=', sessionId)
    .where('expiresAt', '>', ctx.now)
    .returning('hash')
    .executeTakeFirst();
  return row !== undefined;
}

function digest(ticket: string): string {
  return createHash('sha256').update(ticket).digest('hex');
}
