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

/** All in one statement, whatever its size: a round trip to the database costs more than the rows. */
async function flush(ctx: Context, tx: Tx, pending: Pending): Promise<void> {
  for (const step of pending.steps) await step();
  const { audit, events, jobs } = pending;
  if (audit.length + events.length + jobs.length === 0) return;
  await sql`
    with audited as (
      insert into audit_log (id, at, actor_kind, account_id, post_id, action, entity, entity_id, purpose, request_id, detail)
      select r.id, ${ctx.now}, r."actorKind", r."accountId", r."postId", r.action, r.entity, r."entityId", ${ctx.purpose},
        ${ctx.requestId}, r.detail
      from jsonb_to_recordset(${JSON.stringify(audit.map((entry) => auditRow(ctx, entry)))}::jsonb)
        as r(id uuid, "actorKind" text, "accountId" uuid, "postId" uuid, action text, entity text, "entityId" text,
          detail jsonb)),
    published as (
      insert into outbox (at, type, subject_id, payload)
      select ${ctx.now}, r.type, r."subjectId", r.payload
      from jsonb_to_recordset(${JSON.stringify(events)}::jsonb) as r(type text, "subjectId" text, payload jsonb))
    insert into job (id, kind, payload, key, run_at, max_attempts, created_at)
    select r.id, r.kind, r.payload, r.key, r."runAt", r."maxAttempts", ${ctx.now}
    from jsonb_to_recordset(${JSON.stringify(jobs.map((job) => jobRow(ctx, job)))}::jsonb)
      as r(id uuid, kind text, payload jsonb, key text, "runAt" timestamptz, "maxAttempts" int)
    on conflict (kind, key) where state = 'open' and key is not null do nothing`.execute(tx);
}

function auditRow({ actor }: Context, { action, entity, entityId, detail = {} }: AuditEntry) {
  const account = actor.kind === 'account' ? actor : null;
  return {
    id: newId(),
    actorKind: actor.kind,
    accountId: account?.accountId ?? null,
    postId: account?.posts[0]?.id ?? null,
    action,
    entity,
    entityId,
    detail: actor.kind === 'system' ? { ...detail, reason: actor.reason } : detail,
  };
}

function jobRow(ctx: Context, { kind, payload, key, runAt, maxAttempts }: NewJob) {
  return {
    id: newId(),
    kind,
    payload,
    key: key ?? null,
    runAt: runAt ?? ctx.now,
    maxAttempts: maxAttempts ?? 12,
  };
}
