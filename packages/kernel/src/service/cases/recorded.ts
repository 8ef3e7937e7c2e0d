import type { Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import { recordAccess } from '../../subject/access/index.ts';
import type { FindRecorded } from '../../work/decisions/index.ts';
import type { Processes } from '../../work/processes/index.ts';

interface Row {
  id: string;
  number: string;
  applicantKind: 'person' | 'entity';
  applicantId: string;
  submittedAt: Date;
  definitionId: string;
  variables: Record<string, unknown>;
}

/**
 * The newest cases that a decision was made for, with what their process kept of it. Each case that is read
 * leaves an access record for its applicant.
 */
export function findRecordedBy(processes: Pick<Processes, 'getDefinition'>): FindRecorded {
  return async (ctx, decisionId, limit) => {
    const found = await findCases(ctx, decisionId, limit);
    const recorded = [];
    for (const row of found) {
      const name = await resultOf(ctx, processes, row.definitionId, decisionId);
      const { [name ?? '']: value, ...variables } = row.variables;
      // A case that left its process before the decision was made has none.
      if (value !== undefined) recorded.push({ row, value, variables });
    }
    recordAccess(
      ctx,
      recorded.map(({ row }) => ({
        subjectKind: row.applicantKind,
        subjectId: row.applicantId,
        resource: 'service-case',
        fields: ['decision'],
        caseId: row.id,
        caseNumber: row.number,
      })),
    );
    return recorded.map(({ row, value, variables }) => ({
      number: row.number,
      at: row.submittedAt,
      variables,
      value,
    }));
  };
}

/** Cases of items whose process names the decision; those of their agencies are read from the newest on. */
async function findCases(ctx: Context, decisionId: string, limit: number): Promise<Row[]> {
  const { rows } = await sql<Row>`
    with process as (
      select id, key from process_definition where position(${`decisionId="${decisionId}"`} in xml) > 0),
    item as (
      select id, agency_id from item_version where content->>'process' in (select key from process))
    select c.id, c.number, c.applicant_kind, c.applicant_id, c.submitted_at, i.definition_id, i.variables
    from service_case c join process_instance i on i.id = c.instance_id
    where c.agency_id in (select agency_id from item) and c.item_version_id in (select id from item)
      and i.definition_id in (select id from process) and c.submitted_at is not null
    order by c.id desc limit ${limit}`.execute(ctx.tx);
  return rows;
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
