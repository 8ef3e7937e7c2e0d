import { sealedColumn, normaliseMail, normalisePhone } from '../columns/index.ts';
import type { Context } from '../context/index.ts';
import { hold, sql } from '../database/index.ts';
import { platformErrors } from '../errors/index.ts';
import { newId } from '../ids/index.ts';
import type { Text } from '../text/index.ts';

/** Where an account is reached, by channel. */
export const contactColumns = {
  sms: sealedColumn('account', 'phone', { normalise: normalisePhone }),
  mail: sealedColumn('account', 'email', { normalise: normaliseMail }),
} as const;

/** A copy of what the account had when the message was made: it opens as that of the account. */
export const dispatchAddress = sealedColumn('dispatch', 'address', {
  about: `case t.channel when 'sms' then 'account.phone/' else 'account.email/' end
    || (select m.account_id from message m where m.id = t.message_id)`,
});

export interface NewMessage {
  accountId: string;
  caseId?: string;
  title: Text;
  body: Text;
}

/**
 * Puts a message into an account's inbox and, where the account has a phone or mail address, lines up
 * an SMS and a mail; these leave by a job, so that a slow gateway holds nobody up.
 */
export function sendMessage(ctx: Context, message: NewMessage): string {
  const id = newId();
  const { accountId, title, body } = message;
  const told = sql`
    insert into message (id, account_id, case_id, title_zh, title_en, body_zh, body_en, created_at)
    values (${id}, ${accountId}, ${message.caseId ?? null}, ${title.zh}, ${title.en}, ${body.zh}, ${body.en}, ${ctx.now})`;
  const lines = sql`account u cross join lateral
      (values (${newId()}::uuid, 'sms', u.phone_sealed), (${newId()}::uuid, 'mail', u.email_sealed)) line (id, channel, address)
    where u.id = ${accountId} and line.address is not null`;
  const linedUp = sql`
    insert into dispatch (id, message_id, channel, address_sealed, text, created_at)
    select line.id, ${id}, line.channel, line.address, ${`${title.zh}:${body.zh}`}, ${ctx.now} from ${lines}`;
  // Which lines there are only the database knows, so it is the one that enqueues them.
  const enqueued = sql`
    insert into job (id, kind, payload, key, run_at, created_at)
    select gen_random_uuid(), 'message.dispatch', jsonb_build_object('dispatchId', line.id), line.id::text, ${ctx.now}, ${ctx.now}
    from ${lines}`;
  ctx.beforeCommit(async () => {
    for (const write of [told, linedUp, enqueued]) await hold(ctx.tx, write);
  });
  return id;
}

export interface MessageRow {
  id: string;
  caseId: string | null;
  titleZh: string;
  titleEn: string;
  bodyZh: string;
  bodyEn: string;
  createdAt: Date;
  readAt: Date | null;
}

export async function listMessages(
  ctx: Context,
  accountId: string,
  limit: number,
  before?: string,
): Promise<MessageRow[]> {
  let query = ctx.tx
    .selectFrom('message')
    .select(['id', 'caseId', 'titleZh', 'titleEn', 'bodyZh', 'bodyEn', 'createdAt', 'readAt'])
    .where('accountId', '=', accountId)
    .orderBy('id', 'desc')
    .limit(limit);
  if (before) query = query.where('id', '<', before);
  return query.execute();
}

export async function markRead(ctx: Context, accountId: string, id: string): Promise<void> {
  const result = await ctx.tx
    .updateTable('message')
    .set((eb) => ({ readAt: eb.fn.coalesce('readAt', sql<Date>`${ctx.now}`) }))
    .where('id', '=', id)
    .where('accountId', '=', accountId)
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) throw platformErrors.notFound();
}

/** Unread messages, counted up to 100. */
export async function countUnread(ctx: Context, accountId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from (select 1 from message where account_id = ${accountId} and read_at is null limit 100) m`.execute(
    ctx.tx,
  );
  return Number(rows[0]?.n ?? 0);
}

export interface Dispatch {
  id: string;
  channel: string;
  address: string;
  text: string;
  state: string;
  createdAt: Date;
}

/** What was or would be sent by SMS and mail, newest first; the demo shows it. */
export async function listDispatches(ctx: Context, limit: number, before?: string): Promise<Dispatch[]> {
  const { rows } = await sql<DispatchRow>`
    ${dispatchRow} where ${before ?? null}::uuid is null or d.id < ${before ?? null}::uuid
    order by d.id desc limit ${limit}`.execute(ctx.tx);
  return Promise.all(rows.map((row) => openDispatch(ctx, row)));
}

/** What is still to be sent. */
export async function findOpenDispatch(ctx: Context, id: string): Promise<Dispatch | undefined> {
  const { rows } = await sql<DispatchRow>`
    ${dispatchRow} where d.id = ${id} and d.state = 'open'`.execute(ctx.tx);
  return rows[0] && openDispatch(ctx, rows[0]);
}

interface DispatchRow extends Omit<Dispatch, 'address'> {
  channel: keyof typeof contactColumns;
  addressSealed: Buffer;
  accountId: string;
}

const dispatchRow = sql`
  select d.id, d.channel, d.address_sealed, d.text, d.state, d.created_at, m.account_id
  from dispatch d join message m on m.id = d.message_id`;

async function openDispatch(
  ctx: Context,
  { addressSealed, accountId, ...row }: DispatchRow,
): Promise<Dispatch> {
  const column = contactColumns[row.channel];
  return { ...row, address: await ctx.columns.open(ctx.tx, column, accountId, addressSealed) };
}
