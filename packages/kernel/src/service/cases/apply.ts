import { dateOf } from '../../platform/clock/index.ts';
import type { Context } from '../../platform/context/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { checkAnswers, sourcesOf } from '../../work/forms/index.ts';
import { expectLevel } from '../../subject/accounts/index.ts';
import { spendMandate } from '../../subject/mandates/index.ts';
import { divisionPrefix } from '../../subject/organisation/index.ts';
import { getPublished, itemErrors, type ItemVersion } from '../items/index.ts';
import {
  checkMaterials,
  ofOfficials,
  openForm,
  requireFiles,
  takeLicences,
  withFiles,
  withLocked,
} from './answers.ts';
import { findApplicant, findApplicantOf, type Applicant, type WindowApplicant } from './applicant.ts';
import type { CaseDeps } from './deps.ts';
import type { CaseRow } from './model.ts';
import { isFiledAtWindow } from './parts.ts';
import { keepSession, moveTo, newSession, saveSession, type CaseSession } from './session.ts';
import { tellApplicant } from './tell.ts';
import { termRule } from './terms.ts';
import { eventWords } from './words.ts';

export interface Application {
  item: string;
  onBehalfOf?: string | undefined;
  window?: WindowApplicant | undefined;
  form: Readonly<Record<string, unknown>>;
  materials: readonly { id: string; fileId: string }[];
  channel: 'portal' | 'api';
}

/** Keeps an application as a draft; its answers are checked when it is handed in. */
export async function saveDraft(ctx: Context, deps: CaseDeps, input: Application): Promise<CaseSession> {
  const item = await getPublished(ctx, input.item);
  const applicant = await findApplicant(ctx, deps, item, input);
  const { definition } = await openForm(ctx, deps, item, applicant);
  const row = await newCase(ctx, deps, item, applicant, definition.id);
  await requireFiles(ctx, deps, input.materials, []);
  row.form = { ...input.form };
  row.materials = withFiles([], input.materials);
  const session = await newSession(ctx, row);
  session.byApplicant = true;
  await saveSession(ctx, session);
  return session;
}

/**
 * Hands in an application: fills what is held, checks answers and materials, and runs the item's process in
 * the same transaction, so that an instant case is decided when this returns.
 */
export async function submit(ctx: Context, deps: CaseDeps, input: Application): Promise<CaseSession> {
  const item = await getPublished(ctx, input.item);
  const applicant = await findApplicant(ctx, deps, item, input);
  const opened = await openForm(ctx, deps, item, applicant);
  const row = await newCase(ctx, deps, item, applicant, opened.definition.id);
  await takeAnswers(ctx, deps, item, opened, row, input);
  row.submittedAt = ctx.now;
  const session = await newSession(ctx, row);
  session.byApplicant = true;
  return begin(ctx, deps, session, applicant);
}

/** Hands in a draft that stands already. */
export async function submitDraft(
  ctx: Context,
  deps: CaseDeps,
  session: CaseSession,
  input: { form: Readonly<Record<string, unknown>>; materials: readonly { id: string; fileId: string }[] },
): Promise<CaseSession> {
  const { row } = session;
  // A draft is handed in by the version in force today.
  const item = await getPublished(ctx, row.itemCode);
  const applicant = await findApplicantOf(ctx, deps, item, row);
  const opened = await openForm(ctx, deps, item, applicant);
  await takeAnswers(ctx, deps, item, opened, row, input);
  row.itemVersionId = item.id;
  row.formId = opened.definition.id;
  row.submittedAt = ctx.now;
  const current = await keepSession(ctx, row);
  current.byApplicant = true;
  return begin(ctx, deps, current, applicant);
}

