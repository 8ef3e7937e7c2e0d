import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '@quancheng/testing';
import { qc } from '../testkit.ts';

describe('./qc licences stock', () => {
  let server: TestServer;
  let env: Record<string, string>;
  beforeAll(async () => {
    server = await startTestServer({ now: 'real', env: { QC_DEMO_PEOPLE: '20' } });
    env = { DATABASE_URL: server.ownerUrl, QC_DATA: server.services.config.dataDir };
  });
  afterAll(() => server.stop());

  it('goes on with what was stopped, tells how far it is, and ends with each record done', async () => {
    const admin = await server.as('admin');
    const url = '/api/v1/admin/licence-stocks';
    const { body } = await admin.post<{ id: string; total: number }>(url, { type: 'property-certificate' });
    const halted = await qc(['licences', 'stock', 'property-certificate', '--stop', '--json'], env);
    expect(JSON.parse(halted.out)).toMatchObject({ id: body.id, state: 'stopped', sealed: 0 });

    const done = await qc(['licences', 'stock', 'property-certificate'], env);
    expect(done.code).toBe(0);
    expect(done.out).toContain('已完成');
    expect(done.out).toContain(`${body.total}/${body.total}`);
    const seen = await admin.get<{ state: string; issued: number; sealed: number; failed: number }>(
      `${url}/${body.id}`,
    );
    expect(seen.body).toMatchObject({ state: 'done', failed: 0 });
    expect(seen.body.sealed).toBe(seen.body.issued);
    expect(seen.body.issued).toBeGreaterThan(0);
  });

  it('says what is wrong with a type that has no rule', async () => {
    const { code, err } = await qc(['licences', 'stock', 'elderly-card'], env);
    expect(code).not.toBe(0);
    expect(err).toContain('批量制发');
  });
});
