import { type FastifyInstance } from 'fastify';
import { oldestDueJob } from '@quancheng/kernel/platform/jobs';
import type { Services } from './services.ts';

/** How long requests take and what waits, for Prometheus at `/metrics`. */
export function registerMetrics(app: FastifyInstance, { metrics, database, unit }: Services): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    const labels = {
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: String(reply.statusCode),
    };
    metrics.requestSeconds.observe(labels, reply.elapsedTime / 1000);
  });
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
    metrics.poolWaiting.set(database.pool.waitingCount);
    metrics.oldestJobSeconds.set(await oldestDueJob(unit));
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
}

/** Whether the process is there (`/healthz`), and whether it should be given requests (`/readyz`). */
export function registerHealth(app: FastifyInstance, { database }: Services): void {
  let draining = false;
  app.addHook('preClose', async () => {
    draining = true;
  });
  app.get('/healthz', { schema: { hide: true } }, async () => ({ ok: true }));
  app.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
    if (draining) return reply.status(503).send({ ready: false, reason: 'draining' });
    try {
      await database.pool.query('select 1');
      return await reply.send({ ready: true });
    } catch {
      return reply.status(503).send({ ready: false, reason: 'database' });
    }
  });
}
