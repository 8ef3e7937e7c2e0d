import type { Context } from '../../platform/context/index.ts';
import { newId } from '../../platform/ids/index.ts';
import type { JobHandlers } from '../../platform/jobs/index.ts';
import type { Text } from '../../platform/text/index.ts';
import type { Channel } from './channel.ts';
import { paymentErrors } from './errors.ts';
import { findOrder, findPayout, listOrders, payeeAccountColumn, type Order } from './store.ts';

export type PaidOrder = Pick<Order, 'id' | 'caseId' | 'amount' | 'payerName'>;

/** Who goes to the channel's page. */
export interface Payer {
  accountId: string;
  name: string;
}

/** What those who opened an order or payout hear, in the transaction of the event; the case is locked first. */
export interface PaymentHooks {
  lock(ctx: Context, caseId: string): Promise<void>;
  paid(ctx: Context, order: PaidOrder): Promise<void>;
  refunded(ctx: Context, order: PaidOrder): Promise<void>;
  payoutPaid(ctx: Context, payout: { id: string; caseId: string; amount: number }): Promise<void>;
}

/** A notice of the channel; the same one may come again, late, or out of order. */
export type ChannelNotice =
  | { kind: 'order.paid'; id: string; ref: string; amount: number }
  | { kind: 'refund.done'; id: string; ref: string; amount: number }
  | { kind: 'payout.paid'; id: string; ref: string; amount: number }
  | { kind: 'payout.failed'; id: string; ref: string; reason: string };

export interface Payments {
  openOrder(ctx: Context, order: { caseId: string; name: Text; amount: number }): Promise<{ id: string }>;
  /** Orders a payment, once a purpose and case; a second call answers the first one. */
  openPayout(
    ctx: Context,
    payout: { caseId: string; purpose: string; payeeName: string; payeeAccount: string; amount: number },
  ): Promise<{ id: string }>;
  /** The page of the channel on which an open order is paid; null where a clerk opens it for someone at a window. */
  payUrl(ctx: Context, orderId: string, payer: Payer | null): Promise<string>;
  /** Cancels what is open and pays back what was paid, as when a case ends without its result. */
  settle(ctx: Context, caseId: string): Promise<void>;
  /** Takes a notice whose signature was checked. */
  notice(ctx: Context, notice: ChannelNotice): Promise<void>;
  readonly handlers: JobHandlers;
}

