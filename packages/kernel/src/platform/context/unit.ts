import { sql } from 'kysely';
import type { Clock } from '../clock/index.ts';
import type { Db, Tx } from '../database/index.ts';
import { newId } from '../ids/index.ts';
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
  /** Runs `work` in one transaction; it commits when the promise resolves and rolls back when it rejects. */
  run<T>(options: UnitOptions, work: (ctx: Context) => Promise<T>): Promise<T>;
}

/** The one way to a transaction. `onEnqueued` wakes the local worker after a commit that left jobs. */
export function createUnitOfWork(db: Db, clock: Clock, onEnqueued: () => void = () => undefined): UnitOfWork {
  async function run<T>(options: UnitOptions, work: (ctx: Context) => Promise<T>): Promise<T> {
    let enqueued = false;
    const result = await db.transaction().execute(async (tx) => {
      const pending: Pending = { audit: [], events: [], jobs: [], steps: [] };
      const ctx: Context = {
        actor: options.actor,
        purpose: options.purpose ?? null,
        tx,
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
    if (enqueued) onEnqueued();
    return result;
  }

  return { db, clock, run };
}

interface Pending {
  audit: AuditEntry[];
  events: DomainEvent[];
  jobs: NewJob[];
  steps: (() => Promise<void>)[];
}

async function flush(ctx: Context, tx: Tx, pending: Pending): Promise<void> {
  for (const step of pending.steps) await step();
  if (pending.audit.length > 0) await writeAudit(ctx, tx, pending.audit);
  if (pending.events.length > 0) await writeEvents(ctx, tx, pending.events);
  if (pending.jobs.length > 0) await writeJobs(ctx, tx, pending.jobs);
}

async function writeAudit(ctx: Context, tx: Tx, entries: AuditEntry[]): Promise<void> {
  const { actor } = ctx;
  await tx
    .insertInto('auditLog')
    .values(
      entries.map((entry) => ({
        id: newId(),
        at: ctx.now,
        actorKind: actor.kind,
        accountId: actor.kind === 'account' ? actor.accountId : null,
        postId: actor.kind === 'account' ? (actor.posts[0]?.id ?? null) : null,
        action: entry.action,
        entity: entry.entity,
        entityId: entry.entityId,
        purpose: ctx.purpose,
        requestId: ctx.requestId,
        detail: JSON.stringify(
          actor.kind === 'system' ? { ...entry.detail, reason: actor.reason } : (entry.detail ?? {}),
        ),
      })),
    )
    .execute();
}

async function writeEvents(ctx: Context, tx: Tx, events: DomainEvent[]): Promise<void> {
  await tx
    .insertInto('outbox')
    .values(
      events.map((event) => ({
        at: ctx.now,
        type: event.type,
        subjectId: event.subjectId,
        payload: JSON.stringify(event.payload),
      })),
    )
    .execute();
}

async function writeJobs(ctx: Context, tx: Tx, jobs: NewJob[]): Promise<void> {
  await tx
    .insertInto('job')
    .values(
      jobs.map((job) => ({
        id: newId(),
        kind: job.kind,
        payload: JSON.stringify(job.payload),
        key: job.key ?? null,
        runAt: job.runAt ?? ctx.now,
        maxAttempts: job.maxAttempts ?? 12,
        createdAt: ctx.now,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['kind', 'key'])
        .where(sql`state = 'open' and key is not null` as never)
        .doNothing(),
    )
    .execute();
}
