import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  act,
  applyAs,
  startTestServer,
  viewOf,
  type CaseView,
  type Client,
  type TestServer,
} from '@quancheng/testing';
import { asSystem } from '@quancheng/server';
import { createChannel, reconcile, signBody } from './index.ts';

/** Money over a channel that delays, repeats, forges and forgets. */
describe('payments', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  async function notify(
    notice: { kind: string; id: string; ref: string; amount: number; reason: string },
    secret = server.services.secrets.paymentSecret,
  ) {
    const signature = signBody(
      secret,
      [notice.kind, notice.id, notice.ref, notice.amount, notice.reason].join('\n'),
    );
    return server.anonymous.post<{ code?: string }>('/api/v1/payments/notices', notice, {
      'x-signature': signature,
    });
  }

  async function openOrder(): Promise<{ buyer: Client; view: CaseView }> {
    const { client: buyer, view } = await applyAs(server, 'home-buyer');
    await act(await server.as('home-seller'), view.id, 'confirm', { agree: true });
    const clerk = await server.as('estate-clerk');
    if ((await viewOf(buyer, view.id)).status === 'submitted') await act(clerk, view.id, 'accept');
    return { buyer, view: await viewOf(buyer, view.id) };
  }

  it('take only a signed notice of the right amount, once, and pay back what comes too late', async () => {
    const { buyer, view } = await openOrder();
    const [order] = view.orders;
    expect(order).toMatchObject({ state: 'open', amount: 8000 });
    const notice = { kind: 'order.paid', id: order?.id ?? '', ref: 'R1', amount: 8000, reason: '' };
    expect((await notify(notice, 'forged')).body.code).toBe('payment.bad-signature');
    expect((await notify({ ...notice, amount: 1 })).body.code).toBe('payment.amount');
    expect((await viewOf(buyer, view.id)).orders[0]?.state).toBe('open');
    const both = await Promise.all([notify(notice), notify(notice), notify(notice)]);
    expect(both.map(({ status }) => status)).toEqual([200, 200, 200]);
    const paid = await viewOf(buyer, view.id);
    expect(paid.orders[0]?.state).toBe('paid');
    expect(paid.timeline.filter(({ kind }) => kind === 'paid')).toHaveLength(1);

    // The buyer withdraws: what was paid goes back through the channel, which then tells that it is done.
    await act(buyer, view.id, 'withdraw', { reason: '合同已解除' });
    expect((await viewOf(buyer, view.id)).orders[0]?.state).toBe('refunding');
    await server.settle();
    await expect
      .poll(async () => (await viewOf(buyer, view.id)).orders[0]?.state, { timeout: 20_000 })
      .toBe('refunded');
  });

  it('pay out exactly once, however often the step or the notice is repeated', async () => {
    const { client, view } = await applyAs(server, 'fund-ok');
    const opened = await viewOf(client, view.id);
    expect(opened.payouts).toHaveLength(1);
    await server.settle();
    await expect
      .poll(async () => (await viewOf(client, view.id)).payouts[0]?.state, { timeout: 20_000 })
      .toBe('paid');
    const done = await viewOf(client, view.id);
    const [payout] = done.payouts;
    // The channel was told the account of the payee; the database keeps it encrypted.
    const { rows } = await server.services.database.pool.query(
      `select payee_account as plain, substring(payee_account_sealed from 1 for 4) as version from payout
       where id = $1`,
      [payout?.id],
    );
    expect(rows).toEqual([{ plain: null, version: Buffer.from([0, 0, 0, 1]) }]);
    const again = await notify({
      kind: 'payout.paid',
      id: payout?.id ?? '',
      ref: 'again',
      amount: payout?.amount ?? 0,
      reason: '',
    });
    expect(again.status).toBe(200);
    expect((await viewOf(client, view.id)).timeline.filter(({ kind }) => kind === 'payoutPaid')).toHaveLength(
      1,
    );
    const second = await applyAs(server, 'fund-ok');
    expect(second.view).toMatchObject({ status: 'notGranted', reasons: [{ code: 'tooSoon' }] });
  });

  it('are reconciled with the channel’s statement of the day', async () => {
    const { url, secret } = {
      url: server.services.paymentUrl,
      secret: server.services.secrets.paymentSecret,
    };
    const today = new Date().toISOString().slice(0, 10);
    const report = await asSystem(server.services, 'tests reconcile', (ctx) =>
      reconcile(ctx, createChannel(url, secret), today),
    );
    expect(report.matched).toBeGreaterThanOrEqual(2);
    expect(report.differ).toEqual([]);
    // The first order was told by the test itself, not by the channel.
    expect(report.onlyHere.map(({ kind }) => kind)).toEqual(['order']);
    await server.services.database.pool.query("update payout set amount = amount + 1 where state = 'paid'");
    const wrong = await asSystem(server.services, 'tests reconcile', (ctx) =>
      reconcile(ctx, createChannel(url, secret), today),
    );
    expect(wrong.differ.map(({ kind }) => kind)).toEqual(['payout']);
    await server.services.database.pool.query("update payout set amount = amount - 1 where state = 'paid'");
  });

  it('let only one of two withdrawals at the same moment through', async () => {
    const story = (await server.stories()).find(({ account }) => account === 'fund-sealed');
    const client = await server.as('fund-sealed');
    const { item, form } = story?.apply[0] ?? { item: '', form: {} };
    const answers = await Promise.all(
      [0, 1, 2].map(() => client.post<CaseView>('/api/v1/cases', { item, form, submit: true })),
    );
    expect(answers.map(({ body }) => body.status).toSorted()).toEqual([
      'granted',
      'notGranted',
      'notGranted',
    ]);
  });
});
