import type { Clock } from '../../platform/clock/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { exchangeErrors } from './errors.ts';
import { addStock, findUpper } from './upper-store.ts';

/** Licences that are lined up in one transaction. */
const batchSize = 500;
const kind = 'exchange.run';

export interface RunRow {
  id: string;
  state: 'running' | 'stopped' | 'done';
  total: number;
  queued: number;
  afterId: string | null;
  startedAt: Date;
  endedAt: Date | null;
}

/** Sends all licences that there are. Errors: `exchange.no-upper`, `exchange.run-goes`. */
export async function beginRun(ctx: Context): Promise<string> {
  const upper = await findUpper(ctx);
  if (!upper) throw exchangeErrors.noUpper();
  const id = newId();
  const { numAffectedRows } = await sql`
    insert into exchange_run (id, upper_id, state, total, started_at)
    select ${id}, ${upper.id}, 'running', (select count(*)::int from licence), ${ctx.now}
    on conflict ((true)) where state = 'running' do nothing`.execute(ctx.tx);
  if (numAffectedRows === 0n) throw exchangeErrors.runGoes();
  ctx.record({ action: 'exchange.run', entity: 'exchangeRun', entityId: id });
  lineUp(ctx, id, ctx.now);
  return id;
}

/** It stands after the step that is under way. Errors: `platform.not-found`. */
export async function stopRun(ctx: Context, id: string): Promise<void> {
  const run = await lockRun(ctx, id);
  if (run?.state !== 'running') throw platformErrors.notFound();
  await sql`update exchange_run set state = 'stopped' where id = ${id}`.execute(ctx.tx);
  ctx.record({ action: 'exchange.run-stop', entity: 'exchangeRun', entityId: id });
}

/** Goes on where it stood. Errors: `platform.not-found`, `exchange.run-goes`. */
export async function resumeRun(ctx: Context, id: string): Promise<void> {
  const run = await lockRun(ctx, id);
  if (run?.state !== 'stopped') throw platformErrors.notFound();
  const { rows } = await sql`select 1 from exchange_run where state = 'running'`.execute(ctx.tx);
  if (rows.length > 0) throw exchangeErrors.runGoes();
  await sql`update exchange_run set state = 'running' where id = ${id}`.execute(ctx.tx);
  ctx.record({ action: 'exchange.run-resume', entity: 'exchangeRun', entityId: id });
  lineUp(ctx, id, ctx.now);
}

export async function findNewestRun(ctx: Context): Promise<RunRow | undefined> {
  const { rows } = await sql<RunRow>`
    select id, state, total, queued, after_id, started_at, ended_at from exchange_run order by id desc limit 1`.execute(
    ctx.tx,
  );
  return rows[0];
}

/** One chain of jobs, each of which lines up the next. */
export function runHandlers(clock: Clock) {
  return {
    [kind]: async (ctx: Context, payload: Record<string, unknown>) => {
      const id = String(payload['runId']);
      const run = await lockRun(ctx, id);
      if (run?.state !== 'running') return;
      const { rows } = await sql<{ id: string }>`
        select id from licence where ${run.afterId}::uuid is null or id > ${run.afterId}::uuid
        order by id limit ${batchSize}`.execute(ctx.tx);
      const last = rows.at(-1);
      if (!last) {
        await sql`update exchange_run set state = 'done', ended_at = ${ctx.now} where id = ${id}`.execute(
          ctx.tx,
        );
        return;
      }
      const queued = await addStock(
        ctx,
        rows.map((row) => row.id),
      );
      await sql`update exchange_run set after_id = ${last.id}, queued = queued + ${queued} where id = ${id}`.execute(
        ctx.tx,
      );
      lineUp(ctx, id, clock.now());
    },
  };
}

function lineUp(ctx: Context, id: string, runAt: Date): void {
  ctx.enqueue({ kind, key: id, payload: { runId: id }, runAt });
}

async function lockRun(ctx: Context, id: string): Promise<RunRow | undefined> {
  const { rows } = await sql<RunRow>`
    select id, state, total, queued, after_id, started_at, ended_at from exchange_run where id = ${id} for update`.execute(
    ctx.tx,
  );
  return rows[0];
}
