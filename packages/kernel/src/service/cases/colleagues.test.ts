import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act, applyAs, refusal, startTestServer, type Client, type TestServer } from '@quancheng/testing';

interface Colleagues {
  items: { account: string; name: string; post: { zh: string; en: string }; open: number }[];
}
interface Problem {
  code: string;
}

describe('colleagues to hand a case over to', () => {
  let server: TestServer;
  let clerk: Client;
  beforeAll(async () => {
    server = await startTestServer({ now: new Date('2026-03-02T02:00:00Z') });
    clerk = await server.as('market-clerk');
  });
  afterAll(() => server.stop());

  const of = (client: Client, id: string) =>
    client.get<Colleagues & Problem>(`/api/v1/cases/${id}/colleagues`);

  it('are those whose posts cover the task now, those with the least to do first', async () => {
    const { view } = await applyAs(server, 'noodle-owner');
    await act(clerk, view.id, 'claim');
    const { body } = await of(clerk, view.id);
    // Lixia's clerk covers a case of Lixia, Tianqiao's does not; whoever has it is not among them.
    expect(body.items).toEqual([
      {
        account: 'market-clerk-lixia',
        name: expect.any(String),
        post: { zh: '历下区食品许可受理岗', en: 'Food licensing: clerk in Lixia District' },
        open: 0,
      },
    ]);
    await act(clerk, view.id, 'hand-over', { to: body.items[0]?.account, reason: '请假一天' });
    const lixia = await server.as('market-clerk-lixia');
    expect((await of(lixia, view.id)).body.items.map(({ account }) => account)).toEqual(['market-clerk']);

    const second = await applyAs(server, 'noodle-owner', {
      premises: '历下区泉乐路 40 号（演示）',
    });
    const again = await of(clerk, second.view.id);
    expect(again.body.items.map(({ account, open }) => [account, open])).toEqual([
      ['market-clerk', 0],
      ['market-clerk-lixia', 1],
    ]);
  });

  it('change with the task: every one of them may be handed the case', async () => {
    const { view } = await applyAs(server, 'noodle-owner', { premises: '历下区泉乐路 42 号（演示）' });
    await act(clerk, view.id, 'accept');
    const inspector = await server.as('market-inspector-1');
    const { body } = await of(inspector, view.id);
    expect(body.items.length).toBeGreaterThan(0);
    for (const { account } of body.items)
      expect(await refusal(inspector, view.id, 'hand-over', { to: account, reason: '外出' })).toMatch(
        /^200 /,
      );
    expect(await refusal(inspector, view.id, 'hand-over', { to: 'market-clerk', reason: '外出' })).toBe(
      '400 case.hand-over-target',
    );
  });

  it('are told to no one else', async () => {
    const { client, view } = await applyAs(server, 'banned-owner');
    expect((await of(client, view.id)).body.code).toBe('platform.forbidden');
    for (const account of ['civil-clerk', 'market-clerk-tianqiao'])
      expect((await of(await server.as(account), view.id)).body.code).toBe('case.not-found');
  });
});
