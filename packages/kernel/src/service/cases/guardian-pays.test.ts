import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  act,
  papersOf,
  startTestServer,
  viewOf,
  type CaseView,
  type Client,
  type TestServer,
} from '@quancheng/testing';
import { createChannel } from '../../work/payments/index.ts';

interface Order {
  id: string;
  state: string;
  payUrl: string | null;
  paidBy: string | null;
  receipt: string | null;
}
interface Seen extends Omit<CaseView, 'orders' | 'timeline'> {
  orders: Order[];
  timeline: { kind: string; text: { zh: string }; actor: { kind: string; name: string } }[];
}

const intake = { 'x-purpose': 'case-intake' };

describe('a fee that a guardian pays', () => {
  let server: TestServer;
  let guardian: Client;
  let ward: Client;
  let clerk: Client;
  beforeAll(async () => {
    server = await startTestServer();
    guardian = await server.as('elder-65');
    ward = await server.as('home-buyer');
    clerk = await server.as('estate-clerk');
  });
  afterAll(() => server.stop());

  async function record(): Promise<{ id: string; name: string }> {
    const [of, by] = [await papersOf(server, 'home-buyer'), await papersOf(server, 'elder-65')];
    const { body } = await clerk.post<{ id: string }>(
      '/api/v1/desk/guardians',
      {
        ward: { name: of.name, idNumber: of.idNumber },
        guardian: { name: by.name, idNumber: by.idNumber },
        basis: 'court-decision',
        documentEnd: '02CD',
      },
      intake,
    );
    return { id: body.id, name: by.name };
  }

  /** The ward’s own application, filed by the guardian, up to its fee. */
  async function fileUpToFee(): Promise<string> {
    const held = await guardian.get<{ items: { mandate: string; principalId: string }[] }>(
      '/api/v1/me/mandates',
    );
    const wardId = held.body.items.find(({ mandate }) => mandate === 'guardian')?.principalId;
    const story = (await server.stories()).find(({ account }) => account === 'home-buyer');
    const { item, form } = story?.apply[0] ?? { item: '', form: {} };
    const filed = await guardian.post<CaseView>('/api/v1/cases', { item, form, onBehalfOf: wardId });
    expect(filed.status).toBe(201);
    const { id } = filed.body;
    await act(await server.as('home-seller'), id, 'confirm', { agree: true });
    if ((await viewOf(guardian, id)).status === 'submitted') await act(clerk, id, 'accept');
    return id;
  }

  const seenBy = async (client: Client, id: string) => (await viewOf(client, id)) as unknown as Seen;
  const orderOf = async (client: Client, id: string) => (await seenBy(client, id)).orders[0];

  it('names who paid to both, with a receipt, and goes back to who paid though another asks for it', async () => {
    const { id: guardianship, name } = await record();
    const id = await fileUpToFee();
    const { body } = await guardian.post<{ payUrl: string }>(`/api/v1/cases/${id}/pay`, {});
    expect(await orderOf(guardian, id)).toMatchObject({ state: 'open', payUrl: body.payUrl, receipt: null });
    // The ward would go there in their own name.
    expect(await orderOf(ward, id)).toMatchObject({ state: 'open', payUrl: null, paidBy: null });
    await fetch(body.payUrl, { method: 'POST', redirect: 'manual' });
    await expect.poll(async () => (await orderOf(ward, id))?.state, { timeout: 20_000 }).toBe('paid');

    const mine = await orderOf(guardian, id);
    expect(mine).toMatchObject({ paidBy: name, payUrl: null, receipt: expect.stringMatching(/./) });
    const seen = await seenBy(ward, id);
    expect(seen.orders).toEqual([mine]);
    const stepOf = (view: Seen, wanted: string) => view.timeline.find(({ kind }) => kind === wanted);
    expect(stepOf(seen, 'submitted')?.actor).toEqual({ kind: 'applicant', name, actsFor: null });
    expect(stepOf(seen, 'paid')?.text.zh).toBe(`${name}已缴费 80 元。`);

    // The guardianship ends, the ward withdraws; the money is the guardian’s all the same.
    await clerk.post(`/api/v1/desk/guardians/${guardianship}/end`, { reason: '法院变更监护人' });
    await act(ward, id, 'withdraw', { reason: '合同已解除' });
    await server.settle();
    await expect.poll(async () => (await orderOf(ward, id))?.state, { timeout: 20_000 }).toBe('refunded');
    const ended = await seenBy(ward, id);
    expect(stepOf(ended, 'refunded')?.text.zh).toBe(`已原路退费 80 元，退给${name}。`);
    const { paymentUrl, secrets } = server.services;
    const channel = createChannel(paymentUrl, secrets.paymentSecret);
    const rows = await channel.statement(new Date().toISOString().slice(0, 10));
    const ofOrder = rows.filter((row) => row.id === mine?.id);
    expect(ofOrder.map(({ kind, amount }) => [kind, amount])).toEqual([
      ['order', 8000],
      ['refund', 8000],
    ]);
    expect(ofOrder[0]?.ref).toBe(mine?.receipt);
  });
});
