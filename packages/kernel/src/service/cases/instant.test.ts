import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  act,
  applyAs,
  refusal,
  startTestServer,
  viewOf,
  type CaseView,
  type TestServer,
} from '@quancheng/testing';

/** Cases that the rules decide at once, and what follows where they do not grant. */
describe('an instant case', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ now: new Date('2026-03-02T02:00:00Z') });
  });
  afterAll(() => server.stop());

  it('is granted with a licence, and each look of the rules is told to its subject', async () => {
    const { client, view } = await applyAs(server, 'elder-72');
    expect(view).toMatchObject({ status: 'granted', decision: { outcome: 'granted', by: '' } });
    const records = await client.get<{ items: { resource: { en: string }; caseNumber: string }[] }>(
      '/api/v1/me/access-records',
    );
    expect(records.body.items.length).toBeGreaterThan(0);
    expect(records.body.items.every(({ caseNumber }) => caseNumber === view.number)).toBe(true);
    await server.settle();
    const done = await viewOf(client, view.id);
    expect(done.status).toBe('delivered');
    const pdf = await client.get<string>(`/api/v1/licences/${done.licence?.id}/file`);
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    const rated = await act(client, view.id, 'rate', { stars: 5, indices: ['ease'] });
    expect(rated.actions.map(({ verb }) => verb)).not.toContain('rate');
    expect(await refusal(client, view.id, 'rate', { stars: 4 })).toBe('409 case.rated');
  });

  it('says which rule, on which data, from which source, and lets a person decide', async () => {
    const { client, view } = await applyAs(server, 'elder-58');
    expect(view.status).toBe('notGranted');
    const [reason] = view.reasons;
    expect(reason).toMatchObject({
      code: 'tooYoung',
      inputs: [{ name: 'age', value: 58, source: 'person' }],
    });
    expect(reason?.inputs[0]?.asOf).toMatch(/^\d{4}-/);
    const asked = await act(client, view.id, 'ask-person', { reason: '出生日期登记有误' });
    expect(asked.status).toBe('review');
    const wrote = asked.timeline.filter(({ kind }) => kind === 'askedPerson');
    expect(wrote.map(({ detail }) => detail)).toEqual([{ reason: '出生日期登记有误' }]);
    const reviewer = await server.as('civil-reviewer');
    await act(reviewer, view.id, 'review', { opinion: 'disagree', comment: '年龄不足' });
    const refused = await act(await server.as('civil-decider'), view.id, 'decide', {
      outcome: 'refused',
      reason: '申请人未满 60 周岁',
      basis: '老年人权益保障法第二条',
    });
    expect(refused.status).toBe('refused');
  });

  it('can be withdrawn with a reason, after which nothing can be done but look', async () => {
    const { client, view } = await applyAs(server, 'elder-tomorrow');
    expect(await refusal(client, view.id, 'withdraw')).toBe('400 form.invalid-answers');
    expect((await act(client, view.id, 'withdraw', { reason: '明天再来' })).status).toBe('withdrawn');
    expect(await refusal(client, view.id, 'ask-person')).toBe('409 case.verb-not-allowed');
  });

  it('is handed in once whatever the network does', async () => {
    const client = await server.as('elder-65');
    const body = { item: 'elderly-card', form: { phone: '10000000001' }, submit: true };
    const key = randomUUID();
    const [first, second] = await Promise.all(
      [0, 1].map(() => client.post<CaseView>('/api/v1/cases', body, { 'idempotency-key': key })),
    );
    expect(second?.body.id).toBe(first?.body.id);
    const other = await client.post<{ code: string }>(
      '/api/v1/cases',
      { ...body, form: { phone: '10000000002' } },
      { 'idempotency-key': key },
    );
    expect(other).toMatchObject({ status: 409, body: { code: 'platform.idempotency-conflict' } });
  });

  it('refuses a command on a version that has changed', async () => {
    const { client, view } = await applyAs(server, 'elder-permit');
    const stale = await client.post<{ code: string }>(
      `/api/v1/cases/${view.id}/rate`,
      { stars: 5 },
      { 'if-match': `"${view.version + 1}"` },
    );
    expect(stale).toMatchObject({ status: 412, body: { code: 'platform.version-conflict' } });
  });

  it('keeps a draft that is finished on another device, and names every wrong answer', async () => {
    const client = await server.as('elder-60');
    const draft = await client.post<CaseView>('/api/v1/cases', {
      item: 'elderly-card',
      form: {},
      submit: false,
    });
    expect(draft.body.status).toBe('draft');
    const wrong = await client.post<{ code: string; errors: { path: string }[] }>(
      `/api/v1/cases/${draft.body.id}/submit`,
      { form: { phone: 'x' } },
    );
    expect(wrong).toMatchObject({
      status: 400,
      body: { code: 'form.invalid-answers', errors: [{ path: '/form/phone' }] },
    });
    await act(client, draft.body.id, 'save', { form: { phone: '10000000001' } });
    const done = await act(client, draft.body.id, 'submit');
    expect(done.status).toBe('granted');
  });

  it('cannot be made to believe another birth date', async () => {
    const client = await server.as('elder-58');
    const answer = await client.post<CaseView>('/api/v1/cases', {
      item: 'elderly-card',
      form: { phone: '10000000001', birthDate: '1940-01-01' },
      submit: true,
    });
    expect(answer.body).toMatchObject({ status: 'notGranted', reasons: [{ code: 'tooYoung' }] });
  });

  it('refuses to act for someone without a mandate', async () => {
    const client = await server.as('elder-72');
    const answer = await client.post<{ code: string }>('/api/v1/cases', {
      item: 'elderly-card',
      form: {},
      submit: true,
      onBehalfOf: randomUUID(),
    });
    expect(answer).toMatchObject({ status: 403, body: { code: 'mandate.none' } });
  });
});
