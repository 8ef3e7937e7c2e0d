import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type Client, type TestServer } from '@quancheng/testing';
import { giveHome, usesOf, type Held } from './testkit.ts';

interface Handed {
  code?: string;
}

describe('a licence that is revoked at the instant of hand-in', () => {
  let server: TestServer;
  let holder: Client;
  let home: Held;
  let application: { item: string; form: Record<string, unknown> } | undefined;
  beforeAll(async () => {
    server = await startTestServer({ now: new Date('2026-03-02T02:00:00Z') });
    holder = await server.as('fund-ok');
    application = (await server.stories()).find(({ account }) => account === 'fund-ok')?.apply[0];
    home = await giveHome(server, 'fund-ok', String(application?.form['home']));
  });
  afterAll(() => server.stop());

  /** Statements of the database that wait for another to let go of a row. */
  const waiting = async () => {
    const { rows } = await server.services.database.pool.query<{ count: number }>(
      `select count(*)::int from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rows[0]?.count;
  };

  it('is not taken: the one who is second waits for the other, and sees what came of it', async () => {
    const revoking = await server.services.database.pool.connect();
    await revoking.query('begin');
    await revoking.query('select 1 from licence where id = $1 for update', [home.id]);
    const handIn = holder.post<Handed>('/api/v1/cases', {
      item: application?.item,
      form: application?.form,
      submit: true,
    });
    await expect.poll(waiting).toBe(1);
    await revoking.query(`update licence set state = 'revoked' where id = $1`, [home.id]);
    await revoking.query('commit');
    revoking.release();
    const { status, body } = await handIn;
    expect([status, body.code]).toEqual([409, 'case.licence-gone']);
    expect(await usesOf(holder, home)).toEqual([]);
    // Nothing was begun; handed in again, the register answers for the paper.
    const again = await holder.post<Handed>('/api/v1/cases', {
      item: application?.item,
      form: application?.form,
      submit: true,
    });
    expect(again.status).toBe(201);
    const { body: cases } = await holder.get<{ items: object[] }>('/api/v1/cases');
    expect(cases.items).toHaveLength(1);
    expect(await usesOf(holder, home)).toEqual([]);
  });
});
