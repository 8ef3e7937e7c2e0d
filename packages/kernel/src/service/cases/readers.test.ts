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

interface Shown extends CaseView {
  headline: { zh: string; en: string };
  reader: string;
  waiting: string | null;
  form: Record<string, unknown>;
  applicant: string;
  appeal: { zh: string } | null;
  actions: { verb: string; confirms: string[] }[];
  timeline: { kind: string; text: { zh: string }; actor: { kind: string } }[];
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
