import { sql } from 'kysely';
import type { Actor, AssuranceLevel, Context, Post } from '../../platform/context/index.ts';
import { sealedColumn, type SealedColumn } from '../../platform/columns/index.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import { dateOf } from '../../platform/clock/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { contactColumns } from '../../platform/messages/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { levelOf } from './assurance.ts';
import { accountErrors } from './errors.ts';

/** Secrets of authenticators, in Base32. */
export const totpColumns = {
  secret: sealedColumn('account', 'totp_secret'),
  pending: sealedColumn('account', 'totp_pending'),
} as const;

export interface AccountRow {
  id: string;
  login: string;
  name: string;
  passwordHash: string | null;
  personId: string | null;
  /** Of the authenticator; null where there is none. */
  totpSecretSealed: Buffer | null;
  /** One of which no code was entered yet. */
  totpPendingSealed: Buffer | null;
  demo: boolean;
  lockedUntil: Date | null;
  disabledAt: Date | null;
}

const columns = [
  'id',
  'login',
  'name',
  'passwordHash',
  'personId',
  'totpSecretSealed',
  'totpPendingSealed',
  'demo',
  'lockedUntil',
  'disabledAt',
] as const;

export interface NewAccount {
  login: string;
  name: string;
  passwordHash?: string;
  totpSecret?: string;
  personId?: string;
  demo?: boolean;
  phone?: string;
  email?: string;
}

export async function createAccount(ctx: Context, account: NewAccount): Promise<string> {
  const id = newId();
  const result = await ctx.tx
    .insertInto('account')
    .values({
      id,
      login: account.login,
      name: account.name,
      passwordHash: account.passwordHash ?? null,
      personId: account.personId ?? null,
      ...(await sealOwn(ctx, id, account)),
      demo: account.demo ?? false,
      createdAt: ctx.now,
    })
    .onConflict((conflict) => conflict.column('login').doNothing())
    .executeTakeFirst();
  if (result.numInsertedOrUpdatedRows === 0n) throw accountErrors.loginTaken({ login: account.login });
  ctx.record({ action: 'account.create', entity: 'account', entityId: id });
  return id;
}

/** What is kept encrypted of an account. */
async function sealOwn(ctx: Context, id: string, { phone, email, totpSecret }: NewAccount) {
  const sealing = (column: SealedColumn, text: string | undefined) =>
    text === undefined ? undefined : ctx.columns.seal(ctx.tx, column, id, text);
  const [sms, mail, totp] = [
    await sealing(contactColumns.sms, phone),
    await sealing(contactColumns.mail, email),
    await sealing(totpColumns.secret, totpSecret),
  ];
  return {
    phoneSealed: sms?.sealed ?? null,
    phoneIndex: sms?.index ?? null,
    emailSealed: mail?.sealed ?? null,
    emailIndex: mail?.index ?? null,
    totpSecretSealed: totp?.sealed ?? null,
  };
}

export async function givePosts(ctx: Context, accountId: string, postIds: readonly string[]): Promise<void> {
  await ctx.tx
    .insertInto('accountPost')
    .values(postIds.map((postId) => ({ accountId, postId, validFrom: dateOf(ctx.now) })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  ctx.record({ action: 'account.give-posts', entity: 'account', entityId: accountId, detail: { postIds } });
}

export async function findAccountByLogin(db: Db | Tx, login: string): Promise<AccountRow | undefined> {
  return db.selectFrom('account').select(columns).where('login', '=', login).executeTakeFirst();
}

/** The account that acts. Errors: `platform.forbidden` for whoever is none. */
export function accountIdOf({ actor }: Context): string {
  if (actor.kind !== 'account') throw platformErrors.forbidden();
  return actor.accountId;
}

export async function getAccount(db: Db | Tx, id: string): Promise<AccountRow> {
  const account = await db.selectFrom('account').select(columns).where('id', '=', id).executeTakeFirst();
  if (!account) throw platformErrors.notFound();
  return account;
}

export async function listDemoAccounts(ctx: Context): Promise<{ id: string; login: string; name: string }[]> {
  return ctx.tx
    .selectFrom('account')
    .select(['id', 'login', 'name'])
    .where('demo', '=', true)
    .orderBy('id')
    .limit(500)
    .execute();
}

/** What makes an actor of the row `u` of `account`: one reading, for every request begins with it. */
export function actorColumns(now: Date) {
  const today = dateOf(now);
  return sql`u.id as account_id, u.name, u.person_id, array(
    select json_build_object('id', p.id, 'role', p.role, 'agencyId', p.agency_id, 'agencyCode', a.code,
      'divisionCode', p.division_code)
    from account_post ap join post p on p.id = ap.post_id join agency a on a.id = p.agency_id
    where ap.account_id = u.id and ap.valid_from <= ${today}
      and (ap.valid_until is null or ap.valid_until >= ${today})
    order by p.slug limit 50) as posts`;
}

export interface ActorRow {
  accountId: string;
  name: string;
  personId: string | null;
  posts: Post[];
}

export type AccountActor = Extract<Actor, { kind: 'account' }>;

export function toActor(
  { accountId, name, personId, posts }: ActorRow,
  assurance: AssuranceLevel,
): AccountActor {
  return { kind: 'account', accountId, name, personId, posts, assurance };
}

/**
 * The actor that an account's id stands for, as surely as by what it knows; undefined when it is disabled or gone.
 */
export async function accountOf(
  db: Db | Tx,
  accountId: string,
  now: Date,
): Promise<AccountActor | undefined> {
  const { rows } = await sql<ActorRow>`
    select ${actorColumns(now)} from account u where u.id = ${accountId} and u.disabled_at is null`.execute(
    db,
  );
  return rows[0] && toActor(rows[0], levelOf(rows[0], []));
}

/** The open accounts of these people; who has none is left out. */
export async function accountsOfPeople(ctx: Context, personIds: Iterable<string>): Promise<string[]> {
  const ids = [...new Set(personIds)];
  if (ids.length === 0) return [];
  const rows = await ctx.tx
    .selectFrom('account')
    .select('id')
    .where('personId', 'in', ids)
    .where('disabledAt', 'is', null)
    .execute();
  return rows.map(({ id }) => id);
}

/** Others who hold the same account wait until the transaction ends, so that none slips past a bound. */
export async function holdAccount(ctx: Context, accountId: string): Promise<void> {
  await sql`select 1 from account where id = ${accountId} for no key update`.execute(ctx.tx);
}
