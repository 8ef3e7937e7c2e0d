import { sql, type QueryResult, type RawBuilder } from 'kysely';
import type { TSchema } from 'typebox';
import Value from 'typebox/value';
import type { ResourceField } from '@quancheng/pack-sdk';
import { postsOf, type Context } from '../../platform/context/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { defineMessages, getTemplate, sendMessage } from '../../platform/messages/index.ts';
import { fillText } from '../../platform/text/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { catalogueErrors, type Catalogue } from '../catalogue/index.ts';
import { libraryErrors } from './errors.ts';
import { findRecord, updateRecord } from './store.ts';

/** A dispute with what its source agency needs to answer it. */
export interface DisputeDetail extends Dispute {
  source: ResourceField;
  /** What the record says now. */
  value: unknown;
}

export interface Dispute {
  id: string;
  resource: string;
  recordId: string;
  field: string;
  reason: string;
  state: 'open' | 'upheld' | 'rejected';
  answer: string | null;
  createdAt: Date;
  agencySlug: string;
  /** Who opened it, and in which case, if in one. */
  accountId: string;
  caseId: string | null;
}

/** Says that a field about oneself is wrong; it becomes a task at the agency that is its source. */
export async function openDispute(
  ctx: Context,
  catalogue: Catalogue,
  input: { resource: string; recordId?: string; field: string; reason: string; caseId?: string },
): Promise<string> {
  const { actor } = ctx;
  if (actor.kind !== 'account' || actor.personId === null) throw platformErrors.forbidden();
  const resource = catalogue.get(input.resource);
  if (!(input.field in resource.source.properties)) {
    throw catalogueErrors.unknownField({ resource: input.resource, field: input.field });
  }
  const subject = resource.source['x-subjects'].find((entry) => entry.kind === 'person');
  if (!subject || resource.query) throw libraryErrors.notYours();
  const where = { [subject.field]: actor.personId, ...(input.recordId ? { id: input.recordId } : {}) };
  const record = await findRecord(ctx, catalogue, input.resource, where, { limit: 100 });
  if (!record) throw libraryErrors.notYours();
  const id = newId();
  await ctx.tx
    .insertInto('dispute')
    .values({
      id,
      resource: input.resource,
      recordId: record.id,
      field: input.field,
      subjectId: actor.personId,
      accountId: actor.accountId,
      caseId: input.caseId ?? null,
      reason: input.reason,
      createdAt: ctx.now,
    })
    .execute();
  ctx.record({
    action: 'dispute.open',
    entity: 'dispute',
    entityId: id,
    detail: { resource: input.resource },
  });
  return id;
}

/** Open disputes at the agencies where the caller holds a post. */
export async function listDisputes(ctx: Context, limit: number, after: string | null): Promise<Dispute[]> {
  const { rows } = await openAtMine(
    ctx,
    sql`${after}::uuid is null or d.id > ${after}::uuid`,
    sql`order by d.id limit ${limit}`,
  );
  return rows;
}

/** One of them with the record's present value; the look leaves an access record. Errors: `library.dispute-closed`. */
export async function getDispute(ctx: Context, catalogue: Catalogue, id: string): Promise<DisputeDetail> {
  const dispute = await getOpen(ctx, id, sql``);
  const source = catalogue.get(dispute.resource).source.properties[dispute.field];
  if (!source) throw catalogueErrors.unknownField({ resource: dispute.resource, field: dispute.field });
  const where = { id: dispute.recordId };
  const record = await findRecord(ctx, catalogue, dispute.resource, where, { fields: [dispute.field] });
  return { ...dispute, source, value: record?.[dispute.field] ?? null };
}

/**
 * Answers a dispute at its source agency. An upheld one corrects the record in the same transaction,
 * so that nothing goes on deciding by the wrong value. Errors: `library.dispute-closed`,
 * `library.invalid-record`.
 */
export async function answerDispute(
  ctx: Context,
  catalogue: Catalogue,
  id: string,
  input: { upheld: boolean; answer: string; value?: unknown },
): Promise<void> {
  const open = await getOpen(ctx, id, sql`for update of d`);
  if (input.upheld && input.value !== undefined) {
    const source = catalogue.get(open.resource).source.properties[open.field];
    if (!source || !Value.Check(source as TSchema, input.value))
      throw libraryErrors.invalidRecord({ resource: open.resource });
    await updateRecord(ctx, catalogue, open.resource, open.recordId, { [open.field]: input.value });
  }
  await ctx.tx
    .updateTable('dispute')
    .set({
      state: input.upheld ? 'upheld' : 'rejected',
      answer: input.answer,
      answeredBy: ctx.actor.kind === 'account' ? ctx.actor.accountId : null,
      answeredAt: ctx.now,
    })
    .where('id', '=', id)
    .execute();
  ctx.record({ action: 'dispute.answer', entity: 'dispute', entityId: id, detail: { upheld: input.upheld } });
  await tellAnswer(ctx, catalogue, open, input);
  ctx.publish({ type: 'dispute.answered', subjectId: id, payload: { upheld: input.upheld } });
}

const title = { zh: '您的数据异议有答复了', en: 'Your dispute was answered' };

defineMessages('dispute', [], {
  upheld: {
    title,
    body: {
      zh: '您说得对，“{field}”已经更正。{answer}',
      en: 'You were right: “{field}” was corrected. {answer}',
    },
  },
  rejected: {
    title,
    body: {
      zh: '“{field}”经核实没有更正。{answer}',
      en: '“{field}” was checked and stays as it is. {answer}',
    },
  },
});

async function tellAnswer(
  ctx: Context,
  catalogue: Catalogue,
  { resource, field, accountId, caseId }: Dispute,
  { upheld, answer }: { upheld: boolean; answer: string },
): Promise<void> {
  const label = catalogue.names(resource)?.fields[field] ?? { zh: field, en: field };
  const words = await getTemplate(ctx, upheld ? 'dispute.upheld' : 'dispute.rejected');
  const values = { field: label, answer };
  sendMessage(ctx, {
    accountId,
    ...(caseId === null ? {} : { caseId }),
    title: fillText(words.title, values),
    body: fillText(words.body, values),
  });
}

async function getOpen(ctx: Context, id: string, lock: RawBuilder<unknown>): Promise<Dispute> {
  const { rows } = await openAtMine(ctx, sql`d.id = ${id}`, lock);
  if (!rows[0]) throw libraryErrors.disputeClosed();
  return rows[0];
}

/** Open disputes of the caller's agencies; those of others are not there. */
function openAtMine(
  ctx: Context,
  which: RawBuilder<unknown>,
  tail: RawBuilder<unknown>,
): Promise<QueryResult<Dispute>> {
  const agencies = [...new Set(postsOf(ctx.actor).map((post) => post.agencyId))];
  return sql<Dispute>`
    select d.id, d.resource, d.record_id, d.field, d.reason, d.state, d.answer, d.created_at, d.account_id, d.case_id, r.agency_slug
    from dispute d join resource r on r.code = d.resource join agency a on a.slug = r.agency_slug
    where d.state = 'open' and a.id = any(${agencies}::uuid[]) and (${which}) ${tail}`.execute(ctx.tx);
}
