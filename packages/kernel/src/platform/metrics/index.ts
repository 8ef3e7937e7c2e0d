import { collectDefaultMetrics, Gauge, Histogram, Counter, Registry } from 'prom-client';

/** Prometheus metrics of one process. Names follow the Prometheus naming guide. */
export interface Metrics {
  registry: Registry;
  requestSeconds: Histogram<'method' | 'route' | 'status'>;
  jobsDone: Counter<'kind' | 'outcome'>;
  oldestJobSeconds: Gauge;
  outboxLag: Gauge<'consumer'>;
  poolWaiting: Gauge;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'qc_' });
  const registers = [registry];
  return {
    registry,
    requestSeconds: new Histogram({
      name: 'qc_http_request_duration_seconds',
      help: 'Time from request to answer',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
      registers,
    }),
    jobsDone: new Counter({
      name: 'qc_jobs_total',
      help: 'Jobs that ended, by outcome',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    oldestJobSeconds: new Gauge({
      name: 'qc_job_oldest_due_seconds',
      help: 'How long the oldest due job has been waiting',
      registers,
    }),
    outboxLag: new Gauge({
      name: 'qc_outbox_lag_events',
      help: 'Events that a consumer has not taken yet',
      labelNames: ['consumer'],
      registers,
    }),
    poolWaiting: new Gauge({
      name: 'qc_db_pool_waiting',
      help: 'Requests waiting for a database connection',
      registers,
    }),
  };
}
