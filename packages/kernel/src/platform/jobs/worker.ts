import { sql } from 'kysely';
import { system, type Context, type UnitOfWork } from '../context/index.ts';
import type { Logger } from '../log/index.ts';
import type { Metrics } from '../metrics/index.ts';
import { traced } from '../tracing/index.ts';
import { failJob, finishJob, takeDueJob, type TakenJob } from './store.ts';

/**
 * Does one job in the transaction that also marks it done, so a database effect happens exactly once.
 * An effect outside the database must carry the job's id as its idempotency key.
 */
export type JobHandler = (ctx: Context, payload: Record<string, unknown>, jobId: string) => Promise<void>;
export type JobHandlers = Record<string, JobHandler>;

export interface Worker {
  /** Looks for work now instead of at the next poll. */
  wake(): void;
  /** Lets running jobs end, then stops. */
  stop(): Promise<void>;
  /** Runs due jobs until none is left; for tests and for `qc` commands. */
  drain(): Promise<number>;
}

export function createWorker(options: {
  unit: UnitOfWork;
  handlers: JobHandlers;
  log: Logger;
  metrics?: Metrics;
  pollMs?: number;
  lanes?: number;
}): Worker {
  const { unit, handlers, log, metrics } = options;
  const kinds = Object.keys(handlers);
  let stopping = false;
  let sleepers: (() => void)[] = [];
  let lanes: Promise<void>[] = [];

  async function runOne(): Promise<boolean> {
    let taken: TakenJob | undefined;
    try {
      await unit.run({ actor: system('jobs run on behalf of nobody'), requestId: 'job' }, async (ctx) => {
        taken = await takeDueJob(ctx.tx, kinds, ctx.now);
        if (!taken) return;
        const { kind, payload, id } = taken;
        await traced(`job ${kind}`, { 'qc.job': id }, async () => handlers[kind]?.(ctx, payload, id));
        await finishJob(ctx.tx, taken.id, ctx.now);
      });
    } catch (error) {
      if (!taken) throw error;
      await giveBack(taken, error);
      return true;
    }
    if (taken) metrics?.jobsDone.inc({ kind: taken.kind, outcome: 'done' });
    return taken !== undefined;
  }

  async function giveBack(job: TakenJob, error: unknown): Promise<void> {
    const message = error instanceof Error ? error.message : String(error);
    const outcome = await unit.run({ actor: system('a failed job is put back'), requestId: job.id }, (ctx) =>
      failJob(ctx.tx, job, message, ctx.now),
    );
    metrics?.jobsDone.inc({ kind: job.kind, outcome: outcome === 'dead' ? 'dead' : 'failed' });
    log.warn({ job: job.id, kind: job.kind, attempts: job.attempts + 1, outcome, err: error }, 'job failed');
  }

  async function lane(): Promise<void> {
    while (!stopping) {
      let worked = false;
      try {
        worked = await runOne();
      } catch (error) {
        log.error({ err: error }, 'worker cannot reach its queue');
      }
      if (!worked && !stopping) await pause(options.pollMs ?? 1000);
    }
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(done, ms);
      sleepers.push(done);
    });
  }

  function wake(): void {
    const waiting = sleepers;
    sleepers = [];
    for (const done of waiting) done();
  }

  async function drain(): Promise<number> {
    let count = 0;
    while (await runOne()) count += 1;
    return count;
  }

  async function stop(): Promise<void> {
    stopping = true;
    wake();
    await Promise.all(lanes);
  }

  lanes = Array.from({ length: options.lanes ?? 0 }, () => lane());
  return { wake, stop, drain };
}

/** Seconds for which the oldest due job has been waiting; 0 when none is. */
export async function oldestDueJob(unit: UnitOfWork): Promise<number> {
  const { rows } = await sql<{ seconds: number }>`
    select coalesce(extract(epoch from now() - min(run_at)), 0)::float as seconds
    from job where state = 'open' and run_at <= now()`.execute(unit.db);
  return Math.max(0, rows[0]?.seconds ?? 0);
}
