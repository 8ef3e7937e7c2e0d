import { asSystem } from '@quancheng/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  act,
  applyAs,
  papersOf,
  startTestServer,
  viewOf,
  type CaseView,
  type Client,
  type TestServer,
} from '@quancheng/testing';
import { sql } from '../../platform/database/index.ts';

interface Shown extends CaseView {
  headline: { zh: string; en: string };
  reader: string;
  waiting: string | null;
  form: Record<string, unknown>;
  sources: Record<string, unknown>;
  materials: unknown[];
  parties: { role: string; state: string }[];
  applicant: string;
  appeal: { zh: string } | null;
  actions: { verb: string; confirms: string[] }[];
  timeline: (CaseView['timeline'][number] & { text: { zh: string }; actor: { kind: string } })[];
  reasons: (CaseView['reasons'][number] & { remedy: { zh: string } })[];
}

/** A case speaks to the one who reads it: what they are asked for, and nothing that is not theirs to do. */
describe('a case and the one who reads it', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ now: new Date('2026-03-02T02:00:00Z') });
  });
  afterAll(() => server.stop());

  const read = async (client: Client, id: string) => (await viewOf(client, id)) as Shown;
  const waitingOf = async (client: Client, id: string) => {
    const { body } = await client.get<{ items: Shown[] }>('/api/v1/cases?scope=mine');
    return body.items.find((entry) => entry.id === id)?.waiting;
  };

  it('asks a co-applicant for what they confirm, once more when it has changed, and then the applicant to pay', async () => {
    const { client: buyer, view } = await applyAs(server, 'home-buyer');
    const seller = await server.as('home-seller');
    const asked = await read(seller, view.id);
    expect(asked).toMatchObject({ reader: 'coApplicant', waiting: 'confirm' });
    expect(asked.headline.zh).toBe(`${asked.applicant}申请办理“买卖房屋过户”，需要您确认`);
    const { confirms } = asked.actions.find(({ verb }) => verb === 'confirm') ?? { confirms: [] };
    expect(confirms).toContain('price');
    expect(Object.keys(asked.form).toSorted()).toEqual(confirms.toSorted());
    expect((await read(buyer, view.id)).form['phone']).toBeDefined();
    expect([await waitingOf(seller, view.id), await waitingOf(buyer, view.id)]).toEqual(['confirm', null]);

    await act(seller, view.id, 'confirm', { agree: true });
    expect(await waitingOf(seller, view.id)).toBeNull();
    expect(Object.keys((await read(seller, view.id)).form).toSorted()).toEqual(confirms.toSorted());

    const clerk = await server.as('estate-clerk');
    await act(clerk, view.id, 'request-correction', {
      corrections: [{ path: '/form/price', text: { zh: '请核对成交价' } }],
    });
    expect([await waitingOf(seller, view.id), await waitingOf(buyer, view.id)]).toEqual([null, 'correct']);
    expect((await read(seller, view.id)).headline.zh).toBe('等申请人补正');
    const { form } = await read(buyer, view.id);
    await act(buyer, view.id, 'resubmit', { form: { ...form, price: Number(form['price']) + 100 } });
    expect(await waitingOf(buyer, view.id)).toBe('choose');
    await act(buyer, view.id, 'ask-person');
    const again = await read(seller, view.id);
    expect(again).toMatchObject({
      waiting: 'confirm',
      form: { price: Number(form['price']) + 100 },
      reasons: [],
    });
    expect((await read(buyer, view.id)).reasons).not.toEqual([]);
    expect(again.actions.map(({ verb }) => verb)).toContain('confirm');

    await act(seller, view.id, 'confirm', { agree: true });
    expect([await waitingOf(seller, view.id), await waitingOf(buyer, view.id)]).toEqual([null, 'pay']);
    expect((await read(buyer, view.id)).headline.zh).toMatch(/^请缴费/);
    expect((await read(seller, view.id)).headline.zh).toMatch(/^等申请人缴费/);
  });

  it('goes on showing another party what they were asked, and nothing besides, however it ends', async () => {
    const { client: buyer, view } = await applyAs(server, 'home-buyer');
    const seller = await server.as('home-seller');
    const asked = Object.keys((await read(seller, view.id)).form).toSorted();
    await act(buyer, view.id, 'withdraw', { reason: '合同已解除' });
    const withdrawn = await read(seller, view.id);
    expect(withdrawn).toMatchObject({ reader: 'coApplicant', status: 'withdrawn', materials: [] });
    expect(Object.keys(withdrawn.form).toSorted()).toEqual(asked);

    const { view: next } = await applyAs(server, 'home-buyer');
    await act(seller, next.id, 'confirm', { agree: true });
    await act(await server.as('estate-clerk'), next.id, 'accept');
    const { body: order } = await buyer.post<{ payUrl: string }>(`/api/v1/cases/${next.id}/pay`, {});
    await fetch(order.payUrl, { method: 'POST', redirect: 'manual' });
    await expect.poll(async () => (await read(buyer, next.id)).orders[0]?.state).toBe('paid');
    await act(await server.as('estate-reviewer'), next.id, 'review', { opinion: 'disagree' });
    const refused = { outcome: 'refused', reason: '合同无效', basis: '不动产登记暂行条例第二十二条' };
    await act(await server.as('estate-decider'), next.id, 'decide', refused);
    const decided = await read(seller, next.id);
    expect(decided).toMatchObject({ status: 'refused', reasons: [], materials: [], corrections: [] });
    expect(Object.keys(decided.form).toSorted()).toEqual(asked);
    expect(decided.timeline.filter(({ notice }) => notice)).toEqual([]);
    const own = await read(buyer, next.id);
    expect([own.reasons.length, own.materials.length].every((count) => count > 0)).toBe(true);
  });

  it('shows a party who filed it under a mandate that has ended what they are asked, and no more', async () => {
    const buyer = await server.as('home-buyer');
    const seller = await server.as('home-seller');
    const [of, by] = [await papersOf(server, 'home-buyer'), await papersOf(server, 'home-seller')];
    const agent = { name: by.name, idNumber: by.idNumber };
    const made = await buyer.post<{ id: string }>('/api/v1/me/mandates', { agent });
    const story = (await server.stories()).find(({ account }) => account === 'home-buyer')?.apply[0];
    const filed = { item: story?.item, form: { ...story?.form, phone: '10000000002' }, onBehalfOf: of.id };
    const { body } = await seller.post<CaseView>('/api/v1/cases', filed);
    expect(await read(seller, body.id)).toMatchObject({
      reader: 'applicant',
      form: { phone: '10000000002' },
    });
    await buyer.post(`/api/v1/me/mandates/${made.body.id}/revoke`, {});
    const seen = await read(seller, body.id);
    const { confirms } = seen.actions.find(({ verb }) => verb === 'confirm') ?? { confirms: [] };
    expect(confirms).toContain('price');
    expect(seen.reader).toBe('coApplicant');
    expect(Object.keys(seen.form).toSorted()).toEqual(confirms.toSorted());
  });

  it('shows a party nothing of what another one is asked', async () => {
    const { view } = await applyAs(server, 'home-buyer');
    await asSystem(server.services, 'tests add a party of before', (ctx) =>
      sql`insert into case_party (case_id, person_id, role, state, answered_at)
        select ${view.id}, person_id, 'seller', 'confirmed', ${ctx.now} from account where login = 'elder-65'`.execute(
        ctx.tx,
      ),
    );
    const seen = await read(await server.as('elder-65'), view.id);
    expect(seen).toMatchObject({ reader: 'coApplicant', form: {}, sources: {}, materials: [], reasons: [] });
    expect(seen.parties).toContainEqual({ role: 'seller', state: 'confirmed' });
    expect((await read(await server.as('home-seller'), view.id)).form).toHaveProperty('price');
  });

  it('offers remedies from an adverse decision on, and names who accepted it', async () => {
    const { client, view } = await applyAs(server, 'elder-58');
    expect(await read(client, view.id)).toMatchObject({ appeal: null, waiting: 'choose' });
    await act(client, view.id, 'ask-person', { reason: '出生日期登记有误' });
    const { timeline } = await read(client, view.id);
    expect(timeline.find(({ kind }) => kind === 'askedPerson')?.actor.kind).toBe('applicant');
    expect(timeline.find(({ kind }) => kind === 'accepted')).toMatchObject({
      text: { zh: '申请已受理，转人工审查。' },
      actor: { kind: 'system' },
    });
    await act(await server.as('civil-reviewer'), view.id, 'review', { opinion: 'disagree' });
    await act(await server.as('civil-decider'), view.id, 'decide', {
      outcome: 'refused',
      reason: '申请人未满 60 周岁',
      basis: '老年人权益保障法第二条',
    });
    expect((await read(client, view.id)).appeal?.zh).toContain('行政诉讼');
  });

  it('tells nobody to appeal against what a person granted', async () => {
    const { client, view } = await applyAs(server, 'elder-tomorrow');
    await act(client, view.id, 'ask-person');
    await act(await server.as('civil-reviewer'), view.id, 'review', { opinion: 'agree' });
    await act(await server.as('civil-decider'), view.id, 'decide', {
      outcome: 'granted',
      reason: '证件齐全',
      basis: '',
    });
    const granted = await read(client, view.id);
    expect(granted).toMatchObject({ decision: { outcome: 'granted' }, appeal: null, waiting: null });
    expect(JSON.stringify(granted.reasons)).not.toContain('行政诉讼');
  });

  it('says which official accepted it', async () => {
    const { client, view } = await applyAs(server, 'noodle-owner');
    await act(await server.as('market-clerk'), view.id, 'accept');
    const { timeline } = await read(client, view.id);
    expect(timeline.find(({ kind }) => kind === 'accepted')?.actor.kind).toBe('staff');
  });
});
