import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyAs, startTestServer, type TestServer } from '@quancheng/testing';

describe('what a person signed in was refused', () => {
  let server: TestServer;
  const began = new Date('2026-03-02T01:00:00Z');
  beforeAll(async () => {
    server = await startTestServer({ now: began });
  });
  afterAll(() => server.stop());

  const recorded = () =>
    server.services.database.db
      .selectFrom('auditLog')
      .innerJoin('account', 'account.id', 'auditLog.accountId')
      .select(['account.login', 'entityId', 'detail'])
      .where('action', '=', 'access.refused')
      .orderBy('auditLog.id')
      .execute();

  it('is in the audit with who, what and why, once a minute for each', async () => {
    const { view } = await applyAs(server, 'elder-72');
    const neighbour = await server.as('elder-58');
    const door = () => neighbour.get('/api/v1/admin/staff');
    expect((await door()).status).toBe(403);
    expect((await neighbour.get(`/api/v1/cases/${view.id}`)).status).toBe(404);
    for (let n = 0; n < 20; n += 1) await door();
    const lines = [
      { login: 'elder-58', entityId: 'GET /api/v1/admin/staff', detail: { code: 'platform.forbidden' } },
      { login: 'elder-58', entityId: 'GET /api/v1/cases/:id', detail: { code: 'case.not-found' } },
    ];
    expect(await recorded()).toEqual(lines);
    server.setTime(new Date(began.getTime() + 61_000));
    await door();
    expect(await recorded()).toEqual([...lines, lines[0]]);
  });

  it('is not for strangers, whom nobody knows, and not for what went well', async () => {
    const before = (await recorded()).length;
    expect((await server.anonymous.get('/api/v1/admin/staff')).status).toBe(401);
    const admin = await server.as('admin');
    expect((await admin.get('/api/v1/admin/staff')).status).toBe(200);
    expect(await recorded()).toHaveLength(before);
  });
});
