import { sql } from 'kysely';
import { sealedColumn } from '../../platform/columns/index.ts';
import type { Context } from '../../platform/context/index.ts';

/** What an applicant owes; amounts in fen. */
export interface Order {
  id: string;
  caseId: string;
  nameZh: string;
  nameEn: string;
  amount: number;
  state: 'open' | 'paid' | 'refunding' | 'refunded' | 'cancelled';
  channelRef: string | null;
  payUrl: string | null;
  refundRef: string | null;
  paidAt: Date | null;
  /** Who went to the channel's page last, and how the history names them. */
  payerAccountId: string | null;
  payerName: string | null;
}

const orderColumns = sql`id, case_id, name_zh, name_en, amount, state, channel_ref, pay_url, refund_ref, paid_at,
  payer_account_id, payer_name from payment_order`;

export const payeeAccountColumn = sealedColumn('payout', 'payee_account');

/** What is owed to someone; amounts in fen. */
export interface Payout {
  id: string;
  caseId: string;
  purpose: string;
  payeeName: string;
  /** Bank account; the channel alone is told. */
  payeeAccountSealed: Buffer;
  amount: number;
  state: 'open' | 'sent' | 'paid' | 'failed';
  channelRef: string | null;
}

/** Orders of a case; a case has a few. */
export async function listOrders(ctx: Context, caseId: string): Promise<Order[]> {
  const { rows } = await sql<Order>`
    select ${orderColumns} where case_id = ${caseId} order by id limit 50`.execute(ctx.tx);
  return rows;
}

export async function listPayouts(ctx: Context, caseId: string): Promise<Payout[]> {
  const { rows } = await sql<Payout>`
    select id, case_id, purpose, payee_name, payee_account_sealed, amount, state, channel_ref
    from payout where case_id = ${caseId} order by id limit 50`.execute(ctx.tx);
  return rows;
}

export async function findOrder(ctx: Context, id: string, lock: 'read' | 'lock'): Promise<Order | undefined> {
  const { rows } = await sql<Order>`
    select ${orderColumns} where id = ${id} ${lock === 'lock' ? sql`for update` : sql``}`.execute(ctx.tx);
  return rows[0];
}

export async function findPayout(
  ctx: Context,
  id: string,
  lock: 'read' | 'lock',
): Promise<Payout | undefined> {
  const { rows } = await sql<Payout>`
    select id, case_id, purpose, payee_name, payee_account_sealed, amount, state, channel_ref
    from payout where id = ${id} ${lock === 'lock' ? sql`for update` : sql``}`.execute(ctx.tx);
  return rows[0];
}
