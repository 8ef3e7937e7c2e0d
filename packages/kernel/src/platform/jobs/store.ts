import { sql } from 'kysely';
import type { Context } from '../context/index.ts';
import type { Tx } from '../database/index.ts';
import { platformErrors } from '../errors/index.ts';

export interface TakenJob {
  id: string;
  kind: string;
  payload: Record<string, unknown>;
  attempts: number;
  maxAttempts: number;
}

/** Takes the oldest due job of these kinds; two workers never take the same. */
export async function takeDueJob(tx: Tx, kinds: readonly string[], now: Date): Promise<TakenJob | undefined> {
  const { rows } = await sql<TakenJob>`
    select id, kind, payload, attempts, max_attempts from job
    where state = 'open' and run_at <= ${now} and kind = any(${[...kinds]})
    order by run_at limit 1 for update skip locked`.execute(tx);
  return rows[0];
}

export async function finishJob(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.updateTable('job').set({ state: 'done', endedAt: now }).where('id', '=', id).execute();
}

/** Puts a failed job back with growing delay (2^n seconds, an hour at most), or among the dead letters. */
export async function failJob(tx: Tx, job: TakenJob, error: string, now: Date): Promise<'open' | 'dead'> {
  const attempts = job.attempts + 1;
  const dead = attempts >= job.maxAttempts;
  const delay = Math.min(3600, 2 ** attempts) * 1000;
  await tx
    .updateTable('job')
    .set({
      attempts,
      lastError: error.slice(0, 2000),
      state: dead ? 'dead' : 'open',
      runAt: new Date(now.getTime() + delay),
      endedAt: dead ? now : null,
    })
    .where('id', '=', job.id)
    .where('state', '=', 'open')
    .where('attempts', '=', job.attempts)
    .execute();
  return dead ? 'dead' : 'open';
}

export interface DeadJob {
  id: string;
  kind: string;
  attempts: number;
  lastError: string | null;
  endedAt: Date;
}

export async function findDeadJobs(ctx: Context, limit: number, before?: string): Promise<DeadJob[]> {
  let query = ctx.tx
    .selectFrom('job')
    .select(['id', 'kind', 'attempts', 'lastError', 'endedAt'])
    .where('state', '=', 'dead')
    .orderBy('id', 'desc')
    .limit(limit);
  if (before) query = query.where('id', '<', before);
  return (await query.execute()) as DeadJob[];
}

/** Opens a dead job again from its first attempt. */
export async function rerunJob(ctx: Context, id: string): Promise<void> {
  const result = await ctx.tx
    .updateTable('job')
    .set({ state: 'open', attempts: 0, runAt: ctx.now, endedAt: null })
    .where('id', '=', id)
    .where('state', '=', 'dead')
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) throw platformErrors.notFound();
  ctx.record({ action: 'job.rerun', entity: 'job', entityId: id });
}
