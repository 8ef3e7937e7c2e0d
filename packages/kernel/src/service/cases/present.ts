import type { FormSource } from '@quancheng/pack-sdk';
import { dateOf } from '../../platform/clock/index.ts';
import { sql } from '../../platform/database/index.ts';
import { asPerson, type Context } from '../../platform/context/index.ts';
import type { Text } from '../../platform/text/index.ts';
import { recordAccess } from '../../subject/access/index.ts';
import { getDefinition } from '../../work/definitions/index.ts';
import { listOrders, listPayouts } from '../../work/payments/index.ts';
import { findLicence } from '../licences/index.ts';
import { listTaken } from '../licence-uses/index.ts';
import { getItemVersion, type ItemVersion } from '../items/index.ts';
import { actionsOf } from './actions.ts';
import type { CaseDeps } from './deps.ts';
import { headlineOf } from './headline.ts';
import type { CaseMaterial, CaseRow, Reader, Reason, ReasonInput, WaitingFor } from './model.ts';
import { mayEntrust } from './entrusted.ts';
import { mayFollow } from './later.ts';
import { recordCaseLook } from './looks.ts';
import { isFiledAtWindow } from './parts.ts';
import type { ListedCase } from './queue.ts';
import type { CaseSession } from './session.ts';
import { readerOf, shownTo } from './readers.ts';
import { standingActions, type Standing } from './standing.ts';
import { listEvents, type CaseEvent } from './store.ts';
import { listOpenTasks, type OpenTask } from './tasks.ts';
import { dueState, termRule } from './terms.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { listWaiting } from './waiting.ts';
import { statusWords } from './words.ts';

/** The answer to a hand-in. */
export async function presentAnswer(ctx: Context, deps: CaseDeps, { row, issued }: CaseSession) {
  return {
    id: row.id,
    number: row.number,
    status: row.status,
    statusText: statusWords[row.status],
    decision: presentDecision(row),
    reasons: presentReasons(deps, row.reasons),
    licence: issued ?? (await licenceRef(ctx, row)),
    dueDate: row.due ? dateOf(row.due) : null,
    version: row.version,
  };
}

/**
 * A case as the caller may see it. Staff need a purpose, and their look is recorded where everyone whose data it
 * shows can read it.
 */
