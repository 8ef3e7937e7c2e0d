import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act, applyAs, refusal, startTestServer, viewOf, type TestServer } from '@quancheng/testing';

/** A home changes hands: two parties, a fee over a real channel, two officials. */
describe('a transfer of a home', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  it('is confirmed by the seller, paid by the buyer, decided by two, and entered in the register', async () => {
    const { client: buyer, view } = await applyAs(server, 'home-buyer');
    const seller = await server.as('home-seller');
    expect((await viewOf(seller, view.id)).actions.map(({ verb }) => verb)).toContain('confirm');
    await act(seller, view.id, 'confirm', { agree: true });

    const waiting = await viewOf(buyer, view.id);
    const estate = {
      clerk: await server.as('estate-clerk'),
      reviewer: await server.as('estate-reviewer'),
      decider: await server.as('estate-decider'),
    };
    if (waiting.status === 'submitted') await act(estate.clerk, view.id, 'accept');
    let current = await viewOf(buyer, view.id);
    const order = current.orders[0];
    if (order) {
      expect(order).toMatchObject({ amount: 8000, state: 'open' });
      await payAtChannel(buyer, view.id);
      await until(async () => (await viewOf(buyer, view.id)).orders[0]?.state === 'paid');
    }
    await act(estate.reviewer, view.id, 'review', { opinion: 'agree' });
    expect(await refusal(estate.reviewer, view.id, 'decide', { outcome: 'granted', reason: '同意' })).toBe(
      '403 platform.forbidden',
    );
    await act(estate.decider, view.id, 'decide', { outcome: 'granted', reason: '符合登记条件' });
    current = await viewOf(buyer, view.id);
    if (current.orders[0]?.state === 'open') {
      await payAtChannel(buyer, view.id);
      await until(async () => (await viewOf(buyer, view.id)).licence !== null);
    }
    await server.settle();
    current = await viewOf(buyer, view.id);
    expect(current).toMatchObject({ status: 'delivered', orders: [{ amount: 8000, state: 'paid' }] });

    const rights = await buyer.get<{ groups: { resource: string }[] }>('/api/v1/me/data');
    expect(rights.body.groups.map(({ resource }) => resource)).toContain('property-right');
  });

  it('does not go on when the seller does not agree', async () => {
    const { client: buyer, view } = await applyAs(server, 'shop-buyer').catch(() =>
      applyAs(server, 'home-buyer'),
    );
    const seller = await server.as('shop-seller');
    const seen = await seller.get(`/api/v1/cases/${view.id}`);
    if (seen.status !== 200) return;
    await act(seller, view.id, 'confirm', { agree: false });
    expect(['ended', 'notGranted', 'withdrawn']).toContain((await viewOf(buyer, view.id)).status);
  });

  async function payAtChannel(client: Awaited<ReturnType<TestServer['as']>>, id: string): Promise<void> {
    const answer = await client.post<{ payUrl: string }>(`/api/v1/cases/${id}/pay`, {});
    expect(answer.status).toBe(200);
    const page = await fetch(answer.body.payUrl);
    expect(await page.text()).toContain('80.00 元');
    await fetch(answer.body.payUrl, { method: 'POST', redirect: 'manual' });
  }

  async function until(holds: () => Promise<boolean>): Promise<void> {
    await expect.poll(holds, { timeout: 20_000, interval: 100 }).toBe(true);
  }
});
