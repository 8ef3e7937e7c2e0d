import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act, applyAs, startTestServer, viewOf, type Client, type TestServer } from '@quancheng/testing';

interface MyData {
  groups: {
    resource: string;
    recordId: string;
    fields: { name: string; value: { zh: string; en: string }; disputable: boolean }[];
  }[];
}

interface Records {
  items: {
    who: string;
    agency: { zh: string };
    post: { zh: string };
    purpose: { zh: string };
    resource: { zh: string };
    fields: { zh: string }[];
    caseNumber: string | null;
  }[];
}

interface Disputes {
  items: { id: string; field: string; resource: string; reason: string }[];
}

describe('what the libraries hold about a person', () => {
  let server: TestServer;
  let resident: Client;
  beforeAll(async () => {
    server = await startTestServer({ now: new Date('2026-03-02T02:00:00Z') });
    resident = await server.as('elder-mistaken');
  });
  afterAll(() => server.stop());

  it('is shown to that person with names, never codes, and with the ends of numbers only', async () => {
    const { body } = await (await server.as('elder-72')).get<MyData>('/api/v1/me/data');
    const person = body.groups.find(({ resource }) => resource === 'person');
    const value = (name: string) => person?.fields.find((field) => field.name === name)?.value;
    expect(value('registeredDivision')).toEqual({ zh: '历下区', en: 'Lixia District' });
    expect(value('birthDate')).toEqual({ zh: '1954 年 3 月 2 日', en: '2 March 1954' });
    expect(value('idNumber')?.zh).toMatch(/^9900\*{10}\d{3}[\dX]$/);
  });

  it('may be disputed; its source agency corrects it, and the next decision goes by the right value', async () => {
    const first = await applyAs(server, 'elder-mistaken');
    expect(first.view.reasons.map(({ code }) => code)).toEqual(['notAlive']);
    // The page offers to dispute what the rule read, where a record of a library holds it.
    expect(first.view.reasons[0]?.inputs).toMatchObject([{ source: 'person', field: 'alive' }]);
    expect((await viewOf(first.client, first.view.id)).actions.map(({ verb }) => verb)).toContain('dispute');
    const disputed = await act(first.client, first.view.id, 'dispute', {
      resource: 'person',
      field: 'alive',
      reason: '本人健在，登记有误',
    });
    expect(disputed.timeline.at(-1)?.kind).toBe('disputed');

    const police = await server.as('police-data-officer');
    const { body } = await police.get<Disputes>('/api/v1/disputes');
    const dispute = body.items.find(({ field }) => field === 'alive');
    expect(
      (
        await (
          await server.as('civil-clerk')
        ).post(`/api/v1/disputes/${dispute?.id}/answer`, { upheld: true, answer: '更正', value: true })
      ).status,
    ).toBe(409);
    const purpose = { 'x-purpose': 'dispute' };
    const opened = await police.get(`/api/v1/disputes/${dispute?.id}`, purpose);
    expect(opened.body).toMatchObject({
      value: false,
      shown: { zh: '否', en: 'No' },
      schema: { type: 'boolean' },
    });
    const unfit = { upheld: true, answer: '核实后已更正', value: '是' };
    expect(await police.post(`/api/v1/disputes/${dispute?.id}/answer`, unfit, purpose)).toMatchObject({
      status: 400,
      body: { code: 'library.invalid-record' },
    });
    const answered = await police.post(
      `/api/v1/disputes/${dispute?.id}/answer`,
      { upheld: true, answer: '核实后已更正', value: true },
      { 'x-purpose': 'dispute' },
    );
    expect(answered.status).toBe(200);

    const form = { phone: '10000000001' };
    const inbox = await resident.get<{ items: { body: { zh: string } }[] }>('/api/v1/me/messages');
    expect(inbox.body.items[0]?.body.zh).toContain('已经更正');
    const again = await act(resident, first.view.id, 'resubmit', { form });
    expect(again.status).toBe('granted');
    const history = await server.services.database.pool.query(
      "select content->>'alive' as alive from lib_person_history",
    );
    expect(history.rows).toEqual([{ alive: 'false' }]);
  });

  it('is not to be disputed by someone else', async () => {
    const other = await server.as('elder-72');
    const answer = await other.post<{ code: string }>('/api/v1/me/disputes', {
      resource: 'fund-account',
      field: 'balance',
      reason: '余额不对',
    });
    expect(answer).toMatchObject({ status: 403, body: { code: 'library.not-yours' } });
  });

  it('leaves one record a look, which says who, under which post, why, what, and in which case', async () => {
    const { client, view } = await applyAs(server, 'elder-58');
    await act(client, view.id, 'ask-person', {});
    const before = (await client.get<Records>('/api/v1/me/access-records?limit=100')).body.items.length;
    await viewOf(await server.as('civil-reviewer'), view.id);
    const { body } = await client.get<Records>('/api/v1/me/access-records?limit=100');
    expect(body.items).toHaveLength(before + 1);
    expect(body.items[0]).toMatchObject({
      who: '贺春来',
      agency: { zh: '济南市民政局' },
      purpose: { zh: '办理事项' },
      resource: { zh: '办件' },
      caseNumber: view.number,
    });
    expect(body.items[0]?.post.zh).toContain('审核');
    expect(body.items[0]?.fields.map(({ zh }) => zh)).toContain('身份证号');
    // A list that shows the whole name is a look at it; one that masks it is none.
    const reviewer = await server.as('civil-reviewer');
    await reviewer.get('/api/v1/cases?scope=post&view=all');
    await reviewer.get('/api/v1/cases?scope=post&view=all', { 'x-purpose': 'case-handling' });
    const listed = await client.get<Records>('/api/v1/me/access-records?limit=100');
    expect(listed.body.items).toHaveLength(before + 2);
    expect(listed.body.items[0]?.fields.map(({ zh }) => zh)).toEqual(['申请人姓名或名称']);
    // One's own look leaves none.
    await viewOf(client, view.id);
    expect((await client.get<Records>('/api/v1/me/access-records?limit=100')).body.items).toHaveLength(
      before + 2,
    );
  });

  it('is not read for a purpose that does not exist', async () => {
    const clerk = await server.as('civil-clerk');
    const answer = await clerk.get<{ code: string }>('/api/v1/cases?scope=post', {
      'x-purpose': 'curiosity',
    });
    expect(answer).toMatchObject({ status: 403, body: { code: 'platform.purpose-needed' } });
  });
});
