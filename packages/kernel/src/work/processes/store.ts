import type { Context } from '../../platform/context/index.ts';
import { hold, sql } from '../../platform/database/index.ts';
import { keepCurrent, published } from '../../platform/publication/index.ts';
import type { Variables } from './model.ts';
import type { Instance, InstanceState, InstanceStatus, StepResult, Wait, WaitKind } from './state.ts';

export interface StoredDefinition {
  id: string;
  key: string;
  version: number;
  pack: string;
  hash: string;
}

export interface StoredInstance extends Instance {
  readonly id: string;
  readonly definitionId: string;
  readonly caseId: string | null;
  readonly status: InstanceStatus;
  readonly createdAt: Date;
}

export interface DueTimer {
  waitId: string;
  instanceId: string;
}

const definitionColumns = sql`id, key, version, pack, hash`;

/** The newest version of a process, or the newest that stood at `asOf`. */
export async function findNewest(
  ctx: Context,
  key: string,
  asOf?: Date,
): Promise<StoredDefinition | undefined> {
  const newest = await newestOf(ctx, key, () => readNewest(ctx, key, null));
  return asOf && newest && newest.createdAt > asOf ? readNewest(ctx, key, asOf) : newest;
}

const newestOf = keepCurrent<(StoredDefinition & { createdAt: Date }) | undefined>();

async function readNewest(
  ctx: Context,
  key: string,
  asOf: Date | null,
): Promise<(StoredDefinition & { createdAt: Date }) | undefined> {
  const { rows } = await sql<StoredDefinition & { createdAt: Date }>`
    select ${definitionColumns}, created_at from process_definition
    where key = ${key} and (${asOf}::timestamptz is null or created_at <= ${asOf})
    order by version desc limit 1`.execute(ctx.tx);
  return rows[0];
}

export async function findXml(ctx: Context, definitionId: string): Promise<string | undefined> {
  const { rows } = await sql<{ xml: string }>`
    select xml from process_definition where id = ${definitionId}`.execute(ctx.tx);
  return rows[0]?.xml;
}

export async function insertDefinition(
  ctx: Context,
  row: StoredDefinition & { xml: string; startMessages: string[] },
): Promise<void> {
  await sql`
    insert into process_definition (id, key, version, pack, xml, hash, start_messages, created_at)
    values (${row.id}, ${row.key}, ${row.version}, ${row.pack}, ${row.xml}, ${row.hash},
      ${row.startMessages}::text[], ${ctx.now})`.execute(ctx.tx);
  published(ctx);
}

/** The process whose newest version a message starts. */
export async function findStartedBy(ctx: Context, message: string): Promise<StoredDefinition | undefined> {
  const { rows } = await sql<StoredDefinition>`
    select ${definitionColumns} from process_definition d
    where start_messages @> array[${message}]::text[] and start_messages <> '{}'
      and not exists (select 1 from process_definition n where n.key = d.key and n.version > d.version)
    order by key limit 1`.execute(ctx.tx);
  return rows[0];
}

