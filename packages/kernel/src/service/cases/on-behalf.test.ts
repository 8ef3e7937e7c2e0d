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
} from '@quancheng/testing';

interface Detail extends CaseView {
  form: Record<string, unknown>;
  applicant: string;
  onBehalfOf: { id: string; name: string } | null;
  closed: boolean;
}

const intake = { 'x-purpose': 'case-intake' };
const correction = { corrections: [{ path: '/form/premises', text: { zh: '请写明门牌号' } }] };

/** Cases that one files for another: at a window, for a company, under a mandate that ends. */
describe('a case of someone else', () => {
  let server: TestServer;
  let owner: Client;
  let clerk: Client;
  let company: { principalId: string; name: string };
  beforeAll(async () => {
    server = await startTestServer({ now: new Date('2026-03-02T02:00:00Z') });
    owner = await server.as('noodle-owner');
    clerk = await server.as('market-clerk');
    const { body } = await owner.get<{ items: (typeof company)[] }>('/api/v1/me/mandates');
    company = body.items[0] ?? company;
  });
  afterAll(() => server.stop());

  async function formOf(premises: string): Promise<Record<string, unknown>> {
    const story = (await server.stories()).find(({ account }) => account === 'noodle-owner');
    return { ...story?.apply[0]?.form, premises };
  }

  async function fileAs(agent: string, premises: string): Promise<{ client: Client; view: CaseView }> {
    const { name, idNumber } = await papersOf(server, agent);
    const made = await owner.post<{ id: string }>('/api/v1/me/mandates', {
      principalId: company.principalId,
      agent: { name, idNumber },
    });
    const client = await server.as(agent);
    const { body } = await client.post<CaseView>('/api/v1/cases', {
      item: 'food-business-licence',
      onBehalfOf: company.principalId,
      form: await formOf(premises),
    });
    revocations.set(agent, `/api/v1/me/mandates/${made.body.id}/revoke`);
    return { client, view: body };
  }
  const revocations = new Map<string, string>();

  async function messagesAbout(account: string, { number }: CaseView): Promise<number> {
    const { body } = await (
      await server.as(account)
    ).get<{ items: { body: { zh: string } }[] }>('/api/v1/me/messages');
    return body.items.filter((message) => message.body.zh.includes(number)).length;
  }

  it('is corrected at the window where it was filed, by the clerk who filed it', async () => {
    const form = await owner.get<{ prefilled: Record<string, unknown> }>(
      `/api/v1/items/food-business-licence/form?onBehalfOf=${company.principalId}`,
    );
    const number = Object.values(form.body.prefilled).find((value) => /^9[0-9A-Z]{17}$/.test(String(value)));
    const filed = await clerk.post<CaseView>(
      '/api/v1/cases',
      {
        item: 'food-business-licence',
        window: { kind: 'entity', number, name: company.name },
        form: await formOf('历下区泉乐路（演示）'),
      },
      intake,
    );
    expect(filed.status).toBe(201);
    const { id } = filed.body;
    const sent = await act(clerk, id, 'request-correction', correction);
    expect(sent.status).toBe('correcting');
    expect(sent.actions.map(({ verb }) => verb)).toContain('resubmit');
    expect(await refusal(clerk, id, 'resubmit', { form: await formOf('历下区泉乐路 14 号（演示）') })).toBe(
      '403 platform.purpose-needed',
    );
    const again = await clerk.post<{ status: string }>(
      `/api/v1/cases/${id}/resubmit`,
      { form: await formOf('历下区泉乐路 14 号（演示）') },
      intake,
    );
    expect(again).toMatchObject({ status: 200, body: { status: 'submitted' } });
    const seen = (await viewOf(clerk, id)) as Detail;
    expect(seen.form['premises']).toBe('历下区泉乐路 14 号（演示）');
    expect(seen.onBehalfOf).toEqual({ id: company.principalId, name: company.name });
  });

  it('is told to everyone who represents the company, not only to the agent who filed it', async () => {
    const { view } = await fileAs('elder-58', '历下区泉乐路 16 号（演示）');
    await act(clerk, view.id, 'accept');
    for (const account of ['elder-58', 'noodle-owner', 'noodle-partner'])
      expect(await messagesAbout(account, view), account).toBeGreaterThan(0);
    expect(await messagesAbout('bakery-owner', view)).toBe(0);
  });

  it('shows an agent whose mandate ended that they filed it, and nothing of what it says', async () => {
    const { client, view } = await fileAs('elder-60', '历下区泉乐路 18 号（演示）');
    const sent = await act(clerk, view.id, 'request-correction', correction);
    const notice = sent.timeline.find(({ notice: paper }) => paper)?.notice?.id;
    expect((await client.get(`/api/v1/notices/${notice}/file`)).status).toBe(200);
    await owner.post(revocations.get('elder-60') ?? '', {});

    const { body } = await client.get<Detail & { item: { code: string } }>(`/api/v1/cases/${view.id}`);
    expect(body).toMatchObject({ number: view.number, status: 'correcting', closed: true });
    expect(body.item.code).toBeTruthy();
    for (const part of ['form', 'materials', 'reasons', 'timeline', 'corrections', 'actions', 'parties'])
      expect(Object.keys(body[part as 'form']), part).toEqual([]);
    expect(body).toMatchObject({ onBehalfOf: null, dueDate: null, decision: null, licence: null });
    expect(JSON.stringify(body)).not.toContain('泉乐路 18 号');
    expect((await client.get(`/api/v1/notices/${notice}/file`)).status).toBe(404);
    const mine = await client.get<{ items: { id: string; dueDate: string | null; status: string }[] }>(
      '/api/v1/cases?scope=mine',
    );
    expect(mine.body.items.find(({ id }) => id === view.id)).toMatchObject({
      status: 'correcting',
      dueDate: null,
    });

    const before = await messagesAbout('elder-60', view);
    await act(owner, view.id, 'resubmit', { form: await formOf('历下区泉乐路 18 号 1 层（演示）') });
    await act(clerk, view.id, 'accept');
    expect(await messagesAbout('elder-60', view)).toBe(before);
    expect(((await viewOf(owner, view.id)) as Detail).form['premises']).toContain('1 层');
  });

  it('names no principal in one’s own', async () => {
    const { view, client } = await applyAs(server, 'elder-72');
    expect(await viewOf(client, view.id)).toMatchObject({ onBehalfOf: null, closed: false });
  });
});
