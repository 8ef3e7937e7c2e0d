import fc from 'fast-check';
import { asSystem } from '@quancheng/server';
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
} from '@quancheng/testing';
import { sql } from '../../platform/database/index.ts';

interface Seen extends Omit<CaseView, 'timeline'> {
  closed: boolean;
  entrustable: boolean;
  applicant: string;
  form: Record<string, unknown>;
  onBehalfOf: { id: string; name: string } | null;
  timeline: {
    kind: string;
    actor: { kind: string; name: string; actsFor: string | null };
    notice?: { id: string };
  }[];
}
interface Listed {
  id: string;
  mandate: string;
  caseId: string | null;
}

const base = '/api/v1/me/mandates';
const correction = { corrections: [{ path: '/form/premises', text: { zh: '请写明门牌号' } }] };

/** One lets someone else do one case that is under way. */
describe('a case that someone was let do', () => {
  const begin = new Date('2026-03-02T02:00:00Z');
  let now = begin;
  let server: TestServer;
  let giver: Client;
  let helper: Client;
  let stranger: Client;
  let owner: Client;
  let clerk: Client;
  beforeAll(async () => {
    server = await startTestServer({ now });
    giver = await server.as('elder-58');
    helper = await server.as('fund-ok');
    stranger = await server.as('elder-60');
    owner = await server.as('noodle-owner');
    clerk = await server.as('market-clerk');
  });
  afterAll(() => server.stop());

  const codeOf = (address: string) => new URL(address).searchParams.get('code') ?? '';
  async function offer(by: Client, caseId: string, lastDay?: string): Promise<string> {
    const { body } = await by.post<{ address?: string; code?: string }>(`${base}/case-offers`, {
      caseId,
      ...(lastDay ? { lastDay } : {}),
    });
    return body.address ? codeOf(body.address) : (body.code ?? '');
  }
  const take = async (code: string, by = helper) =>
    (await by.post<{ caseId?: string; principalId: string; code?: string }>(`${base}/offers/take`, { code }))
      .body;
  const see = (by: Client, id: string) => by.get<Seen>(`/api/v1/cases/${id}`);
  const statusOf = async (by: Client, id: string) => (await see(by, id)).status;
  const mandates = async (by: Client, path = base) =>
    (await by.get<{ items: Listed[] }>(path)).body.items.filter(({ mandate }) => mandate === 'case');
  const titlesOf = async (by: Client) =>
    (await by.get<{ items: { title: { zh: string } }[] }>('/api/v1/me/messages')).body.items.map(
      ({ title }) => title.zh,
    );
  const newestOf = async (by: Client) =>
    (await by.get<{ items: { body: { zh: string; en: string } }[] }>('/api/v1/me/messages')).body
      .items[0] as { body: { zh: string; en: string } };
  const mine = async (by: Client) =>
    (await by.get<{ items: { id: string }[] }>('/api/v1/cases?scope=mine')).body.items.map(({ id }) => id);
  async function revoke(by: Client, caseId: string): Promise<void> {
    const found = (await mandates(by, `${base}/granted`)).find((entry) => entry.caseId === caseId);
    expect((await by.post(`${base}/${found?.id}/revoke`, {})).status).toBe(200);
  }
  /** Handed in by the representative, and waiting for a clerk. */
  const applyForCompany = async (premises: string) =>
    (await applyAs(server, 'noodle-owner', { premises })).view;

  it('is theirs to see and to go on with, by name, until it is taken back', async () => {
    const { view } = await applyAs(server, 'elder-58');
    expect(view.status).toBe('notGranted');
    const { view: other } = await applyAs(server, 'elder-58');
    expect(await statusOf(helper, view.id)).toBe(404);
    const code = await offer(giver, view.id);
    const shown = await helper.get(`${base}/offers?code=${code}`);
    expect(shown.body).toMatchObject({ kind: 'case', lastDay: '2026-04-01' });
    const { principalId, caseId } = await take(code);
    expect(caseId).toBe(view.id);
    expect((await take(code, stranger)).code).toBe('mandate.offer-gone');

    const { body } = await see(helper, view.id);
    expect(body).toMatchObject({ closed: false, entrustable: false, number: view.number });
    expect(body.onBehalfOf).toEqual({ id: principalId, name: body.applicant });
    expect(body.actions.map(({ verb }) => verb)).toEqual(['resubmit', 'ask-person']);
    expect(await mine(helper)).toContain(view.id);
    expect(await mandates(helper)).toHaveLength(1);
    for (const by of [giver, helper]) {
      const { zh, en } = (await newestOf(by)).body;
      expect(zh).toContain(
        `继续办理“办老年证”这一件（办件编号 ${view.number}），办完或者到 2026 年 4 月 1 日`,
      );
      expect(en).toMatch(
        /may go on with case \S+, “[^”]+”, for \S+ until it ends, or until .*1 April 2026 at/,
      );
    }

    // Nothing else of the giver: no other case, no new one, no form but this one's.
    expect(await statusOf(helper, other.id)).toBe(404);
    const item = 'elderly-card';
    const anew = await helper.post('/api/v1/cases', { item, form: body.form, onBehalfOf: principalId });
    expect(anew).toMatchObject({ status: 403, body: { code: 'mandate.none' } });
    const form = (query: string) => helper.get(`/api/v1/items/${item}/form?${query}`);
    expect((await form(`onBehalfOf=${principalId}`)).status).toBe(403);
    expect((await form(`case=${other.id}`)).status).toBe(404);
    expect((await form(`case=${view.id}`)).status).toBe(200);
    expect(await refusal(helper, view.id, 'withdraw', { reason: '不办了' })).toBe('403 mandate.own-act');

    await helper.post(`/api/v1/cases/${view.id}/ask-person`, { reason: '请人工看一看' });
    const after = (await see(giver, view.id)).body;
    const asked = after.timeline.find(({ kind }) => kind === 'askedPerson');
    const { name } = await papersOf(server, 'fund-ok');
    expect(asked?.actor).toEqual({ kind: 'applicant', name, actsFor: after.applicant });
    expect(after.timeline.filter(({ actor }) => actor.actsFor !== null)).toEqual([asked]);
    expect(after.entrustable).toBe(true);
    const looks = await giver.get<{ items: { purpose: { zh: string }; caseNumber: string | null }[] }>(
      '/api/v1/me/access-records',
    );
    expect(
      looks.body.items.some(
        ({ purpose, caseNumber }) => purpose.zh === '代他人办理' && caseNumber === view.number,
      ),
    ).toBe(true);

    await revoke(giver, view.id);
    expect(await statusOf(helper, view.id)).toBe(404);
    expect(await refusal(helper, view.id, 'ask-person', { reason: '请人工看一看' })).toMatch(/^404/);
    expect((await form(`case=${view.id}`)).status).toBe(404);
    expect(await mine(helper)).not.toContain(view.id);
    expect(await mandates(helper)).toEqual([]);
  });

  it('of a company is told to them, corrected with what was handed in before, and closed to them once it ends', async () => {
    const view = await applyForCompany('历下区泉乐路（演示）');
    await take(await offer(owner, view.id));
    const before = (await titlesOf(helper)).filter((title) => title.endsWith('”需要补正')).length;
    const sent = (await act(clerk, view.id, 'request-correction', correction)) as unknown as Seen;
    const notice = sent.timeline.find((event) => event.notice)?.notice?.id;
    expect((await titlesOf(helper)).filter((title) => title.endsWith('”需要补正'))).toHaveLength(before + 1);
    expect((await helper.get(`/api/v1/notices/${notice}/file`)).status).toBe(200);
    expect((await stranger.get(`/api/v1/notices/${notice}/file`)).status).toBe(404);

    const { form } = (await see(helper, view.id)).body;
    const filled = { ...form, premises: '历下区泉乐路 14 号（演示）' };
    const done = await helper.post(`/api/v1/cases/${view.id}/resubmit`, { form: filled });
    expect(done.body).toMatchObject({ status: 'submitted' });
    await owner.post(`/api/v1/cases/${view.id}/withdraw`, { reason: '不办了' });
    const { body } = await see(helper, view.id);
    expect(body).toMatchObject({ closed: true, status: 'withdrawn', form: {}, actions: [], timeline: [] });
    expect(JSON.stringify(body)).not.toContain('泉乐路 14 号');
    expect((await helper.get(`/api/v1/notices/${notice}/file`)).status).toBe(404);
    expect(await mandates(helper)).toEqual([]);
    expect(await mandates(owner, `${base}/granted`)).toEqual([]);
  });

  const uploaded = (by: Client) => uploadPdf(server, by);

  it('takes a file that the applicant handed in before, and none of anyone else', async () => {
    const view = await applyForCompany('历下区泉乐路 20 号（演示）');
    await act(clerk, view.id, 'request-correction', correction);
    const [own, foreign] = [await uploaded(owner), await uploaded(stranger)];
    const { form } = (await see(owner, view.id)).body;
    const material = (fileId: string) => ({ form, materials: [{ id: 'layout', fileId }] });
    expect((await owner.post(`/api/v1/cases/${view.id}/save`, material(own))).status).toBe(200);
    await take(await offer(owner, view.id));
    expect(await refusal(helper, view.id, 'save', material(foreign))).toBe('400 case.not-my-file');
    expect(await refusal(helper, view.id, 'resubmit', material(foreign))).toBe('400 case.not-my-file');
    const done = await helper.post(`/api/v1/cases/${view.id}/resubmit`, material(own));
    expect(done.body).toMatchObject({ status: 'submitted' });
  });

  /** A resident who holds the post of the clerk as well. */
  async function residentWithPost(): Promise<Client> {
    await asSystem(server.services, 'tests give a resident a post', ({ tx }) =>
      sql`insert into account_post (account_id, post_id, valid_from)
        select r.id, p.post_id, p.valid_from from account r, account c join account_post p on p.account_id = c.id
        where r.login = 'elder-65' and c.login = 'market-clerk'`.execute(tx),
    );
    return server.as('elder-65');
  }

  it('stays filled from the records of the one who filed it', async () => {
    const { view, client } = await applyAs(server, 'home-buyer');
    const estate = await server.as('estate-clerk');
    await (await server.as('home-seller')).post(`/api/v1/cases/${view.id}/confirm`, { agree: true });
    await act(estate, view.id, 'request-correction', {
      corrections: [{ path: '/form/price', text: { zh: '请核对成交价' } }],
    });
    await take(await offer(client, view.id));
    const formOf = async (by: Client) => {
      const { body } = await by.get<{ prefilled: object; sources: object }>(
        `/api/v1/items/property-transfer/form?case=${view.id}`,
      );
      return { prefilled: body.prefilled, sources: body.sources };
    };
    const own = await formOf(client);
    expect(Object.keys(own.prefilled)).not.toEqual([]);
    expect(await formOf(helper)).toEqual(own);
    const { form } = (await see(client, view.id)).body;
    const done = await helper.post(`/api/v1/cases/${view.id}/resubmit`, { form });
    expect(done.body).toMatchObject({ status: 'submitted' });
    expect((await see(client, view.id)).body.form).toEqual(form);
  });

  it('is let to them by the applicant alone, not passed on, and not to who handles it', async () => {
    const view = await applyForCompany('历下区泉乐路 22 号（演示）');
    for (const by of [helper, stranger]) expect(await offer(by, view.id)).toBe('mandate.no-case');
    expect(await offer(owner, view.id, '2027-03-03')).toBe('mandate.case-term');
    expect((await take(await offer(owner, view.id), owner)).code).toBe('mandate.own-code');
    expect((await take(await offer(owner, view.id), await server.as('noodle-partner'))).code).toBe(
      'mandate.already-yours',
    );
    expect((await take(await offer(owner, view.id), await residentWithPost())).code).toBe('mandate.handler');
    await take(await offer(owner, view.id));
    expect(await offer(helper, view.id)).toBe('mandate.no-case');
    expect((await take(await offer(owner, view.id))).code).toBe('mandate.already-yours');
    const code = await offer(owner, view.id);
    await owner.post(`/api/v1/cases/${view.id}/withdraw`, { reason: '不办了' });
    expect((await take(code, stranger)).code).toBe('mandate.offer-gone');
    expect(await offer(owner, view.id)).toBe('mandate.no-case');
  });

  it('lasts some time beyond the day by which the case is due', async () => {
    const view = await applyForCompany('历下区泉乐路 15 号（演示）');
    const { dueDate } = (await act(clerk, view.id, 'accept', {})) as unknown as { dueDate: string };
    const { body } = await helper.get<{ lastDay: string }>(
      `${base}/offers?code=${await offer(owner, view.id)}`,
    );
    expect(Date.parse(body.lastDay) - Date.parse(dueDate)).toBe(30 * 24 * 3600_000);
  });

  it('is not taken once the day is over that it was to last', async () => {
    const { view } = await applyAs(server, 'elder-58');
    // 23:55 in the city, and 00:01 of the next day.
    server.setTime(new Date('2026-03-02T15:55:00Z'));
    const code = await offer(giver, view.id, '2026-03-02');
    const messages = (await titlesOf(helper)).length;
    server.setTime(new Date('2026-03-02T16:01:00Z'));
    expect((await helper.get(`${base}/offers?code=${code}`)).status).toBe(410);
    expect((await take(code)).code).toBe('mandate.offer-gone');
    expect(await titlesOf(helper)).toHaveLength(messages);
    expect(await mandates(giver, `${base}/granted`)).toEqual([]);
    // Nothing was used up by the attempt.
    server.setTime(new Date('2026-03-02T15:59:00Z'));
    expect((await take(code)).caseId).toBe(view.id);
    await revoke(giver, view.id);
    server.setTime(now);
  });

  it('is open to them exactly while the mandate counts and the case is under way, in whatever order things come', async () => {
    const step = fc.constantFrom('take', 'revoke', 'lay-down', 'next-day', 'withdraw', 'act');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 7 }), async (steps) => {
        now = begin;
        server.setTime(now);
        const { view } = await applyAs(server, 'elder-58');
        let holds = false;
        let ended: 'no' | 'held' | 'unheld' = 'no';
        for (const one of steps) {
          if (one === 'take' && !holds && ended === 'no') {
            const today = new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
            holds = (await take(await offer(giver, view.id, today))).caseId === view.id;
          }
          if (one === 'revoke' && holds) await revoke(giver, view.id);
          if (one === 'lay-down' && holds) {
            const held = (await mandates(helper)).find(({ caseId }) => caseId === view.id);
            await helper.post(`${base}/${held?.id}/revoke`, {});
          }
          if (one === 'next-day') {
            now = new Date(now.getTime() + 24 * 3_600_000);
            server.setTime(now);
          }
          if (one === 'revoke' || one === 'lay-down' || one === 'next-day') holds = false;
          if (one === 'withdraw' && ended === 'no') {
            await giver.post(`/api/v1/cases/${view.id}/withdraw`, { reason: '不办了' });
            ended = holds ? 'held' : 'unheld';
            holds = false;
          }
          const { status, body } = await see(helper, view.id);
          expect(status).toBe(holds || ended === 'held' ? 200 : 404);
          if (status === 200) expect(body.closed).toBe(ended === 'held');
          const save = await helper.post(`/api/v1/cases/${view.id}/save`, { form: view, materials: [] });
          if (!holds) expect([403, 404]).toContain(save.status);
          expect((await mandates(helper)).some(({ caseId }) => caseId === view.id)).toBe(holds);
        }
        expect((await viewOf(giver, view.id)).id).toBe(view.id);
      }),
      { numRuns: 16, examples: [[['take', 'next-day', 'withdraw']], [['take', 'withdraw', 'next-day']]] },
    );
  });
});
