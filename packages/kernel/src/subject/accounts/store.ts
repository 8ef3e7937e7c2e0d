import { sql } from 'kysely';
import type { Actor, Context, Post, PostRole } from '../../platform/context/index.ts';
import type { Db, Tx } from '../../platform/database/index.ts';
import { dateOf } from '../../platform/clock/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { accountErrors } from './errors.ts';

export interface AccountRow {
  id: string;
  login: string;
  name: string;
  passwordHash: string | null;
  personId: string | null;
  totpSecret: string | null;
  demo: boolean;
  failedAttempts: number;
  lockedUntil: Date | null;
  disabledAt: Date | null;
}

const columns = [
  'id',
  'login',
  'name',
  'passwordHash',
  'personId',
  'totpSecret',
  'demo',
  'failedAttempts',
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
      totpSecret: account.totpSecret ?? null,
      personId: account.personId ?? null,
      phone: account.phone ?? null,
      email: account.email ?? null,
      demo: account.demo ?? false,
      createdAt: ctx.now,
    })
    .onConflict((conflict) => conflict.column('login').doNothing())
    .executeTakeFirst();
  if (result.numInsertedOrUpdatedRows === 0n) throw accountErrors.loginTaken({ login: account.login });
  ctx.record({ action: 'account.create', entity: 'account', entityId: id });
  return id;
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

export async function listDemoAccounts(ctx: Context): Promise<{ id: string; login: string; name: string }[]> {
  return ctx.tx
    .selectFrom('account')
    .select(['id', 'login', 'name'])
    .where('demo', '=', true)
    .orderBy('id')
    .limit(500)
    .execute();
}

export async function countFailure(ctx: Context, id: string, lockedUntil: Date | null): Promise<void> {
  await ctx.tx
    .updateTable('account')
    .set((eb) => ({ failedAttempts: eb('failedAttempts', '+', 1), lockedUntil }))
    .where('id', '=', id)
    .execute();
}

export async function clearFailures(ctx: Context, id: string): Promise<void> {
  await ctx.tx
    .updateTable('account')
    .set({ failedAttempts: 0, lockedUntil: null })
    .where('id', '=', id)
    .execute();
}

interface PostRow {
  id: string;
  role: string;
  agencyId: string;
  agencyCode: string;
  divisionCode: string;
}

export async function listPostsOf(db: Db | Tx, accountId: string, today: string): Promise<Post[]> {
  const { rows } = await sql<PostRow>`
    select p.id, p.role, p.agency_id, a.code as agency_code, p.division_code
    from account_post ap join post p on p.id = ap.post_id join agency a on a.id = p.agency_id
    where ap.account_id = ${accountId} and ap.valid_from <= ${today}
      and (ap.valid_until is null or ap.valid_until >= ${today})
    order by p.slug limit 50`.execute(db);
  return rows.map((row) => ({ ...row, role: row.role as PostRole }));
}

/** The actor that an account's id stands for, or undefined when it is disabled or gone. */
export async function accountOf(db: Db | Tx, accountId: string, now: Date): Promise<Actor | undefined> {
  const row = await db
    .selectFrom('account')
    .select(['id', 'name', 'personId', 'disabledAt'])
    .where('id', '=', accountId)
    .executeTakeFirst();
  if (!row || row.disabledAt) return undefined;
  const posts = await listPostsOf(db, row.id, dateOf(now));
  return { kind: 'account', accountId: row.id, name: row.name, personId: row.personId, posts };
}