/** The instance that a message began, by what `startedBy` keeps of it. */
export async function findBegun(ctx: Context, startedBy: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from process_instance where started_by = ${startedBy}`.execute(ctx.tx);
  return rows[0]?.id;
}

export async function insertInstance(
  ctx: Context,
  row: { id: string; definitionId: string; caseId: string | null; startedBy: string | null },
  step: StepResult,
): Promise<void> {
  const { state, variables } = step;
  const inserted = sql`
    insert into process_instance (id, definition_id, case_id, state, variables, status, started_by,
      created_at, ended_at)
    values (${row.id}, ${row.definitionId}, ${row.caseId}, ${JSON.stringify(state)}::jsonb,
      ${JSON.stringify(variables)}::jsonb, ${state.status}, ${row.startedBy}, ${ctx.now}, ${endOf(ctx, step)})`;
  await hold(ctx.tx, inserted);
  await insertWaits(ctx, row.id, step.effects.opened);
}

export async function updateInstance(ctx: Context, before: StoredInstance, step: StepResult): Promise<void> {
  const { state, variables } = step;
  const changed =
    variables === before.variables ? sql`` : sql`variables = ${JSON.stringify(variables)}::jsonb,`;
  const updated = sql`
    update process_instance set ${changed} state = ${JSON.stringify(state)}::jsonb, status = ${state.status},
      ended_at = ${endOf(ctx, step)}, version = version + 1
    where id = ${before.id}`;
  await hold(ctx.tx, updated);
  if (step.effects.closed.length > 0) {
    // A timer that is moved is closed and opened again by the same id: one after the other.
    await sql`delete from process_wait where id = any(${[...step.effects.closed]}::uuid[])`.execute(ctx.tx);
  }
  await insertWaits(ctx, before.id, step.effects.opened);
}

function endOf(ctx: Context, step: StepResult): Date | null {
  return step.state.status === 'running' ? null : ctx.now;
}

async function insertWaits(ctx: Context, instanceId: string, waits: readonly Wait[]): Promise<void> {
  if (waits.length === 0) return;
  const rows = waits.map(
    (wait) => sql`(${wait.id}::uuid, ${instanceId}::uuid, ${wait.kind}, ${wait.processId}, ${wait.elementId},
      ${wait.dueAt ?? null}::timestamptz, ${wait.messageName ?? null}, ${wait.correlationKey ?? null},
      ${[...(wait.candidateGroups ?? [])]}::text[], ${ctx.now}::timestamptz)`,
  );
  const inserted = sql`
    insert into process_wait (id, instance_id, kind, process_key, element_id, due_at, message_name,
      correlation_key, candidate_groups, created_at)
    values ${sql.join(rows)}`;
  await hold(ctx.tx, inserted);
}

/** Reads an instance; `lock` holds it until the transaction ends, so that steps follow one another. */
export async function findInstance(
  ctx: Context,
  id: string,
  mode: 'read' | 'lock',
): Promise<StoredInstance | undefined> {
  const { rows } = await sql<StoredInstance & { state: InstanceState; variables: Variables }>`
    select id, definition_id, case_id, state, variables, status, created_at from process_instance
    where id = ${id} ${mode === 'lock' ? sql`for update` : sql``}`.execute(ctx.tx);
  return rows[0];
}

/**
 * Marks due timers as handed over and answers them, oldest first. What another worker is taking is
 * passed by, so each is answered once.
 */
export async function takeDueTimers(ctx: Context, limit: number): Promise<DueTimer[]> {
  const { rows } = await sql<DueTimer>`
    update process_wait set handed_at = ${ctx.now}
    where id in (
      select id from process_wait
      where kind = 'timer' and handed_at is null and due_at <= ${ctx.now}
      order by due_at limit ${limit} for update skip locked)
    returning id as wait_id, instance_id`.execute(ctx.tx);
  return rows;
}

/** The instance that has waited longest for a message. */
export async function findReceiver(ctx: Context, name: string, key: string): Promise<string | undefined> {
  const { rows } = await sql<{ instanceId: string }>`
    select instance_id from process_wait
    where kind = 'message' and message_name = ${name} and correlation_key = ${key}
    order by id limit 1`.execute(ctx.tx);
  return rows[0]?.instanceId;
}

export interface WaitRow {
  id: string;
  instanceId: string;
  kind: WaitKind;
  processKey: string;
  elementId: string;
  dueAt: Date | null;
  candidateGroups: string[];
  createdAt: Date;
}

/** Open tasks for one of these groups, oldest first. */
export async function listTasks(
  ctx: Context,
  groups: readonly string[],
  limit: number,
  after?: string,
): Promise<WaitRow[]> {
  const { rows } = await sql<WaitRow>`
    select id, instance_id, kind, process_key, element_id, due_at, candidate_groups, created_at from process_wait
    where kind = 'task' and candidate_groups && ${[...groups]}::text[] ${after ? sql`and id > ${after}` : sql``}
    order by id limit ${limit}`.execute(ctx.tx);
  return rows;
}