/** Checks the answers anew and keeps them on the case; used again when it is corrected. */
export async function takeAnswers(
  ctx: Context,
  deps: CaseDeps,
  item: ItemVersion,
  opened: Awaited<ReturnType<typeof openForm>>,
  row: CaseRow,
  input: { form: Readonly<Record<string, unknown>>; materials: readonly { id: string; fileId: string }[] },
): Promise<void> {
  // At a window it is the clerk who sees that it is the person.
  if (!isFiledAtWindow(ctx, row)) expectLevel(ctx, item.content.assurance ?? 2);
  row.form = checkAnswers(opened.definition.content, withLocked(opened, input.form));
  row.sources = sourcesOf(opened.filled, row.form);
  const handedIn = { form: row.form, materials: input.materials, kept: row.materials };
  row.materials = [
    ...(await checkMaterials(ctx, deps, item, opened, handedIn)),
    ...ofOfficials(row.materials),
  ];
  await takeLicences(ctx, item, row);
}

async function begin(
  ctx: Context,
  { processes }: CaseDeps,
  session: CaseSession,
  applicant: Applicant,
): Promise<CaseSession> {
  const { row, item } = session;
  const today = dateOf(ctx.now);
  moveTo(ctx, session, 'submitted', { kind: 'submitted', text: eventWords.submitted });
  if (item.content.caseType === 'promise') await tellApplicant(ctx, session, 'submitted');
  const { agentPersonId } = applicant;
  if (agentPersonId !== null) await spendMandate(ctx, agentPersonId, applicant.id, item.code);
  const step = await processes.start(ctx, {
    process: { key: item.content.process },
    caseId: row.id,
    variables: {
      case: { id: row.id, number: row.number, submittedOn: today },
      today,
      applicant: {
        id: applicant.id,
        kind: applicant.kind,
        name: applicant.name,
        division: applicant.division,
      },
      account: {
        personId: agentPersonId ?? (applicant.kind === 'person' ? applicant.id : null),
        name: ctx.actor.kind === 'account' ? ctx.actor.name : '',
      },
      form: row.form,
      term: termRule(item.content, today).parameters,
      sources: {},
      action: null,
    },
  });
  row.instanceId = step.id;
  await saveSession(ctx, session);
  return session;
}

/** The number a case is known by: prefix, day, running number. */
async function nextNumber(ctx: Context, { casePrefix, caseNumbers }: CaseDeps): Promise<string> {
  const running = await caseNumbers(ctx);
  return `${casePrefix}${dateOf(ctx.now).replaceAll('-', '')}${String(running).padStart(6, '0')}`;
}

async function newCase(
  ctx: Context,
  deps: CaseDeps,
  item: ItemVersion,
  applicant: Applicant,
  formId: string,
): Promise<CaseRow> {
  const { actor } = ctx;
  if (item.content.effectiveFrom > dateOf(ctx.now)) throw itemErrors.notFound({ code: item.code });
  const inside = applicant.division?.startsWith(divisionPrefix(item.divisionCode)) ?? false;
  return {
    id: newId(),
    number: await nextNumber(ctx, deps),
    itemVersionId: item.id,
    itemCode: item.code,
    itemName: item.content.name,
    status: 'draft',
    priorStatus: null,
    applicantKind: applicant.kind,
    applicantId: applicant.id,
    applicantName: applicant.name,
    accountId: actor.kind === 'account' ? actor.accountId : '',
    agentPersonId: applicant.agentPersonId,
    channel: applicant.channel,
    agencyId: item.agencyId,
    divisionCode: inside && applicant.division !== null ? applicant.division : item.divisionCode,
    form: {},
    formId,
    materials: [],
    sources: {},
    reasons: [],
    decision: null,
    corrections: [],
    instanceId: null,
    byPerson: false,
    waitingRoles: [],
    claimedBy: null,
    statutory: null,
    promised: null,
    statutoryDue: null,
    due: null,
    dueProvisional: false,
    licenceId: null,
    createdAt: ctx.now,
    submittedAt: null,
    acceptedAt: null,
    decidedAt: null,
    endedAt: null,
    updatedAt: ctx.now,
    version: 1,
  };
}
