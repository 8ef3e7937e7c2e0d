import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  act,
  applyAs,
  refusal,
  startTestServer,
  viewOf,
  type Client,
  type TestServer,
  goodVisit,
} from '@quancheng/testing';

interface Words {
  zh: string;
  en: string;
}

/** A food licence from hand-in to licence, and the ways in which it can end otherwise. */
describe('a promise case at the desk', () => {
  let server: TestServer;
  let clerk: Client;
  let inspector: Client;
  let second: Client;
  let reviewer: Client;
  let decider: Client;
  let head: Client;

  beforeAll(async () => {
    // A Monday; no holiday within the terms.
    server = await startTestServer({ now: new Date('2026-03-02T02:00:00Z') });
    [clerk, inspector, second, reviewer, decider, head] = (await Promise.all(
      ['clerk', 'inspector-1', 'inspector-2', 'reviewer', 'decider', 'head'].map((name) =>
        server.as(`market-${name}`),
      ),
    )) as [Client, Client, Client, Client, Client, Client];
  });
  afterAll(() => server.stop());

  const offered = async (client: Client, id: string) =>
    (await viewOf(client, id)).actions.map(({ verb }) => verb);

  it('goes from hand-in through goodVisit, review and decision to a licence', async () => {
    const { client, view } = await applyAs(server, 'noodle-owner');
    expect(view.status).toBe('submitted');
    const queue = await clerk.get<{ items: { id: string; applicant: string }[] }>('/api/v1/cases?scope=post');
    expect(queue.body.items.map(({ id }) => id)).toContain(view.id);

    const accepted = await act(clerk, view.id, 'accept', { comment: '材料齐全' });
    expect(accepted).toMatchObject({
      status: 'accepted',
      statutoryDueDate: '2026-03-16',
      dueDate: '2026-03-12',
    });
    const told = await client.get<{ items: { title: Words; body: Words }[] }>('/api/v1/me/messages');
    expect(told.body.items[0]).toMatchObject({
      title: { zh: '“开饭店、卖食品的许可”已受理', en: '“Licence to sell or serve food” was accepted' },
      body: { zh: '“开饭店、卖食品的许可”已受理，最迟 3 月 12 日（周四）办结。' },
    });
    expect(await refusal(clerk, view.id, 'review', { opinion: 'agree' })).toBe('403 platform.forbidden');
    expect(await refusal(inspector, view.id, 'review', { opinion: 'agree' })).toBe(
      '400 form.invalid-answers',
    );
    await act(inspector, view.id, 'review', goodVisit);
    expect(await refusal(inspector, view.id, 'review', { opinion: 'agree' })).toBe('409 case.same-person');
    // Nor are they offered to take it, can take it, or be handed it; the second inspector can.
    expect(await offered(inspector, view.id)).not.toContain('claim');
    expect(await refusal(inspector, view.id, 'claim')).toBe('409 case.same-person');
    expect(await offered(second, view.id)).toContain('claim');
    await act(second, view.id, 'claim');
    const back = { to: 'market-inspector-1', reason: '请你来签' };
    expect(await refusal(second, view.id, 'hand-over', back)).toBe('409 case.same-person');
    const { body } = await second.get<{ items: { account: string }[] }>(
      `/api/v1/cases/${view.id}/colleagues`,
    );
    expect(body.items.map(({ account }) => account)).not.toContain('market-inspector-1');
    const doubted = await act(second, view.id, 'review', {
      opinion: 'disagree',
      comment: '操作间照片不清楚',
    });
    expect(doubted.status).toBe('accepted');
    await act(inspector, view.id, 'review', goodVisit);
    const signed = await act(second, view.id, 'review', { opinion: 'agree' });
    expect(signed.status).toBe('review');
    await act(reviewer, view.id, 'review', { opinion: 'agree', comment: '符合要求' });
    expect(await refusal(reviewer, view.id, 'decide', { outcome: 'granted', reason: '同意' })).toBe(
      '403 platform.forbidden',
    );
    const decided = await act(decider, view.id, 'decide', { outcome: 'granted', reason: '符合许可条件' });
    expect(decided).toMatchObject({ status: 'granted', decision: { outcome: 'granted' } });
    await server.settle();
    const done = await viewOf(client, view.id);
    expect(done.status).toBe('delivered');
    const verified = await server.anonymous.get<{ state: string }>(`/verify/${done.licence?.verifyCode}`);
    expect(verified.body.state).toBe('valid');
    const notices = done.timeline.filter(({ notice }) => notice).map(({ kind }) => kind);
    expect(notices).toEqual(['accepted', 'granted']);
    const paper = await client.get(
      `/api/v1/notices/${done.timeline.find(({ notice }) => notice)?.notice?.id}/file`,
    );
    expect(paper.headers.get('content-type')).toBe('application/pdf');
  });

  it('asks for all corrections once, and takes the corrected answers', async () => {
    const { client, view } = await applyAs(server, 'bakery-owner');
    const ask = { corrections: [{ path: '/form/area', text: { zh: '请写明使用面积' } }] };
    const asked = await act(clerk, view.id, 'request-correction', ask);
    expect(asked).toMatchObject({ status: 'correcting', corrections: [{ path: '/form/area' }] });
    const story = (await server.stories()).find(({ account }) => account === 'bakery-owner');
    const corrected = await act(client, view.id, 'resubmit', {
      form: { ...story?.apply[0]?.form, area: 120 },
    });
    expect(corrected).toMatchObject({ status: 'submitted', corrections: [] });
    expect(await refusal(clerk, view.id, 'request-correction', ask)).toMatch(/^409 /);
    const refused = await act(clerk, view.id, 'not-accept', {
      reason: '不属于本机关职权范围',
      basis: '行政许可法第三十二条',
    });
    expect(refused.status).toBe('notAccepted');
    expect(refused.timeline.at(-1)?.notice?.number).toMatch(/不受字〔2026〕第 \d{6} 号/);
  });

  it('is deemed accepted when nobody asks for corrections within five working days', async () => {
    const { client, view } = await applyAs(server, 'noodle-owner', {
      premises: '历下区泉乐路 14 号（演示）',
    });
    server.setTime(new Date('2026-03-09T08:59:00Z'));
    await server.settle();
    expect((await viewOf(client, view.id)).status).toBe('submitted');
    server.setTime(new Date('2026-03-09T09:01:00Z'));
    await server.settle();
    const deemed = await viewOf(client, view.id);
    expect(deemed.status).toBe('accepted');
    // A second sweep finds nothing to fire.
    await server.settle();
    expect((await viewOf(client, view.id)).timeline.filter(({ kind }) => kind === 'accepted')).toHaveLength(
      1,
    );

    const extended = await act(head, view.id, 'extend', { reason: '需要与消防部门核对场所情况' });
    expect(extended.statutoryDueDate).toBe('2026-03-30');
    expect(await refusal(head, view.id, 'extend', { reason: '再延长一次' })).toBe('409 case.no-extension');
    const suspended = await act(clerk, view.id, 'suspend', { cause: 'test', reason: '送检食品样品' });
    expect(suspended).toMatchObject({ status: 'suspended', dueDate: null });
    server.setTime(new Date('2026-03-16T02:00:00Z'));
    const resumed = await act(clerk, view.id, 'resume', {});
    // Five working days (10 to 16 March) do not count.
    expect(resumed).toMatchObject({ status: 'accepted', statutoryDueDate: '2026-04-07' });
    server.setTime(new Date('2026-03-02T02:00:00Z'));
  });

  it('is refused by a person with a legal basis, never without', async () => {
    const { view } = await applyAs(server, 'noodle-owner', { premises: '历下区泉乐路 16 号（演示）' });
    await act(clerk, view.id, 'accept');
    await act(inspector, view.id, 'review', goodVisit);
    await act(second, view.id, 'review', { opinion: 'agree' });
    await act(reviewer, view.id, 'review', { opinion: 'disagree' });
    expect(await refusal(decider, view.id, 'decide', { outcome: 'refused', reason: '布局不符合要求' })).toBe(
      '400 form.invalid-answers',
    );
    const refused = await act(decider, view.id, 'decide', {
      outcome: 'refused',
      reason: '布局不符合要求',
      basis: '食品安全法第三十三条',
    });
    expect(refused).toMatchObject({ status: 'refused', decision: { outcome: 'refused' } });
    expect(refused.timeline.at(-1)?.notice?.number).toMatch(/驳字/);
  });

  it('keeps what one clerk has taken from the others, until it is handed over', async () => {
    const { view } = await applyAs(server, 'noodle-owner', { premises: '历下区泉乐路 18 号（演示）' });
    await act(clerk, view.id, 'claim');
    const other = await server.as('market-clerk-lixia');
    expect(await refusal(other, view.id, 'accept')).toBe('409 case.claimed');
    expect(await refusal(clerk, view.id, 'hand-over', { to: 'civil-clerk', reason: '请假' })).toBe(
      '400 case.hand-over-target',
    );
    await act(clerk, view.id, 'hand-over', { to: 'market-clerk-lixia', reason: '请假一天' });
    expect((await act(other, view.id, 'accept')).status).toBe('accepted');
  });

  it('shows a case only to those whose posts cover it', async () => {
    const { view } = await applyAs(server, 'noodle-owner', { premises: '历下区泉乐路 20 号（演示）' });
    for (const account of ['civil-clerk', 'market-clerk-tianqiao', 'elder-72']) {
      const answer = await (
        await server.as(account)
      ).get<{ code: string }>(`/api/v1/cases/${view.id}`, { 'x-purpose': 'case-handling' });
      expect(answer).toMatchObject({ status: 404, body: { code: 'case.not-found' } });
    }
    const blind = await clerk.get<{ code: string }>(`/api/v1/cases/${view.id}`);
    expect(blind).toMatchObject({ status: 403, body: { code: 'platform.purpose-needed' } });
  });
});
