import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type Client, type TestServer } from '@quancheng/testing';

const offers = '/api/v1/me/mandates/offers';

interface Taken {
  principalId: string;
  item: string;
  code?: string;
}

describe('an authorisation for one application', () => {
  let server: TestServer;
  let now = new Date('2026-03-02T02:00:00Z');
  let principal: Client;
  let helper: Client;
  let item: string;
  let other: string;
  let form: object;
  beforeAll(async () => {
    server = await startTestServer({ now });
    principal = await server.as('elder-72');
    helper = await server.as('fund-ok');
    const codeOf = async (name: string) =>
      (await principal.get<{ code: string }>(`/api/v1/items/${name}`)).body.code;
    item = await codeOf('elderly-card');
    other = await codeOf('property-record');
    const story = (await server.stories()).find(({ account }) => account === 'elder-72');
    form = (story?.apply[0] as { form: object } | undefined)?.form ?? {};
  });
  afterAll(() => server.stop());

  async function offered(by = principal, of = item): Promise<string> {
    const { body, status } = await by.post<{ address: string }>(offers, { item: of });
    expect(status).toBe(201);
    return new URL(body.address).searchParams.get('code') ?? '';
  }
  const take = (code: string, by = helper) => by.post<Taken>(`${offers}/take`, { code });
  const apply = (of: string, onBehalfOf: string, submit = true, by = helper) =>
    by.post<{ id: string; code?: string }>('/api/v1/cases', { item: of, form, submit, onBehalfOf });
  const mandatesOf = async (client: Client, path = '/api/v1/me/mandates') =>
    (await client.get<{ items: { id: string; mandate: string }[] }>(path)).body.items.filter(
      ({ mandate }) => mandate === 'once',
    );
  const later = (minutes: number) => {
    now = new Date(now.getTime() + minutes * 60_000);
    server.setTime(now);
  };

  it('is shown as a code, taken once, seen by both sides, and used up by the application', async () => {
    const code = await offered();
    const seen = await helper.get<{ name: string; item: string }>(`${offers}?code=${code}`);
    expect(seen.body).toMatchObject({ name: '王秀兰', item });
    const isTaken = async (by: Client) =>
      (await by.get<{ taken: boolean }>(`${offers}/state?code=${code}`)).body.taken;
    expect(await isTaken(principal)).toBe(false);
    const { body } = await take(code);
    expect(await isTaken(principal)).toBe(true);
    expect(await isTaken(await server.as('elder-60'))).toBe(false);
    expect((await take(code, await server.as('elder-58'))).body.code).toBe('mandate.offer-gone');
    expect(await mandatesOf(helper)).toHaveLength(1);
    expect(await mandatesOf(principal, '/api/v1/me/mandates/granted')).toHaveLength(1);
    const filed = await apply(item, body.principalId);
    expect(filed.status).toBe(201);
    expect((await apply(item, body.principalId)).body.code).toBe('mandate.none');
    expect(await mandatesOf(helper)).toEqual([]);
    expect((await principal.get(`/api/v1/cases/${filed.body.id}`)).status).toBe(200);
    const messages = await principal.get<{ items: { title: { zh: string } }[] }>('/api/v1/me/messages');
    expect(messages.body.items.some(({ title }) => title.zh.startsWith('您授权了'))).toBe(true);
  });

  it('ends after ten minutes where nobody took it, at the end of the day where nobody used it, and by a newer one', async () => {
    const first = await offered();
    const second = await offered();
    expect((await take(first)).body.code).toBe('mandate.offer-gone');
    later(11);
    expect((await take(second)).body.code).toBe('mandate.offer-gone');
    const { body } = await take(await offered());
    later(24 * 60);
    expect((await apply(item, body.principalId)).body.code).toBe('mandate.none');
  });

  it('is revoked by the one who gave it until it is used', async () => {
    const { body } = await take(await offered());
    const [mandate] = await mandatesOf(principal, '/api/v1/me/mandates/granted');
    expect((await principal.post(`/api/v1/me/mandates/${mandate?.id}/revoke`, {})).status).toBe(200);
    expect((await apply(item, body.principalId)).body.code).toBe('mandate.none');
  });

  it('is not for oneself, nor for who may do it anyway', async () => {
    expect((await take(await offered(), principal)).body.code).toBe('mandate.own-code');
    const minor = await take(await offered(), await server.as('owner-child'));
    expect(minor.body.code).toBe('mandate.minor-agent');
    const { body } = await take(await offered());
    expect((await take(await offered())).body.code).toBe('mandate.already-yours');
    await apply(item, body.principalId);
  });

  it('carries one application of the named item and nothing else, in whatever order things come', async () => {
    const step = fc.constantFrom('item', 'other', 'draft', 'submit-draft', 'appoint');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        const { body } = await take(await offered());
        let filed = 0;
        const drafts: string[] = [];
        for (const one of steps) {
          if (one === 'other') expect((await apply(other, body.principalId)).status).not.toBe(201);
          if (one === 'appoint') {
            const agent = { name: '王秀兰', idNumber: '11010519491231002X' };
            const answer = await helper.post('/api/v1/me/mandates', { principalId: body.principalId, agent });
            expect(answer.status).not.toBe(201);
          }
          if (one === 'item' && (await apply(item, body.principalId)).status === 201) filed += 1;
          if (one === 'draft') {
            const draft = await apply(item, body.principalId, false);
            if (draft.status === 201) drafts.push(draft.body.id);
            expect(draft.status === 201).toBe(filed === 0);
          }
          if (one === 'submit-draft' && drafts.length > 0) {
            const answer = await helper.post(`/api/v1/cases/${drafts.pop()}/submit`, { form, materials: [] });
            if (answer.status === 200) filed += 1;
          }
        }
        expect(filed).toBeLessThanOrEqual(1);
        if (filed === 0 && !drafts.length) expect((await apply(item, body.principalId)).status).toBe(201);
        for (const { id } of await mandatesOf(helper))
          await helper.post(`/api/v1/me/mandates/${id}/revoke`, {});
        later(24 * 60);
      }),
      { numRuns: 8 },
    );
  });

  it('is used once by two who hand in at the same moment', async () => {
    const { body } = await take(await offered());
    const answers = await Promise.all([1, 2, 3].map(() => apply(item, body.principalId)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  });
});