export async function presentCase(ctx: Context, deps: CaseDeps, row: CaseRow, standing: Standing) {
  const item = await getItemVersion(ctx, row.itemVersionId);
  const { parties, parts, onlyEntrusted } = standing;
  const reader = readerOf(standing);
  const form = await getDefinition<FormSource>(ctx, row.formId);
  if (reader === 'staff' && ctx.actor.kind === 'account' && ctx.purpose === null)
    throw platformErrors.purposeNeeded();
  const tasks = await listOpenTasks(ctx, deps, row);
  const [events, orders, payouts, rating] = [
    await listEvents(ctx, row.id),
    await listOrders(ctx, row.id),
    await listPayouts(ctx, row.id),
    await ratingOf(ctx, row.id),
  ];
  if (reader === 'staff' || isFiledAtWindow(ctx, row) || onlyEntrusted)
    await recordCaseLook(onlyEntrusted ? asPerson(ctx, 'form-filling') : ctx, deps, {
      row,
      form: form.content,
      parties,
      events,
      orders,
    });
  const waiting = (await listWaiting(ctx, [row.id])).get(row.id) ?? null;
  const { personId, accountId } = ctx.actor.kind === 'account' ? ctx.actor : nobody;
  const own = parties.find((party) => party.personId === personId);
  const shown = shownTo(row, reader, own);
  const isStaff = parts.some((part) => part !== 'applicant' && part !== 'coApplicant');
  const extension = termRule(item.content, dateOf(row.acceptedAt ?? ctx.now)).extension;
  return {
    ...presentRow(ctx, deps, row, item, await nameOfAccount(ctx, row.claimedBy), true),
    task: tasks[0] ? presentTask(tasks[0]) : null,
    waiting,
    headline: headlineOf(row, item.content.title, {
      reader,
      waiting,
      unpaid: orders.some((order) => order.state === 'open'),
      unconfirmed: tasks.some((task) => task.verbs.includes('confirm')),
    }),
    reader,
    statutoryDueDate: row.statutoryDue ? dateOf(row.statutoryDue) : null,
    dueProvisional: row.dueProvisional,
    acceptedAt: row.acceptedAt?.toISOString() ?? null,
    decidedAt: row.decidedAt?.toISOString() ?? null,
    caseType: item.content.caseType,
    channel: row.channel,
    form: shown.form,
    formVersion: form.version,
    schema: form.content,
    sources: shown.sources,
    onBehalfOf: principalOf(row) ?? (onlyEntrusted ? { id: row.applicantId, name: row.applicantName } : null),
    closed: false,
    entrustable: await mayEntrust(ctx, row),
    materials: reader === 'coApplicant' ? [] : await presentMaterials(ctx, deps, row, item),
    corrections: shown.corrections,
    reasons: presentReasons(deps, shown.reasons),
    decision: presentDecision(row),
    timeline: events.map((event) => ({
      at: event.at.toISOString(),
      kind: event.kind,
      text: { zh: event.textZh, en: event.textEn },
      actor: { kind: event.actorKind, name: event.actorName, actsFor: event.actsFor },
      post: event.postZh === null ? null : { zh: event.postZh, en: event.postEn ?? event.postZh },
      detail: isStaff ? event.detail : ownWords(event, reader),
      ...(event.noticeId === null || reader === 'coApplicant'
        ? {}
        : {
            notice: {
              id: event.noticeId,
              number: event.noticeNumber ?? '',
              title: { zh: event.noticeZh ?? '', en: event.noticeEn ?? '' },
            },
          }),
    })),
    actions: standingActions(
      standing,
      await actionsOf(ctx, row, {
        parts,
        tasks,
        openOrder: orders.some((order) => order.state === 'open'),
        rated: rating !== null,
        suspendable: item.content.clock.suspendFor.length > 0,
        extensible:
          extension !== undefined && row.statutory !== null && row.statutory.extensions.length === 0,
        following: item.content.materials.some((material) => mayFollow(row, material)),
        answered: own !== undefined && own.state !== 'asked',
      }),
    ),
    licence: reader === 'coApplicant' ? null : await licenceRef(ctx, row),
    orders: orders.map(({ id, amount, state, nameZh, nameEn, payUrl, ...order }) => ({
      id,
      amount,
      state,
      name: { zh: nameZh, en: nameEn },
      // Whoever else pays goes there by the verb, so that the history names who did.
      payUrl: state === 'open' && order.payerAccountId === accountId ? payUrl : null,
      paidAt: order.paidAt?.toISOString() ?? null,
      paidBy: order.paidAt === null ? null : order.payerName,
      receipt: order.paidAt === null ? null : order.channelRef,
    })),
    payouts: payouts.map(({ id, amount, state }) => ({
      id,
      amount,
      state,
      name: { zh: '付款', en: 'Payment' },
    })),
    parties: parties.map(({ role, state }) => ({ role, state })),
    rating,
    process:
      row.instanceId === null
        ? null
        : { bpmnId: item.content.process, activeElements: tasks.map(({ wait }) => wait.elementId) },
    // The law gives remedies against decisions to someone's disadvantage; before one there is nothing to appeal.
    appeal: row.status === 'refused' || row.status === 'notAccepted' ? item.content.appeal : null,
  };
}

/** What the applicant's side wrote itself; the rest of an event's detail is for the desk. */
function ownWords({ kind, detail }: CaseEvent, reader: Reader): Record<string, unknown> {
  return kind === 'askedPerson' && reader === 'applicant' ? { reason: detail['reason'] ?? '' } : {};
}

const nobody = { personId: null, accountId: null };

