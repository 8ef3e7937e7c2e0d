import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabase } from '@quancheng/testing';
import { fixedClock } from '../../platform/clock/index.ts';
import { createUnitOfWork, system, type Context, type UnitOfWork } from '../../platform/context/index.ts';
import type { Database } from '../../platform/database/index.ts';
import { DomainError } from '../../platform/errors/index.ts';
import { createWorker } from '../../platform/jobs/index.ts';
import { createLogger } from '../../platform/log/index.ts';
import { createProcesses, type Processes, type ProcessStep } from './service.ts';
import { listTasks, takeDueTimers } from './store.ts';
import {
  boundary,
  bpmn,
  call,
  catcher,
  el,
  end,
  ext,
  flow,
  message,
  path,
  plainExpressions,
  service,
  start,
  tag,
  timer,
  user,
} from './testkit.ts';

let database: Database;
let unit: UnitOfWork;
let processes: Processes;
let steps: ProcessStep[];
const clock = fixedClock(new Date('2026-01-30T08:00:00Z'));

beforeAll(async () => {
  database = await openTestDatabase();
  unit = createUnitOfWork(database.db, clock);
});
afterAll(() => database.close());

beforeEach(async () => {
  clock.set(new Date('2026-01-30T08:00:00Z'));
  steps = [];
  processes = newProcesses();
  await inUnit(async ({ tx }) => {
    for (const table of ['process_wait', 'process_instance', 'process_definition', 'job']) {
      await sql`delete from ${sql.table(table)}`.execute(tx);
    }
  });
});

function newProcesses(): Processes {
  return createProcesses({
    expressions: plainExpressions,
    operation: async (_, type) => {
      if (type === 'fail') throw new Error('no such operation');
      return { done: type };
    },
    decide: async () => true,
    stepped: async (_, step) => void steps.push(step),
  });
}

function inUnit<T>(work: (ctx: Context) => Promise<T>): Promise<T> {
  return unit.run({ actor: system('test') }, work);
}

function publish(elements: string, id?: string): Promise<{ id: string; version: number; changed: boolean }> {
  return inUnit((ctx) => processes.publish(ctx, { pack: 'test', xml: bpmn(elements, id) }));
}

function begin(variables = {}): Promise<ProcessStep> {
  return inUnit((ctx) => processes.start(ctx, { process: { key: 'process' }, variables }));
}

async function runJobs(): Promise<number> {
  const worker = createWorker({ unit, handlers: processes.handlers, log: createLogger({ level: 'silent' }) });
  return worker.drain();
}

async function count(table: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(
    database.db,
  );
  return rows[0]?.n ?? -1;
}

const one =
  start('s') +
  user('t', ext(tag('zeebe:assignmentDefinition', { candidateGroups: 'clerk' }))) +
  end('e') +
  path('s', 't', 'e');
const withTimer =
  start('s') +
  user('t') +
  boundary('b', 't', timer('timeDuration', 'P1D')) +
  service('v', 'late') +
  end('e') +
  path('s', 't', 'e') +
  path('b', 'v', 'e');

