import { dateOf } from '../../../platform/clock/index.ts';
import { sql } from '../../../platform/database/index.ts';
import type { Context } from '../../../platform/context/index.ts';
import { platformErrors } from '../../../platform/errors/index.ts';
import { expectLevel } from '../../../subject/accounts/index.ts';
import { fillText } from '../../../platform/text/index.ts';
import { openDispute } from '../../../data/libraries/index.ts';
import { listOrders } from '../../../work/payments/index.ts';
import { openForm, requireFiles, withFiles } from '../answers.ts';
import { findApplicantOf } from '../applicant.ts';
import { submitDraft, takeAnswers } from '../apply.ts';
import type { CaseDeps } from '../deps.ts';
import { caseErrors } from '../errors.ts';
import { takeFollowing } from '../later.ts';
import { moveTo, type CaseSession } from '../session.ts';
import { answerParty } from '../store.ts';
import { completeTask } from '../tasks.ts';
import { eventWords } from '../words.ts';
import type { VerbHandler } from './model.ts';

const save: VerbHandler = async (ctx, deps, { session, application }) => {
  await requireFiles(ctx, deps, application.materials, session.row.materials);
  session.row.form = { ...application.form };
  session.row.materials = withFiles(session.row.materials, application.materials);
};

const submit: VerbHandler = async (ctx, deps, { session, application }) => {
  const { row } = session;
  const kept = row.materials.flatMap(({ id, fileId }) => (fileId === undefined ? [] : [{ id, fileId }]));
  await submitDraft(ctx, deps, session, {
    form: Object.keys(application.form).length > 0 ? application.form : row.form,
    materials: application.materials.length > 0 ? application.materials : kept,
  });
};

const resubmit: VerbHandler = async (ctx, deps, { verb, session, application, task }) => {
  if (!task) throw platformErrors.internal();
  const { row, item } = session;
  const applicant = await findApplicantOf(ctx, deps, item, row);
  const opened = await openForm(ctx, deps, item, applicant);
  await takeAnswers(ctx, deps, item, opened, row, application);
  row.corrections = [];
  moveTo(ctx, session, 'submitted', { kind: 'resubmitted', text: eventWords.resubmitted });
  await completeTask(ctx, deps, session, task, { verb }, { form: row.form });
};

const materials: VerbHandler = async (ctx, deps, { session, application }) => {
  const taken = await takeFollowing(ctx, deps, session, application.materials);
  if (taken.length === 0) return;
  const names = {
    zh: taken.map(({ name }) => name.zh).join('、'),
    en: taken.map(({ name }) => name.en).join(', '),
  };
  session.events.push({
    kind: 'followed',
    text: fillText(eventWords.followed, { names }),
    detail: { materials: taken.map(({ id }) => id) },
  });
};

const askPerson: VerbHandler = async (ctx, deps, { verb, session, input, task }) => {
  if (!task) throw platformErrors.internal();
  session.row.byPerson = true;
  session.events.push({
    kind: 'askedPerson',
    text: eventWords.askedPerson,
    detail: { reason: input['reason'] ?? '' },
  });
  await completeTask(ctx, deps, session, task, { verb, ...input });
};

const confirm: VerbHandler = async (ctx, deps, { verb, session, input, task }) => {
  if (!task || ctx.actor.kind !== 'account' || ctx.actor.personId === null) throw platformErrors.forbidden();
  const agree = input['agree'] === true;
  expectLevel(ctx, session.item.content.assurance ?? 2);
  const { name, personId } = ctx.actor;
  await answerParty(ctx, session.row.id, personId, agree ? 'confirmed' : 'declined');
  const text = fillText(agree ? eventWords.confirmed : eventWords.declined, { name });
  session.events.push({
    kind: agree ? 'confirmed' : 'declined',
    text,
    detail: { confirms: [...task.confirms] },
  });
  await completeTask(ctx, deps, session, task, { verb, ...input });
};

const dispute: VerbHandler = async (ctx, { catalogue }, { session, input }) => {
  const { resource, field, reason, recordId } = input as {
    resource: string;
    field: string;
    reason: string;
    recordId?: string;
  };
  await openDispute(ctx, catalogue, {
    resource,
    field,
    reason,
    caseId: session.row.id,
    ...(recordId ? { recordId } : {}),
  });
  const label = catalogue.names(resource)?.fields[field] ?? { zh: field, en: field };
  session.events.push({ kind: 'disputed', text: fillText(eventWords.disputed, { field: label }) });
};

const pay: VerbHandler = async (ctx, { payments }, { session, input }) => {
  const orders = await listOrders(ctx, session.row.id);
  const order = orders.find(
    ({ id, state }) => state === 'open' && (input['orderId'] === undefined || input['orderId'] === id),
  );
  if (!order) throw caseErrors.nothingToPay();
  const { actor } = ctx;
  // At a window the clerk opens the page, and someone else pays.
  const payer = actor.kind === 'account' && session.row.channel !== 'window' ? actor : null;
  return { orderId: order.id, payUrl: await payments.payUrl(ctx, order.id, payer) };
};

const withdraw: VerbHandler = async (ctx, deps, { session, input }) => {
  moveTo(ctx, session, 'withdrawn', {
    kind: 'withdrawn',
    text: eventWords.withdrawn,
    detail: { reason: input['reason'] ?? '' },
  });
  await stop(ctx, deps, session);
};

/** Ends what still runs for a case: its process and its open money. */
export async function stop(
  ctx: Context,
  { processes, payments }: CaseDeps,
  { row }: CaseSession,
): Promise<void> {
  if (row.instanceId !== null) await processes.signal(ctx, row.instanceId, { kind: 'cancel' });
  row.waitingRoles = [];
  row.claimedBy = null;
  await payments.settle(ctx, row.id);
}

const followUpDays = 5;

const rate: VerbHandler = async (ctx, { calendar }, { session, input }) => {
  const { row } = session;
  const {
    stars,
    indices = [],
    comment = '',
    named = true,
  } = input as { stars: number; indices?: string[]; comment?: string; named?: boolean };
  const due = stars <= 2 && named ? calendar().addWorkingDays(dateOf(ctx.now), followUpDays) : null;
  const inserted = await ctx.tx
    .insertInto('rating')
    .values({
      caseId: row.id,
      stars,
      indices,
      comment,
      accountId: ctx.actor.kind === 'account' ? ctx.actor.accountId : row.accountId,
      named,
      due: due === null ? null : sql<Date>`(${due}::date + time '17:00') at time zone 'Asia/Shanghai'`,
      createdAt: ctx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 0n) throw caseErrors.rated();
  session.events.push({ kind: 'rated', text: fillText(eventWords.rated, { stars }) });
};

export const applicantVerbs = {
  save,
  submit,
  resubmit,
  materials,
  'ask-person': askPerson,
  confirm,
  dispute,
  pay,
  withdraw,
  rate,
};