/** A case as one who acted for another sees it when the mandate has ended: that they did, and how it stands. */
export async function presentFiled(ctx: Context, deps: Pick<CaseDeps, 'calendar'>, row: CaseRow) {
  const item = await getItemVersion(ctx, row.itemVersionId);
  return {
    ...presentFiledRow(ctx, deps, row, item),
    headline: isAgentOf(ctx, row) ? lapsedHeadline : endedHeadline,
    reader: 'applicant' as const,
    statutoryDueDate: null,
    dueProvisional: false,
    acceptedAt: null,
    decidedAt: null,
    caseType: item.content.caseType,
    channel: row.channel,
    form: {},
    formVersion: 0,
    schema: null,
    sources: {},
    onBehalfOf: null,
    closed: true,
    entrustable: false,
    materials: [],
    corrections: [],
    reasons: [],
    decision: null,
    timeline: [],
    actions: [],
    licence: null,
    orders: [],
    payouts: [],
    parties: [],
    rating: null,
    process: null,
    appeal: null,
  };
}

const lapsedHeadline: Text = {
  zh: '您代办的授权已经结束，只能看到办件编号、事项和状态。',
  en: 'Your mandate for this case has ended: you see its number, matter and status alone.',
};

const endedHeadline: Text = {
  zh: '这件办件已经结束，代办授权也随之结束，您只能看到办件编号、事项和状态。',
  en: 'This case has ended, and your mandate with it: you see its number, matter and status alone.',
};

function isAgentOf({ actor }: Context, { agentPersonId }: CaseRow): boolean {
  return actor.kind === 'account' && agentPersonId !== null && actor.personId === agentPersonId;
}

/** The same in a list. */
export function presentFiledRow(
  ctx: Context,
  deps: Pick<CaseDeps, 'calendar'>,
  row: ListedCase,
  item: ItemVersion,
) {
  return presentRow(ctx, deps, { ...row, due: null }, item, null, false);
}

/** For whom a case is, where another files it or may go on with it. */
function principalOf({ applicantKind, applicantId, applicantName, agentPersonId }: CaseRow) {
  const isOther = agentPersonId !== null || applicantKind === 'entity';
  return isOther ? { id: applicantId, name: applicantName } : null;
}

/** A list shows who applied: each look is one at the name. */
export function recordListed(ctx: Context, rows: readonly ListedCase[]): void {
  const others = rows.filter((row) => ctx.actor.kind === 'account' && row.accountId !== ctx.actor.accountId);
  recordAccess(
    ctx,
    others.map((row) => ({
      subjectKind: row.applicantKind,
      subjectId: row.applicantId,
      resource: 'service-case',
      fields: ['applicantName'],
      caseId: row.id,
      caseNumber: row.number,
    })),
  );
}

/** A case as lists show it; `plain` shows the applicant's whole name. */
export function presentRow(
  ctx: Context,
  deps: Pick<CaseDeps, 'calendar'>,
  row: ListedCase,
  item: ItemVersion,
  handler: string | null,
  plain: boolean,
) {
  return {
    id: row.id,
    number: row.number,
    item: { code: row.itemCode, name: row.itemName, title: item.content.title },
    status: row.status,
    statusText: statusWords[row.status],
    applicant: plain || row.applicantKind === 'entity' ? row.applicantName : maskName(row.applicantName),
    division: row.divisionCode,
    agency: item.agencyName,
    handler,
    mine: ctx.actor.kind === 'account' && row.claimedBy === ctx.actor.accountId,
    task: null as { id: string; name: Text } | null,
    waiting: null as WaitingFor | null,
    updatedAt: row.updatedAt.toISOString(),
    submittedAt: row.submittedAt?.toISOString() ?? null,
    dueDate: row.due ? dateOf(row.due) : null,
    due: dueState(row, ctx.now, deps.calendar()),
    version: row.version,
  };
}

function maskName(name: string): string {
  const [first = '', ...rest] = [...name];
  return first + '*'.repeat(Math.max(1, rest.length));
}