export function createPayments(deps: { channel: Channel; hooks: PaymentHooks; origin: string }): Payments {
  const { channel, hooks, origin } = deps;
  const notifyUrl = `${origin}/api/v1/payments/notices`;

  async function openOrder(ctx: Context, order: { caseId: string; name: Text; amount: number }) {
    const id = newId();
    const { caseId, name, amount } = order;
    await ctx.tx
      .insertInto('paymentOrder')
      .values({ id, caseId, nameZh: name.zh, nameEn: name.en, amount, state: 'open', createdAt: ctx.now })
      .execute();
    ctx.record({ action: 'payment.open', entity: 'order', entityId: id, detail: { amount } });
    return { id };
  }

  async function openPayout(
    ctx: Context,
    payout: { caseId: string; purpose: string; payeeName: string; payeeAccount: string; amount: number },
  ) {
    const id = newId();
    const { payeeAccount, ...rest } = payout;
    const { sealed } = await ctx.columns.seal(ctx.tx, payeeAccountColumn, id, payeeAccount);
    const inserted = await ctx.tx
      .insertInto('payout')
      .values({ ...rest, payeeAccountSealed: sealed, id, state: 'open', createdAt: ctx.now })
      .onConflict((conflict) => conflict.columns(['caseId', 'purpose']).doNothing())
      .executeTakeFirst();
    if (inserted.numInsertedOrUpdatedRows === 0n) {
      const known = await ctx.tx
        .selectFrom('payout')
        .select('id')
        .where('caseId', '=', payout.caseId)
        .where('purpose', '=', payout.purpose)
        .executeTakeFirstOrThrow();
      return { id: known.id };
    }
    ctx.record({ action: 'payout.open', entity: 'payout', entityId: id, detail: { amount: payout.amount } });
    ctx.enqueue({ kind: 'payout.send', key: id, payload: { payoutId: id } });
    return { id };
  }

  async function payUrl(ctx: Context, orderId: string, payer: Payer | null): Promise<string> {
    const order = await findOrder(ctx, orderId, 'lock');
    if (!order || order.state !== 'open') throw paymentErrors.unknownOrder();
    // Asked again each time: the channel answers the same order, and its address may have changed.
    const made = await channel.createOrder({
      id: order.id,
      amount: order.amount,
      subject: order.nameZh,
      notifyUrl,
      returnUrl: `${origin}/cases/${order.caseId}?paid=1`,
    });
    await ctx.tx
      .updateTable('paymentOrder')
      .set({
        channelRef: made.ref,
        payUrl: made.payUrl,
        payerAccountId: payer?.accountId ?? null,
        payerName: payer?.name ?? null,
      })
      .where('id', '=', order.id)
      .execute();
    return made.payUrl;
  }

  async function settle(ctx: Context, caseId: string): Promise<void> {
    for (const order of await listOrders(ctx, caseId)) {
      if (order.state === 'open') {
        await ctx.tx
          .updateTable('paymentOrder')
          .set({ state: 'cancelled' })
          .where('id', '=', order.id)
          .execute();
      }
      if (order.state === 'paid') await refundLater(ctx, order.id);
    }
  }

  async function refundLater(ctx: Context, orderId: string): Promise<void> {
    await ctx.tx.updateTable('paymentOrder').set({ state: 'refunding' }).where('id', '=', orderId).execute();
    ctx.record({ action: 'payment.refund', entity: 'order', entityId: orderId });
    ctx.enqueue({ kind: 'payment.refund', key: orderId, payload: { orderId } });
  }

  async function notice(ctx: Context, given: ChannelNotice): Promise<void> {
    if (given.kind === 'order.paid') return orderPaid(ctx, given);
    if (given.kind === 'refund.done') return refundDone(ctx, given);
    const payout = await findPayout(ctx, given.id, 'read');
    if (!payout) throw paymentErrors.unknownOrder();
    await hooks.lock(ctx, payout.caseId);
    const current = await findPayout(ctx, given.id, 'lock');
    if (!current || current.state === 'paid') return;
    if (given.kind === 'payout.failed') {
      await ctx.tx
        .updateTable('payout')
        .set({ state: 'failed', error: given.reason })
        .where('id', '=', given.id)
        .execute();
      return;
    }
    if (given.amount !== current.amount) throw paymentErrors.amount();
    await ctx.tx
      .updateTable('payout')
      .set({ state: 'paid', channelRef: given.ref, paidAt: ctx.now })
      .where('id', '=', given.id)
      .execute();
    ctx.record({ action: 'payout.paid', entity: 'payout', entityId: given.id });
    await hooks.payoutPaid(ctx, current);
  }

  async function orderPaid(ctx: Context, given: { id: string; ref: string; amount: number }): Promise<void> {
    const order = await findOrder(ctx, given.id, 'read');
    if (!order) throw paymentErrors.unknownOrder();
    await hooks.lock(ctx, order.caseId);
    const current = await findOrder(ctx, given.id, 'lock');
    if (!current || (current.state !== 'open' && current.state !== 'cancelled')) return;
    if (given.amount !== current.amount) throw paymentErrors.amount();
    const late = current.state === 'cancelled';
    await ctx.tx
      .updateTable('paymentOrder')
      .set({ state: 'paid', channelRef: given.ref, paidAt: ctx.now })
      .where('id', '=', given.id)
      .execute();
    ctx.record({ action: 'payment.paid', entity: 'order', entityId: given.id, detail: { late } });
    // Money that came after its case had ended goes straight back.
    if (late) await refundLater(ctx, given.id);
    else await hooks.paid(ctx, current);
  }

  async function refundDone(ctx: Context, given: { id: string; ref: string }): Promise<void> {
    const order = await findOrder(ctx, given.id, 'read');
    if (!order) throw paymentErrors.unknownOrder();
    await hooks.lock(ctx, order.caseId);
    const current = await findOrder(ctx, given.id, 'lock');
    if (!current || current.state === 'refunded') return;
    if (current.state !== 'refunding') throw paymentErrors.notPaid();
    await ctx.tx
      .updateTable('paymentOrder')
      .set({ state: 'refunded', refundRef: given.ref, refundedAt: ctx.now })
      .where('id', '=', given.id)
      .execute();
    await hooks.refunded(ctx, current);
  }

  async function sendPayout(ctx: Context, payload: Record<string, unknown>): Promise<void> {
    const payout = await findPayout(ctx, String(payload['payoutId']), 'lock');
    if (!payout || payout.state !== 'open') return;
    const { id, amount, payeeName, payeeAccountSealed, purpose } = payout;
    const payeeAccount = await ctx.columns.open(ctx.tx, payeeAccountColumn, id, payeeAccountSealed);
    const answer = await channel.pay({ id, amount, payeeName, payeeAccount, purpose, notifyUrl });
    await ctx.tx
      .updateTable('payout')
      .set({ state: 'sent', channelRef: answer.ref })
      .where('id', '=', id)
      .execute();
  }

  async function sendRefund(ctx: Context, payload: Record<string, unknown>): Promise<void> {
    const order = await findOrder(ctx, String(payload['orderId']), 'lock');
    if (!order || order.state !== 'refunding') return;
    await channel.refund({ id: order.id, ref: order.channelRef ?? '', amount: order.amount, notifyUrl });
  }

  return {
    openOrder,
    openPayout,
    payUrl,
    settle,
    notice,
    handlers: { 'payout.send': sendPayout, 'payment.refund': sendRefund },
  };
}
