import { statfs } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import Type from 'typebox';
import type { Context } from '@quancheng/kernel/platform/context';
import { sql } from '@quancheng/kernel/platform/database';
import { route, type Route } from '@quancheng/kernel/platform/http';
import { oldestDueJob } from '@quancheng/kernel/platform/jobs';
import type { Services } from '../services.ts';

const Health = Type.Object({
  versions: Type.Object({ node: Type.String(), postgres: Type.String() }),
  migrations: Type.Object({
    applied: Type.Integer(),
    newest: Type.String(),
    at: Type.String({ format: 'date-time' }),
  }),
  process: Type.Object({
    uptimeSeconds: Type.Integer(),
    memoryBytes: Type.Integer({ description: 'Resident' }),
    eventLoopP99Ms: Type.Number({ description: 'Delay of the event loop since it was last asked for' }),
  }),
  pool: Type.Object({
    size: Type.Integer({ description: 'Connections open now' }),
    most: Type.Integer({ description: 'Connections at most' }),
    idle: Type.Integer(),
    waiting: Type.Integer({ description: 'Requests that wait for a connection' }),
  }),
  jobs: Type.Object({
    open: Type.Integer({ description: 'Up to 10,000' }),
    dead: Type.Integer({ description: 'Up to 10,000' }),
    oldestSeconds: Type.Number({ description: 'How long the oldest due job has been waiting' }),
  }),
  outbox: Type.Array(
    Type.Object({ consumer: Type.String(), lag: Type.Integer({ description: 'Up to 10,000' }) }),
  ),
  disk: Type.Object(
    { freeBytes: Type.Integer(), totalBytes: Type.Integer() },
    { description: 'Of the data folder' },
  ),
});

/** How this server and its database fare, for an operator without a monitoring system at hand. */
export function healthRoute(services: Services): Route {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  return route({
    method: 'GET',
    url: '/api/v1/admin/health',
    summary: 'How the server and its database fare',
    who: { posts: ['admin'], reach: 'city' },
    output: Health,
    handler: async (ctx) => {
      const { pool } = services.database;
      const disk = await statfs(services.config.dataDir);
      // A histogram that has seen nothing yet answers NaN.
      const p99 = delay.percentile(99) / 1e6;
      delay.reset();
      return {
        ...(await readDatabase(ctx)),
        process: {
          uptimeSeconds: Math.round(process.uptime()),
          memoryBytes: process.memoryUsage.rss(),
          eventLoopP99Ms: Number.isFinite(p99) ? Math.round(p99 * 10) / 10 : 0,
        },
        pool: {
          size: pool.totalCount,
          most: services.config.pool,
          idle: pool.idleCount,
          waiting: pool.waitingCount,
        },
        jobs: { ...(await countJobs(ctx)), oldestSeconds: Math.round(await oldestDueJob(services.unit)) },
        disk: { freeBytes: disk.bavail * disk.bsize, totalBytes: disk.blocks * disk.bsize },
      };
    },
  });
}

async function readDatabase(ctx: Context) {
  const { rows } = await sql<{ postgres: string; applied: number; newest: string; at: Date }>`
    select current_setting('server_version') as postgres, count(*)::int as applied, max(name) as newest,
      max(applied_at) as at from schema_migration`.execute(ctx.tx);
  const { rows: outbox } = await sql<{ consumer: string; lag: number }>`
    select c.consumer, (select count(*)::int from (select 1 from outbox o where (o.xid, o.seq) > (c.xid, c.seq) limit 10000) n) as lag
    from outbox_cursor c order by c.consumer`.execute(ctx.tx);
  const row = rows[0];
  return {
    versions: { node: process.versions.node, postgres: row?.postgres ?? '' },
    migrations: { applied: row?.applied ?? 0, newest: row?.newest ?? '', at: row?.at.toISOString() ?? '' },
    outbox,
  };
}

async function countJobs(ctx: Context): Promise<{ open: number; dead: number }> {
  const { rows } = await sql<{ open: number; dead: number }>`
    select (select count(*)::int from (select 1 from job where state = 'open' limit 10000) o) as open,
      (select count(*)::int from (select 1 from job where state = 'dead' limit 10000) d) as dead`.execute(
    ctx.tx,
  );
  return rows[0] ?? { open: 0, dead: 0 };
}
