import type { RawBuilder } from 'kysely';
import type { Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import { recordAccess } from '../../subject/access/index.ts';
import type { FindRecorded } from '../../work/decisions/index.ts';
import { listActs } from './recorded-acts.ts';
import type { FindEnded, InstanceStatus, Processes } from '../../work/processes/index.ts';

interface Row {
  id: string;
  number: string;
  applicantKind: 'person' | 'entity';
  applicantId: string;
  submittedAt: Date;
  definitionId: string;
  status: InstanceStatus;
  variables: Record<string, unknown>;
}

/**
 * The newest cases that a decision was made for, with what their process kept of it. Each case that is read
 * leaves an access record for its applicant.
 */
export function findRecordedBy(processes: Pick<Processes, 'getDefinition'>): FindRecorded {
  return async (ctx, decisionId, limit) => {
    const calls = sql<boolean>`position(${`decisionId="${decisionId}"`} in d.xml) > 0`;
    const recorded = [];
    for (const row of await findCases(ctx, { process: calls, instance: sql<boolean>`true` }, limit)) {
      const name = await resultOf(ctx, processes, row.definitionId, decisionId);
      const { [name ?? '']: value, ...variables } = row.variables;
      // A case that left its process before the decision was made has none.
      if (value !== undefined) recorded.push({ row, value, variables });
    }
    noteAccess(
      ctx,
      recorded.map(({ row }) => row),
      'decision',
    );
    return recorded.map(({ row, value, variables }) => ({
      number: row.number,
      at: row.submittedAt,
      variables,
      value,
    }));
  };
}

/**
 * The newest cases whose process came to an end, with what it kept and what people did; those that were withdrawn say nothing about
 * it and are not read. Each case that is read leaves an access record for its applicant.
 */
export const findEnded: FindEnded = async (ctx, processKey, limit) => {
  const own = sql<boolean>`d.key = ${processKey}`;
  const ended = sql<boolean>`i.status not in ('running', 'cancelled')`;
  const rows = await findCases(ctx, { process: own, instance: ended }, limit);
  noteAccess(ctx, rows, 'process');
  const acts = await listActs(
    ctx,
    rows.map(({ id }) => id),
  );
  return rows.map(({ id, number, submittedAt, definitionId, status, variables }) => ({
    number,
    at: submittedAt,
    definitionId,
    status,
    variables,
    acts: acts.get(id) ?? [],
  }));
};

/** Conditions over `process_definition d` and `process_instance i`. */
interface Sought {
  process: RawBuilder<boolean>;
  instance: RawBuilder<boolean>;
}

/** Cases of items that run by these processes; those of their agencies are read from the newest on. */
async function findCases(ctx: Context, { process, instance }: Sought, limit: number): Promise<Row[]> {
  const { rows } = await sql<Row>`
    with process as (
      select d.id, d.key from process_definition d where ${process}),
    item as (
      select id, agency_id from item_version where content->>'process' in (select key from process))
    select c.id, c.number, c.applicant_kind, c.applicant_id, c.submitted_at, i.definition_id, i.status, i.variables
    from service_case c join process_instance i on i.id = c.instance_id
    where c.agency_id in (select agency_id from item) and c.item_version_id in (select id from item)
      and i.definition_id in (select id from process) and c.submitted_at is not null and ${instance}
    order by c.id desc limit ${limit}`.execute(ctx.tx);
  return rows;
}

function noteAccess(ctx: Context, rows: readonly Row[], field: 'decision' | 'process'): void {
  recordAccess(
    ctx,
    rows.map((row) => ({
      subjectKind: row.applicantKind,
      subjectId: row.applicantId,
      resource: 'service-case',
      fields: [field],
      caseId: row.id,
      caseNumber: row.number,
    })),
  );
}

/** The variable into which a process puts the answer of a decision. */
async function resultOf(
  ctx: Context,
  processes: Pick<Processes, 'getDefinition'>,
  definitionId: string,
  decisionId: string,
): Promise<string | undefined> {
  const { nodes } = await processes.getDefinition(ctx, definitionId);
  for (const node of nodes.values())
    if (node.kind === 'rule' && node.decision === decisionId) return node.resultVariable;
  return undefined;
}
