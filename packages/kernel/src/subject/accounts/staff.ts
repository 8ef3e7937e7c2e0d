import { sql } from 'kysely';
import type { Context, PostRole } from '../../platform/context/index.ts';
import { dateOf } from '../../platform/clock/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { contactColumns } from '../../platform/messages/index.ts';
import type { Text } from '../../platform/text/index.ts';
import { administeredPrefixes, takePost, type PostPlace } from '../organisation/index.ts';
import { endSessions } from './end-sessions.ts';
import { accountErrors } from './errors.ts';

export interface HeldPost {
  id: string;
  role: PostRole;
  name: Text;
  /** Slug. */
  agency: string;
  division: string;
  from: string;
}

export interface StaffLine {
  id: string;
  login: string;
  name: string;
  closed: boolean;
  posts: HeldPost[];
}

/**
 * Accounts that hold or held a post within what the caller administers, by login. `q` is how a login or name begins, or
 * a whole phone number or mail address.
 */
export async function listStaff(ctx: Context, q: string, limit: number, after: string): Promise<StaffLine[]> {
  const today = dateOf(ctx.now);
  const { sms, mail } = contactColumns;
  const phones = isPhone(q) ? await ctx.columns.indexesOf(ctx.tx, sms, q) : [];
  const mails = q.includes('@') ? await ctx.columns.indexesOf(ctx.tx, mail, q) : [];
  const { rows } = await sql<StaffLine>`
    select a.id, a.login, a.name, a.disabled_at is not null as closed, coalesce((
      select jsonb_agg(jsonb_build_object('id', p.id, 'role', p.role, 'agency', g.slug, 'division', p.division_code,
        'name', jsonb_build_object('zh', p.name_zh, 'en', p.name_en), 'from', h.valid_from) order by p.slug)
      from account_post h join post p on p.id = h.post_id join agency g on g.id = p.agency_id
      where h.account_id = a.id and h.valid_from <= ${today} and (h.valid_until is null or h.valid_until >= ${today})
    ), '[]') as posts
    from account a
    where a.login > ${after} and (${q} = '' or a.login like ${`${q}%`} or a.name like ${`${q}%`}
      or a.phone_index = any(${phones}::bytea[]) or a.email_index = any(${mails}::bytea[]))
      and exists (select 1 from account_post h join post p on p.id = h.post_id,
        unnest(${administeredPrefixes(ctx)}::text[]) prefix
        where h.account_id = a.id and p.role <> 'system' and p.division_code like prefix || '%')
    order by a.login limit ${limit}`.execute(ctx.tx);
  return rows;
}

const isPhone = (q: string): boolean => /^\+?[\d\s-]{5,20}$/.test(q);

/** Gives a post to someone of the staff, from today on. Errors: `platform.not-found`, `platform.forbidden`. */
export async function givePost(ctx: Context, accountId: string, place: PostPlace): Promise<string> {
  await expectStaff(ctx, accountId);
  const postId = await takePost(ctx, place);
  const today = dateOf(ctx.now);
  await ctx.tx
    .insertInto('accountPost')
    .values({ accountId, postId, validFrom: today })
    .onConflict((conflict) =>
      conflict.columns(['accountId', 'postId']).doUpdateSet({ validFrom: today, validUntil: null }),
    )
    .execute();
  ctx.record({
    action: 'account.give-posts',
    entity: 'account',
    entityId: accountId,
    detail: { postIds: [postId] },
  });
  return postId;
}

/** Takes a post away at once; what was done under it stays. Errors: `account.last-administrator`. */
export async function takeAwayPost(ctx: Context, accountId: string, postId: string): Promise<void> {
  await expectStaff(ctx, accountId);
  await holdAdministrators(ctx);
  const { rows } = await sql<{ role: PostRole }>`
    update account_post h set valid_until = ${dateOf(ctx.now)}::date - 1 from post p
    where p.id = h.post_id and h.account_id = ${accountId} and h.post_id = ${postId}
      and (h.valid_until is null or h.valid_until >= ${dateOf(ctx.now)})
      and exists (select 1 from unnest(${administeredPrefixes(ctx)}::text[]) prefix where p.division_code like prefix || '%')
    returning p.role`.execute(ctx.tx);
  if (!rows[0]) throw platformErrors.notFound();
  await expectAdministrator(ctx);
  ctx.record({ action: 'account.take-post', entity: 'account', entityId: accountId, detail: { postId } });
}

/** Closes an account: its sessions end now, and nobody signs in with it. Errors: `account.last-administrator`. */
export async function closeAccount(ctx: Context, accountId: string): Promise<void> {
  await expectStaff(ctx, accountId);
  await holdAdministrators(ctx);
  await ctx.tx.updateTable('account').set({ disabledAt: ctx.now }).where('id', '=', accountId).execute();
  await endSessions(ctx, accountId, null);
  await expectAdministrator(ctx);
  ctx.record({ action: 'account.close', entity: 'account', entityId: accountId });
}

export async function reopenAccount(ctx: Context, accountId: string): Promise<void> {
  await expectStaff(ctx, accountId);
  await ctx.tx
    .updateTable('account')
    .set({ disabledAt: null, failedAttempts: 0, lockedUntil: null })
    .where('id', '=', accountId)
    .execute();
  ctx.record({ action: 'account.reopen', entity: 'account', entityId: accountId });
}

/** Whoever has only posts elsewhere, or none at all, is not the caller's to manage here; nor is a program. */
async function expectStaff(ctx: Context, accountId: string): Promise<void> {
  const { rows } = await sql`
    select 1 from account_post h join post p on p.id = h.post_id, unnest(${administeredPrefixes(ctx)}::text[]) prefix
    where h.account_id = ${accountId} and p.role <> 'system' and p.division_code like prefix || '%' limit 1`.execute(
    ctx.tx,
  );
  if (rows.length === 0) throw platformErrors.notFound();
}

/** Two who give up their posts at the same moment do so one after the other. */
async function holdAdministrators(ctx: Context): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('administrators'))`.execute(ctx.tx);
}

/** Someone must be left who can let others in. */
async function expectAdministrator(ctx: Context): Promise<void> {
  const today = dateOf(ctx.now);
  const { rows } = await sql`
    select 1 from account_post h join post p on p.id = h.post_id join account a on a.id = h.account_id
    where p.role = 'admin' and a.disabled_at is null and h.valid_from <= ${today}
      and (h.valid_until is null or h.valid_until >= ${today}) limit 1`.execute(ctx.tx);
  if (rows.length === 0) throw accountErrors.lastAdministrator();
}