describe('publishing', () => {
  it('makes a version only of what changed, and refuses what cannot run', async () => {
    expect(await publish(one)).toMatchObject({ version: 1, changed: true });
    expect(await publish(one)).toMatchObject({ version: 1, changed: false });
    expect(await publish(withTimer)).toMatchObject({ version: 2, changed: true });
    expect(await publish(one)).toMatchObject({ version: 3, changed: true });
    const refused = await publish(start('s') + el('task', 'x') + end('e') + path('s', 'x', 'e')).catch(
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(DomainError);
    expect(refused).toMatchObject({ entry: { code: 'process.refused' }, fields: [{ path: '/x' }] });
    expect(await count('process_definition')).toBe(3);
  });

  it('leaves a running instance with its version, and what it calls as well', async () => {
    await publish(start('s') + user('t') + call('c', 'child') + end('e') + path('s', 't', 'c', 'e'));
    await publish(start('cs') + user('old') + end('ce') + path('cs', 'old', 'ce'), 'child');
    const { id, effects } = await begin();
    clock.set(new Date('2026-02-01T08:00:00Z'));
    await publish(one);
    await publish(start('cs') + user('new') + end('ce') + path('cs', 'new', 'ce'), 'child');
    processes = newProcesses();
    const step = await inUnit((ctx) =>
      processes.signal(ctx, id, { kind: 'completeTask', waitId: effects.opened[0]?.id ?? '' }),
    );
    expect(step.effects.opened).toMatchObject([{ processId: 'child', elementId: 'old' }]);
    const diagrams = await inUnit((ctx) => processes.getDiagrams(ctx, id));
    expect(diagrams.map(({ processKey, tokens }) => [processKey, tokens])).toEqual([
      ['process', ['c']],
      ['child', ['old']],
    ]);
    expect(diagrams[1]?.xml).toContain('id="old"');
    expect(await inUnit((ctx) => processes.listWaits(ctx, id))).toEqual(step.effects.opened);
  });
});

describe('an instance in the database', () => {
  it('is one row when it runs through', async () => {
    await publish(start('s') + service('v', 'op') + end('e') + path('s', 'v', 'e'));
    const step = await begin({ a: 1 });
    expect(step).toMatchObject({ status: 'completed', variables: { a: 1, done: 'op' }, applied: true });
    expect(await count('process_instance')).toBe(1);
    expect(await count('process_wait')).toBe(0);
    expect(steps).toEqual([step]);
  });

  it('is in the queue of a group until its task is done, once', async () => {
    await publish(one);
    const { id, effects } = await begin();
    const waitId = effects.opened[0]?.id ?? '';
    expect(await inUnit((ctx) => listTasks(ctx, ['clerk', 'other'], 10))).toMatchObject([
      { id: waitId, instanceId: id },
    ]);
    expect(await inUnit((ctx) => listTasks(ctx, ['other'], 10))).toEqual([]);
    const done = (): Promise<ProcessStep> =>
      inUnit((ctx) => processes.signal(ctx, id, { kind: 'completeTask', waitId, variables: { ok: true } }));
    const both = await Promise.all([done(), done()]);
    expect(both.map(({ applied }) => String(applied)).toSorted()).toEqual(['false', 'true']);
    expect(await count('process_wait')).toBe(0);
    expect(steps.map(({ status }) => status)).toEqual(['running', 'completed']);
  });

  it('makes a second step wait for the first', async () => {
    await publish(one);
    const { id, effects } = await begin();
    const event = { kind: 'completeTask', waitId: effects.opened[0]?.id ?? '' } as const;
    let second: Promise<ProcessStep> | undefined;
    await inUnit(async (ctx) => {
      await processes.signal(ctx, id, event);
      second = inUnit((other) => processes.signal(other, id, event));
      await sleep(150);
    });
    expect(await second).toMatchObject({ applied: false, status: 'completed' });
  });

  it('rolls back whole when a step fails', async () => {
    await publish(start('s') + user('t') + service('v', 'fail') + end('e') + path('s', 't', 'v', 'e'));
    const { id, effects } = await begin();
    const waitId = effects.opened[0]?.id ?? '';
    const failing = inUnit((ctx) => processes.signal(ctx, id, { kind: 'completeTask', waitId }));
    await expect(failing).rejects.toThrow('no such operation');
    expect(await inUnit((ctx) => processes.listWaits(ctx, id))).toMatchObject([{ id: waitId }]);
    expect(await count('process_wait')).toBe(1);
  });

  it('is not found by a wrong id', async () => {
    await expect(
      inUnit((ctx) => processes.signal(ctx, crypto.randomUUID(), { kind: 'cancel' })),
    ).rejects.toMatchObject({
      entry: { code: 'process.unknown-instance' },
    });
    await expect(begin()).rejects.toMatchObject({ entry: { code: 'process.unknown-process' } });
  });
});

describe('timers', () => {
  it('fire once, however many workers look for them', async () => {
    await publish(withTimer);
    for (let i = 0; i < 5; i += 1) await begin();
    expect(await inUnit((ctx) => processes.sweepTimers(ctx, 10))).toBe(0);
    clock.set(new Date('2026-01-31T08:00:00Z'));
    const swept = await Promise.all([1, 2, 3].map(() => inUnit((ctx) => processes.sweepTimers(ctx, 3))));
    expect(swept.reduce((sum, n) => sum + n, 0)).toBe(5);
    const ran = await Promise.all([runJobs(), runJobs()]);
    expect(ran[0] + ran[1]).toBe(5);
    expect(
      steps.filter(({ effects }) => effects.entered.some(({ elementId }) => elementId === 'v')),
    ).toHaveLength(5);
    expect(await count('process_wait')).toBe(0);
  });

  it('held by one worker are passed by for another', async () => {
    await publish(withTimer);
    await begin();
    clock.set(new Date('2026-02-02T08:00:00Z'));
    await inUnit(async (first) => {
      expect(await takeDueTimers(first, 10)).toHaveLength(1);
      await inUnit(async (second) => expect(await takeDueTimers(second, 10)).toEqual([]));
    });
  });

  it('wait for their new time when they were moved', async () => {
    await publish(withTimer);
    const { id, effects } = await begin();
    const waitId = effects.opened.find(({ kind }) => kind === 'timer')?.id ?? '';
    clock.set(new Date('2026-01-31T08:00:00Z'));
    await inUnit((ctx) => processes.sweepTimers(ctx, 10));
    await inUnit((ctx) =>
      processes.signal(ctx, id, { kind: 'moveTimer', waitId, dueAt: new Date('2026-02-05T00:00:00Z') }),
    );
    await runJobs();
    expect(await count('process_wait')).toBe(2);
    clock.set(new Date('2026-02-05T00:00:00Z'));
    expect(await inUnit((ctx) => processes.sweepTimers(ctx, 10))).toBe(1);
    await runJobs();
    expect(steps.at(-1)).toMatchObject({ status: 'completed' });
  });

  it('start a process again and again', async () => {
    await publish(
      start('s', timer('timeCycle', 'R2/P1D')) + service('v', 'op') + end('e') + path('s', 'v', 'e'),
    );
    for (const day of ['2026-01-31', '2026-02-01', '2026-02-02']) {
      clock.set(new Date(`${day}T08:00:00Z`));
      await runJobs();
    }
    expect(await count('process_instance')).toBe(2);
  });
});

it('a timer of a version that is no longer in force starts nothing', async () => {
  await publish(
    start('s', timer('timeCycle', 'R/P1D')) + service('v', 'op') + end('e') + path('s', 'v', 'e'),
  );
  await publish(one);
  clock.set(new Date('2026-01-31T08:00:00Z'));
  expect(await runJobs()).toBe(1);
  expect(await count('process_instance')).toBe(0);
});

const file = (id: string): string =>
  start('s', message('ordered')) + user(id) + end('e') + path('s', id, 'e');

describe('messages', () => {
  it('find the instance that waits, by name and key', async () => {
    await publish(start('s') + catcher('c', message('paid')) + end('e') + path('s', 'c', 'e'));
    await begin({ key: 'a' });
    const { id } = await begin({ key: 'b' });
    const step = await inUnit((ctx) =>
      processes.deliver(ctx, { name: 'paid', correlationKey: 'b', variables: { sum: 1 } }),
    );
    expect(step).toMatchObject({ id, applied: true, status: 'completed', variables: { sum: 1 } });
    expect(
      await inUnit((ctx) => processes.deliver(ctx, { name: 'paid', correlationKey: 'b' })),
    ).toBeUndefined();
    expect(await count('process_wait')).toBe(1);
  });

  it('start the newest version of a process once each', async () => {
    await publish(file('old'));
    await publish(file('new'));
    const order = { name: 'ordered', correlationKey: '', messageId: '7', variables: { n: 1 } };
    const first = await inUnit((ctx) => processes.deliver(ctx, order));
    expect(first?.effects.opened).toMatchObject([{ elementId: 'new' }]);
    expect(await inUnit((ctx) => processes.deliver(ctx, order))).toMatchObject({
      id: first?.id,
      applied: false,
    });
    expect(await count('process_instance')).toBe(1);
    await publish(start('s') + user('plain') + end('e') + flow('s', 'plain') + flow('plain', 'e'));
    expect(await inUnit((ctx) => processes.deliver(ctx, { ...order, messageId: '8' }))).toBeUndefined();
  });
});
