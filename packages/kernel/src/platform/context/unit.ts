import type { Columns } from '../columns/index.ts';
import type { Clock } from '../clock/index.ts';
import { hold, insertRows, sql, type Db, type Tx } from '../database/index.ts';
import { newId } from '../ids/index.ts';
import { tracedWithin } from '../tracing/index.ts';
import type { Actor, AuditEntry, Context, DomainEvent, NewJob } from './model.ts';
import type { PurposeCode } from './purposes.ts';

export interface UnitOptions {
  actor: Actor;
  purpose?: PurposeCode | null;
  requestId?: string;
}

export interface UnitOfWork {
  readonly db: Db;
  readonly clock: Clock;
  readonly columns: Columns;
  /** Runs `work` in one transaction; it commits when the promise resolves and rolls back when it rejects. */
  run<T>(options: UnitOptions, work: (ctx: Context) => Promise<T>): Promise<T>;
}

/**
 * The one way to a transaction. `onEnqueued` wakes the local worker after a commit that left jobs; without `columns`
 * encrypted ones can be neither read nor written.
 */
export function createUnitOfWork(
  db: Db,
  clock: Clock,
  onEnqueued: () => void = () => undefined,
  columns: Columns = withoutColumns,
): UnitOfWork {
  async function run<T>(options: UnitOptions, work: (ctx: Context) => Promise<T>): Promise<T> {
    let enqueued = false;
    const execute = () =>
      db.transaction().execute(async (tx) => {
        const pending: Pending = { audit: [], events: [], jobs: [], steps: [] };
        const ctx: Context = {
          actor: options.actor,
          purpose: options.purpose ?? null,
          tx,
          columns,
          now: clock.now(),
          requestId: options.requestId ?? newId(),
          record: (entry) => void pending.audit.push(entry),
          beforeCommit: (step) => void pending.steps.push(step),
          publish: (event) => void pending.events.push(event),
          enqueue: (job) => void pending.jobs.push(job),
        };
        const value = await work(ctx);
        enqueued = pending.jobs.length + pending.events.length > 0;
        await flush(ctx, tx, pending);
        return value;
      });
    // From the wait for a connection to the commit.
    const result = await tracedWithin('transaction', { 'qc.actor': options.actor.kind }, execute);
    if (enqueued) onEnqueued();
    return result;
  }

  return { db, clock, columns, run };
}

const noKeys = async (): Promise<never> => {
  throw new Error('this unit of work was made without the keys of columns');
};
const withoutColumns: Columns = { seal: noKeys, open: noKeys, indexesOf: noKeys };

interface Pending {
  audit: AuditEntry[];
  events: DomainEvent[];
  jobs: NewJob[];
  steps: (() => Promise<void>)[];
}

/** What the work left behind goes to the database with its commit. */
async function flush(ctx: Context, tx: Tx, pending: Pending): Promise<void> {
  for (const step of pending.steps) await step();
  const audit = pending.audit.map((entry) => auditRow(ctx, entry));
  const events = pending.events.map((event) => eventRow(ctx, event));
  const jobs = insertRows(
    'job',
    pending.jobs.map((job) => jobRow(ctx, job)),
  );
  if (audit.length > 0) await hold(tx, insertRows('audit_log', audit));
  if (events.length > 0) await hold(tx, insertRows('outbox', events));
  if (pending.jobs.length > 0)
    await hold(tx, sql`${jobs} on conflict (kind, key) where state = 'open' and key is not null do nothing`);
}

function eventRow({ now }: Context, { type, subjectId, payload }: DomainEvent) {
  return { at: now, type, subject_id: subjectId, payload };
}

function auditRow(ctx: Context, { action, entity, entityId, detail = {} }: AuditEntry) {
  const { actor } = ctx;
  const account = actor.kind === 'account' ? actor : null;
  return {
    id: newId(),
    at: ctx.now,
    actor_kind: actor.kind,
    account_id: account?.accountId ?? null,
    post_id: account?.posts[0]?.id ?? null,
    action,
    entity,
    entity_id: entityId,
    purpose: ctx.purpose,
    request_id: ctx.requestId,
    detail: { ...detail, ...circumstances(actor) },
  };
}

/** What a record says of its actor beside who it is. */
function circumstances(actor: Actor): Record<string, unknown> {
  if (actor.kind === 'system') return { reason: actor.reason };
  if (actor.kind === 'anonymous' || !actor.atWindow) return {};
  const { clerkAccountId, place } = actor.atWindow;
  return { atWindow: { clerkAccountId, place } };
}

function jobRow(ctx: Context, { kind, payload, key, runAt, maxAttempts }: NewJob) {
  return {
    id: newId(),
    kind,
    payload,
    key: key ?? null,
    run_at: runAt ?? ctx.now,
    max_attempts: maxAttempts ?? 12,
    created_at: ctx.now,
  };
}
