import pg from 'pg';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type CaseView, type Client, type TestServer } from '@quancheng/testing';

interface Problem {
  code: string;
  text: { zh: string; en: string };
  remedy: { zh: string; en: string };
}

/** One who waits for a library that hangs is told so, and hands in again with the same key later. */
describe('a library that does not answer', () => {
  let server: TestServer;
  let owner: pg.Client;
  let elder: Client;
  beforeAll(async () => {
    server = await startTestServer({ statementMs: 400 });
    owner = new pg.Client({ connectionString: server.ownerUrl });
    await owner.connect();
    elder = await server.as('elder-72');
  });
  afterAll(async () => {
    await owner.end();
    await server.stop();
  });

  const key = randomUUID();
  const apply = () =>
    elder.post<CaseView & Problem>(
      '/api/v1/cases',
      { item: 'elderly-card', form: { phone: '10000000001' }, submit: true },
      { 'idempotency-key': key },
    );
  const cases = async (): Promise<unknown> =>
    (await server.services.database.pool.query('select count(*)::int as n from service_case')).rows[0];

  async function refusesNow(): Promise<void> {
    const { status, body } = await apply();
    expect([status, body.code]).toEqual([503, 'library.unavailable']);
    expect(body.remedy.zh).toContain('不会丢失');
    expect(await cases()).toEqual({ n: 0 });
    // What needs no library is served all the while.
    expect((await server.anonymous.get('/api/v1/items/elderly-card')).status).toBe(200);
  }

  it('because it hangs: the wait has an end, and nothing was handed in', async () => {
    await owner.query('begin');
    await owner.query('lock table lib_person in access exclusive mode');
    await refusesNow();
    await owner.query('rollback');
  });

  it('because it is gone', async () => {
    await owner.query('alter table lib_residence_permit rename to lib_residence_permit_gone');
    await refusesNow();
    await owner.query('alter table lib_residence_permit_gone rename to lib_residence_permit');
  });

  it('takes the same command, once, when it answers again', async () => {
    const { status, body } = await apply();
    expect([status, body.status]).toEqual([201, 'granted']);
    expect((await apply()).body.id).toBe(body.id);
    expect(await cases()).toEqual({ n: 1 });
  });
});
