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
import { createAccount, givePosts } from '@quancheng/kernel/subject/accounts';
import { signBody } from '@quancheng/kernel/work/payments';
import { asSystem } from '../index.ts';

describe('two who act at once', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  /** A second decider on the post of the first. */
  async function colleagueOf(account: string): Promise<Client> {
    const { database } = server.services;
    const { postId } = await database.db
      .selectFrom('accountPost')
      .innerJoin('account', 'account.id', 'accountPost.accountId')
      .select('postId')
      .where('login', '=', account)
      .executeTakeFirstOrThrow();
    await asSystem(server.services, 'tests add a colleague', async (ctx) => {
      const id = await createAccount(ctx, { login: `${account}-2`, name: '同事', demo: true });
      await givePosts(ctx, id, [postId]);
    });
    return server.as(`${account}-2`);
  }

  it('decide once: the second is told that the case has moved on, and nothing is done twice', async () => {
    const { client, view } = await applyAs(server, 'elder-58');
    await act(client, view.id, 'ask-person', {});
    await act(await server.as('civil-reviewer'), view.id, 'review', { opinion: 'disagree' });
    const deciders = [await server.as('civil-decider'), await colleagueOf('civil-decider')];
    const answers = await Promise.all(
      deciders.map((decider, index) =>
        decider.post<{ code?: string; text?: { zh: string } }>(`/api/v1/cases/${view.id}/decide`, {
          outcome: index === 0 ? 'refused' : 'granted',
          reason: '经核实后决定',
          basis: '有关规定第三条',
        }),
      ),
    );
    const refused = answers.find(({ status }) => status !== 200);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(refused?.body.code).toBe('case.verb-not-allowed');
    const won = answers[0]?.status === 200 ? 'refused' : 'granted';
    const after = await viewOf(client, view.id);
    expect(after.decision?.outcome).toBe(won);
    expect(after.timeline.filter(({ notice }) => notice)).toHaveLength(
      new Set(after.timeline.flatMap(({ notice }) => notice?.number ?? [])).size,
    );
    expect(after.timeline.filter(({ kind }) => kind === won)).toHaveLength(1);
  });

  it('claim once: the second is told who has it', async () => {
    const { view } = await applyAs(server, 'noodle-owner');
    const clerks = [await server.as('market-clerk'), await server.as('market-clerk-lixia')];
    await Promise.all(clerks.map((clerk) => clerk.post(`/api/v1/cases/${view.id}/claim`, {})));
    const accepted = await Promise.all(
      clerks.map((clerk) => clerk.post<{ code?: string }>(`/api/v1/cases/${view.id}/accept`, {})),
    );
    expect(accepted.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  });

  it('a payment that comes after its case was withdrawn goes straight back, once', async () => {
    const { client: buyer, view } = await applyAs(server, 'home-buyer');
    await act(await server.as('home-seller'), view.id, 'confirm', { agree: true });
    await act(await server.as('estate-clerk'), view.id, 'accept');
    const [order] = (await viewOf(buyer, view.id)).orders;
    const { payUrl } = (await buyer.post<{ payUrl: string }>(`/api/v1/cases/${view.id}/pay`, {})).body;
    await act(buyer, view.id, 'withdraw', { reason: '合同已解除' });
    expect((await viewOf(buyer, view.id)).orders[0]?.state).toBe('cancelled');

    // The page of the channel was open all the while, and its notice comes more than once.
    await fetch(payUrl, { method: 'POST', redirect: 'manual' });
    const state = async (): Promise<string | undefined> => {
      await server.settle();
      return (await viewOf(buyer, view.id)).orders[0]?.state;
    };
    await expect.poll(state, { timeout: 30_000 }).toBe('refunded');
    const notice = {
      kind: 'order.paid',
      id: order?.id ?? '',
      ref: 'late',
      amount: order?.amount ?? 0,
      reason: '',
    };
    const signature = signBody(server.services.secrets.paymentSecret, Object.values(notice).join('\n'));
    const again = await server.anonymous.post('/api/v1/payments/notices', notice, {
      'x-signature': signature,
    });
    expect(again.status).toBe(200);
    const after: CaseView = await viewOf(buyer, view.id);
    expect(after).toMatchObject({ status: 'withdrawn', orders: [{ state: 'refunded' }] });
    expect(after.timeline.filter(({ kind }) => kind === 'refunded')).toHaveLength(1);
  });
});
