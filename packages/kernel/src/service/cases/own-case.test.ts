import { asSystem } from '@quancheng/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  act,
  papersOf,
  refusal,
  startTestServer,
  viewOf,
  type Client,
  type TestServer,
} from '@quancheng/testing';
import { sql } from '../../platform/database/index.ts';

const intake = { 'x-purpose': 'case-intake' };
const mandates = '/api/v1/me/mandates';

/** Officials have lives of their own: a case of theirs is handled by others, whoever filed it. */
describe('a case of an official', () => {
  let server: TestServer;
  let clerk: Client;
  let reviewer: Client;
  let own: Client;
  let helper: Client;
  let id: string;
  beforeAll(async () => {
    server = await startTestServer({ now: new Date('2026-03-02T02:00:00Z') });
    clerk = await server.as('civil-clerk');
    reviewer = await server.as('civil-reviewer');
    own = await server.as('elder-58');
    helper = await server.as('fund-ok');
    const { name, idNumber: number } = await papersOf(server, 'elder-58');
    const window = { kind: 'person', name, number };
    const filed = await clerk.post<{ id: string; status: string }>(
      '/api/v1/cases',
      { item: 'elderly-card', window, form: { phone: '10000000001' } },
      intake,
    );
    expect(filed.body.status).toBe('notGranted');
    id = filed.body.id;
    await act(clerk, id, 'ask-person', { reason: '出生日期登记有误' });
    const { body } = await own.post<{ address: string }>(`${mandates}/case-offers`, { caseId: id });
    const code = new URL(body.address).searchParams.get('code');
    expect((await helper.post(`${mandates}/offers/take`, { code })).status).toBe(200);
    // Both come to review cases of the agency while it is under way.
    await asSystem(server.services, 'tests give residents a post', (ctx) =>
      sql`insert into account_post (account_id, post_id, valid_from)
        select a.id, h.post_id, '2020-01-01' from account a, account_post h join account r on r.id = h.account_id
        where r.login = 'civil-reviewer' and a.login in ('elder-58', 'fund-ok')`.execute(ctx.tx),
    );
  });
  afterAll(() => server.stop());

  const offered = async (client: Client) => (await viewOf(client, id)).actions.map(({ verb }) => verb);

  it.each(['elder-58', 'fund-ok'])(
    'filed at a window offers %s no act of a post, and takes none',
    async (login) => {
      const client = await server.as(login);
      const verbs = await offered(client);
      for (const verb of ['claim', 'hand-over', 'review', 'suspend']) expect(verbs).not.toContain(verb);
      expect(await refusal(client, id, 'review', { opinion: 'agree' })).toBe('403 platform.forbidden');
      expect(await refusal(client, id, 'claim')).toBe('403 platform.forbidden');
      const handed = { to: login, reason: '请假一天' };
      expect(await refusal(reviewer, id, 'hand-over', handed)).toBe('400 case.hand-over-target');
    },
  );

  it('goes on by the clerk who filed it for them, and by whoever else holds the post', async () => {
    expect(await offered(clerk)).toContain('hand-over');
    expect(await offered(reviewer)).toEqual(expect.arrayContaining(['claim', 'review']));
    expect(await act(reviewer, id, 'review', { opinion: 'agree' })).toMatchObject({ status: 'review' });
  });

  it('is not the filing clerk’s to handle where it is her own', async () => {
    await asSystem(server.services, 'tests make a clerk of the applicant', async ({ tx }) => {
      await sql`update account set person_id = null where login = 'elder-58'`.execute(tx);
      await sql`update account set person_id = (select applicant_id from service_case where id = ${id})
        where login = 'civil-clerk'`.execute(tx);
    });
    const verbs = await offered(clerk);
    expect(verbs).toContain('withdraw');
    expect(verbs).not.toContain('hand-over');
  });
});