function presentTask({ wait }: OpenTask): { id: string; name: Text } {
  return { id: wait.id, name: { zh: wait.elementName, en: wait.properties['nameEn'] ?? wait.elementName } };
}

function presentReasons({ catalogue }: Pick<CaseDeps, 'catalogue'>, reasons: readonly Reason[]) {
  const words: Record<string, Text> = {
    form: { zh: '您填写的内容', en: 'Your answers' },
    calendar: { zh: '日期', en: 'Date' },
    rule: { zh: '规则计算', en: 'Computed by the rule' },
  };
  return reasons.map((reason) => ({
    ...reason,
    inputs: reason.inputs.map((input) => ({
      ...input,
      sourceName: words[input.source] ?? catalogue.names(input.source)?.name ?? both(input.source),
      agency: catalogue.find(input.source)?.agencyName ?? null,
      field: fieldBehind(input, catalogue),
    })),
  }));
}

/** The field of a library's record that an input read, which its subject may dispute; null if it read none or several. */
function fieldBehind({ name, source }: ReasonInput, catalogue: CaseDeps['catalogue']): string | null {
  const known = catalogue.names(source)?.fields ?? {};
  const read = [...new Set(name.match(/\w+/g) ?? [])].filter((word) => word in known);
  return read.length === 1 ? (read[0] ?? null) : null;
}

function presentDecision({ decision }: CaseRow) {
  return decision && { outcome: decision.outcome, at: decision.at, by: decision.by, text: decision.text };
}

async function presentMaterials(
  ctx: Context,
  { files, catalogue }: CaseDeps,
  row: CaseRow,
  item: ItemVersion,
) {
  const isTaken = row.materials.some(({ met }) => met?.kind === 'licence');
  const taken = isTaken ? await listTaken(ctx, row.id) : [];
  const licenceOf = (material: CaseMaterial | undefined) =>
    taken.find(({ materialId, licenceId }) => materialId === material?.id && licenceId === material.met?.id);
  const givenOf = (id: string) => row.materials.find((material) => material.id === id);
  return Promise.all(
    item.content.materials
      .filter(({ id, need }) => need !== 'notNeeded' || licenceOf(givenOf(id)) !== undefined)
      .map(async (material) => {
        const given = givenOf(material.id);
        const licence = licenceOf(given);
        const file = given?.fileId ? await files.find(ctx, given.fileId) : undefined;
        const state = given?.met ? 'held' : file ? 'given' : material.need === 'later' ? 'later' : 'missing';
        const source = given?.met && (catalogue.names(given.met.code)?.name ?? material.source);
        return {
          id: material.id,
          name: material.name,
          state,
          mayFollow: mayFollow(row, material),
          ...(material.standard ? { standard: material.standard } : {}),
          ...(file
            ? { file: { id: file.id, name: file.name, mediaType: file.mediaType, bytes: file.bytes } }
            : {}),
          ...(source ? { source } : {}),
          ...(licence ? { licence: { useId: licence.useId, number: licence.number } } : {}),
        };
      }),
  );
}

async function licenceRef(ctx: Context, row: CaseRow) {
  if (row.licenceId === null) return null;
  const licence = await findLicence(ctx, row.licenceId);
  if (!licence) return null;
  const { content } = await getDefinition<{ name: Text }>(ctx, licence.typeId);
  return { id: licence.id, number: licence.number, name: content.name, verifyCode: licence.verifyCode };
}

async function ratingOf(ctx: Context, caseId: string) {
  const row = await ctx.tx
    .selectFrom('rating')
    .select(['stars', 'indices', 'comment'])
    .where('caseId', '=', caseId)
    .executeTakeFirst();
  return row ?? null;
}

async function nameOfAccount(ctx: Context, id: string | null): Promise<string | null> {
  if (id === null) return null;
  const { rows } = await sql<{ name: string }>`select name from account where id = ${id}`.execute(ctx.tx);
  return rows[0]?.name ?? null;
}

function both(text: string): Text {
  return { zh: text, en: text };
}
