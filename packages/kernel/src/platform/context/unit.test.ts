import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@quancheng/testing';
import { systemClock } from '../clock/index.ts';
import { createLogger } from '../log/index.ts';
import { createWorker, findDeadJobs, rerunJob } from '../jobs/index.ts';
import { createUnitOfWork, system, type UnitOfWork } from './index.ts';

const actor = system('tests of the unit of work');
const log = createLogger({ level: 'silent' });

describe('a unit of work', () => {
  let database: TestDatabase;
  let unit: UnitOfWork;
  beforeAll(async () => {
    database = await openTestDatabase();
    unit = createUnitOfWork(database.db, systemClock);
  });
  afterAll(() => database.close());

  const count = async (table: 'auditLog' | 'outbox' | 'job'): Promise<number> =>
    Number(
      (
        await database.db
          .selectFrom(table)
          .select((eb) => eb.fn.countAll().as('n'))
          .executeTakeFirstOrThrow()
      ).n,
    );

  it('writes audit, events and jobs with its work, or nothing at all', async () => {
    await unit.run({ actor }, async (ctx) => {
      ctx.record({ action: 'test', entity: 'thing', entityId: '1' });
      ctx.publish({ type: 'thing.made', subjectId: '1', payload: {} });
      ctx.enqueue({ kind: 'never', payload: {} });
    });
    const before = [await count('auditLog'), await count('outbox'), await count('job')];
    expect(before).toEqual([1, 1, 1]);
    await expect(
      unit.run({ actor }, async (ctx) => {
        ctx.record({ action: 'test', entity: 'thing', entityId: '2' });
        ctx.publish({ type: 'thing.made', subjectId: '2', payload: {} });
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect([await count('auditLog'), await count('outbox'), await count('job')]).toEqual(before);
  });

  it.each(['audit_log', 'access_record', 'outbox'])('cannot change or remove rows of %s', async (table) => {
    await expect(database.pool.query(`delete from ${table}`)).rejects.toThrow(/permission denied/);
    await expect(database.pool.query(`update ${table} set at = now()`)).rejects.toThrow(/permission denied/);
    await expect(database.pool.query(`drop table ${table}`)).rejects.toThrow(/must be owner/);
  });

  it('runs a job exactly once, whoever looks', async () => {
    let runs = 0;
    const handlers = { 'count.once': async () => void (runs += 1) };
    await unit.run({ actor }, async (ctx) => {
      for (let n = 0; n < 20; n += 1) ctx.enqueue({ kind: 'count.once', key: String(n % 10), payload: {} });
    });
    const workers = [1, 2, 3].map(() => createWorker({ unit, handlers, log }));
    await Promise.all(workers.map((worker) => worker.drain()));
    expect(runs).toBe(10);
  });

  it('puts a failing job back with growing delay, then among the dead letters, from where it can be run again', async () => {
    let broken = true;
    const handlers = {
      'fail.twice': async () => {
        if (broken) throw new Error('the gateway is away');
      },
    };
    await unit.run({ actor }, async (ctx) =>
      ctx.enqueue({ kind: 'fail.twice', payload: {}, maxAttempts: 2 }),
    );
    const worker = createWorker({ unit, handlers, log });
    await worker.drain();
    const open = await database.db
      .selectFrom('job')
      .select(['attempts', 'runAt', 'state'])
      .where('kind', '=', 'fail.twice')
      .executeTakeFirstOrThrow();
    expect(open).toMatchObject({ attempts: 1, state: 'open' });
    expect(open.runAt.getTime()).toBeGreaterThan(Date.now());
    await database.db
      .updateTable('job')
      .set({ runAt: new Date() })
      .where('kind', '=', 'fail.twice')
      .execute();
    await worker.drain();
    const [dead] = await unit.run({ actor }, (ctx) => findDeadJobs(ctx, 10));
    expect(dead).toMatchObject({ kind: 'fail.twice', lastError: 'the gateway is away' });
    broken = false;
    await unit.run({ actor }, (ctx) => rerunJob(ctx, dead?.id ?? ''));
    await worker.drain();
    expect(await unit.run({ actor }, (ctx) => findDeadJobs(ctx, 10))).toEqual([]);
  });
});
