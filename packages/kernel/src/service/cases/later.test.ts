import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  act,
  applyAs,
  papersOf,
  refusal,
  startTestServer,
  viewOf,
  type CaseView,
  type Client,
  type TestServer,
  uploadPdf,
  goodVisit,
} from '@quancheng/testing';

interface Detail extends Omit<CaseView, 'timeline'> {
  applicant: string;
  form: Record<string, unknown>;
  materials: { id: string; state: string; mayFollow: boolean; file?: { id: string } }[];
  timeline: { kind: string; text: { zh: string }; actor: { name: string; actsFor: string | null } }[];
}

const mandates = '/api/v1/me/mandates';

/** What may follow an application is handed in while the case is open, by those who act for the applicant. */
describe('a material that may follow', () => {
  let server: TestServer;
  let owner: Client;
  let clerk: Client;
  beforeAll(async () => {
    server = await startTestServer({ now: new Date('2026-03-02T02:00:00Z') });
    owner = await server.as('noodle-owner');
    clerk = await server.as('market-clerk');
  });
  afterAll(() => server.stop());

  let rooms = 0;
  async function apply(): Promise<CaseView> {
    rooms += 2;
    return (await applyAs(server, 'noodle-owner', { premises: `历下区泉乐路 ${rooms} 号（演示）` })).view;
  }
  const uploaded = (by: Client) => uploadPdf(server, by);
  const see = async (by: Client, id: string) => (await viewOf(by, id)) as unknown as Detail;
  const follow = (fileId: string, id = 'rules') => ({ materials: [{ id, fileId }] });
  const followedIn = ({ timeline }: Detail) => timeline.filter(({ kind }) => kind === 'followed');
  const rulesOf = ({ materials }: Detail) => materials.find(({ id }) => id === 'rules');
  const canFollow = ({ actions }: Detail) => actions.some(({ verb }) => verb === 'materials');

  it('is handed in, replaced, and seen by the desk, until the decision', async () => {
    const { id } = await apply();
    const before = await see(owner, id);
    expect(before.materials.filter(({ mayFollow }) => mayFollow).map((one) => one.id)).toEqual([
      'layout',
      'rules',
    ]);
    expect([canFollow(before), canFollow(await see(clerk, id))]).toEqual([true, false]);

    const [first, second] = [await uploaded(owner), await uploaded(owner)];
    await act(owner, id, 'materials', follow(first));
    await act(owner, id, 'materials', follow(first));
    const once = await see(owner, id);
    expect(followedIn(once).map(({ text }) => text.zh)).toEqual(['补交了材料：食品安全规章制度。']);
    expect(rulesOf(once)).toMatchObject({ state: 'given', mayFollow: true, file: { id: first } });
    expect(once.status).toBe('submitted');
    const others = ({ materials }: Detail) => materials.filter((one) => one.id !== 'rules');
    expect(others(once)).toEqual(others(before));

    await act(clerk, id, 'accept');
    await act(owner, id, 'materials', follow(second));
    const atDesk = await see(clerk, id);
    expect(followedIn(atDesk)).toHaveLength(2);
    expect(rulesOf(atDesk)).toMatchObject({ state: 'given', file: { id: second } });
    const fetched = await clerk.get(`/api/v1/files/${second}`, { 'x-purpose': 'case-handling' });
    expect(fetched.status).toBe(200);

    await act(clerk, id, 'suspend', { cause: 'test', reason: '送检食品样品' });
    await act(owner, id, 'materials', follow(await uploaded(owner), 'layout'));
    await act(clerk, id, 'resume');
    for (const [account, review] of [
      ['market-inspector-1', goodVisit],
      ['market-inspector-2', { opinion: 'agree' }],
    ] as const)
      await act(await server.as(account), id, 'review', review);
    expect((await see(owner, id)).status).toBe('review');
    await act(owner, id, 'materials', follow(first));
    await act(await server.as('market-reviewer'), id, 'review', { opinion: 'agree' });
    await act(await server.as('market-decider'), id, 'decide', {
      outcome: 'granted',
      reason: '符合许可条件',
    });
    const decided = await see(owner, id);
    expect([canFollow(decided), rulesOf(decided)?.mayFollow]).toEqual([false, false]);
    expect(await refusal(owner, id, 'materials', follow(second))).toBe('409 case.verb-not-allowed');
    expect(rulesOf(await see(owner, id))?.file?.id).toBe(first);
  });

  it('is refused by wrong name, with a foreign file, over a newer version, and leaves no trace', async () => {
    const { id, version } = await apply();
    const [own, foreign] = [await uploaded(owner), await uploaded(await server.as('elder-60'))];
    for (const wrong of ['charter', 'siteVisit1', 'entity'])
      expect(await refusal(owner, id, 'materials', follow(own, wrong)), wrong).toBe(
        '400 case.may-not-follow',
      );
    expect(await refusal(owner, id, 'materials', follow(foreign))).toBe('400 case.not-my-file');
    const mixed = { materials: [...follow(own).materials, ...follow(foreign, 'layout').materials] };
    expect(await refusal(owner, id, 'materials', mixed)).toBe('400 case.not-my-file');
    expect(await refusal(owner, id, 'materials')).toBe('400 case.nothing-follows');
    const more = { ...follow(own), status: 'granted' };
    expect(await refusal(owner, id, 'materials', more)).toBe('400 form.invalid-answers');
    const stale = await owner.post<{ code: string }>(`/api/v1/cases/${id}/materials`, follow(own), {
      'if-match': `"${version - 1}"`,
    });
    expect(stale).toMatchObject({ status: 412, body: { code: 'platform.version-conflict' } });
    const untouched = await see(owner, id);
    expect([followedIn(untouched), rulesOf(untouched)?.state]).toEqual([[], 'later']);
  });

  it('that came with the application, or while it is corrected, changes by the correction alone', async () => {
    const { id } = await apply();
    const [first, second] = [await uploaded(owner), await uploaded(owner)];
    await act(owner, id, 'materials', follow(first));
    await act(clerk, id, 'request-correction', {
      corrections: [{ path: '/form/premises', text: { zh: '请写明门牌号' } }],
    });
    expect(await refusal(owner, id, 'materials', follow(second))).toBe('409 case.verb-not-allowed');
    const { form } = await see(owner, id);
    await act(owner, id, 'resubmit', { form, ...follow(first) });
    expect(rulesOf(await see(owner, id))).toMatchObject({ state: 'given', mayFollow: false });
    expect(await refusal(owner, id, 'materials', follow(second))).toBe('400 case.may-not-follow');
  });

  it('is handed in by whoever acts for the applicant, by name, and by nobody else', async () => {
    const { id } = await apply();
    for (const [account, answer] of [
      ['market-clerk', '403 platform.forbidden'],
      ['market-inspector-1', '403 platform.forbidden'],
      ['market-head', '403 platform.forbidden'],
      ['elder-60', '404 case.not-found'],
      ['fund-ok', '404 case.not-found'],
    ] as const) {
      const client = await server.as(account);
      const file = follow(await uploaded(client));
      expect(await refusal(client, id, 'materials', file), account).toBe(answer);
    }
    const partner = await server.as('noodle-partner');
    await act(partner, id, 'materials', follow(await uploaded(partner), 'layout'));

    const helper = await server.as('fund-ok');
    const { body } = await owner.post<{ address: string }>(`${mandates}/case-offers`, { caseId: id });
    const code = new URL(body.address).searchParams.get('code');
    await helper.post(`${mandates}/offers/take`, { code });
    expect(canFollow(await see(helper, id))).toBe(true);
    await act(helper, id, 'materials', follow(await uploaded(helper)));
    const seen = await see(owner, id);
    const names = await Promise.all(
      ['noodle-partner', 'fund-ok'].map(async (account) => (await papersOf(server, account)).name),
    );
    expect(followedIn(seen).map(({ actor }) => [actor.name, actor.actsFor])).toEqual([
      [names[0], null],
      [names[1], seen.applicant],
    ]);
  });

  it('is handed in by an agent while the mandate stands, and not after', async () => {
    const company = (await owner.get<{ items: { principalId: string }[] }>(mandates)).body.items[0];
    const { name, idNumber } = await papersOf(server, 'elder-58');
    const given = { principalId: company?.principalId, agent: { name, idNumber } };
    const made = await owner.post<{ id: string }>(mandates, given);
    const agent = await server.as('elder-58');
    const story = (await server.stories()).find(({ account }) => account === 'noodle-owner');
    const filed = await agent.post<CaseView>('/api/v1/cases', {
      item: 'food-business-licence',
      onBehalfOf: company?.principalId,
      form: { ...story?.apply[0]?.form, premises: '历下区泉乐路 90 号（演示）' },
    });
    const { id } = filed.body;
    await act(agent, id, 'materials', follow(await uploaded(agent)));
    await owner.post(`${mandates}/${made.body.id}/revoke`, {});
    const late = follow(await uploaded(agent));
    expect(await refusal(agent, id, 'materials', late)).toBe('403 mandate.lapsed');
    expect(followedIn(await see(owner, id))).toHaveLength(1);
  });

  it('is not for the other party of a case to hand in', async () => {
    const { client, view } = await applyAs(server, 'home-buyer');
    const seller = await server.as('home-seller');
    const sold = follow(await uploaded(seller), 'contract');
    expect(await refusal(seller, view.id, 'materials', sold)).toBe('403 platform.forbidden');
    await act(client, view.id, 'materials', follow(await uploaded(client), 'contract'));
    expect(followedIn(await see(client, view.id))).toHaveLength(1);
  });
});
