import type { FormSource } from '@quancheng/pack-sdk';
import { postsOf, type Context } from '../../../platform/context/index.ts';
import { platformErrors } from '../../../platform/errors/index.ts';
import { fillText, type Text } from '../../../platform/text/index.ts';
import { findCurrent } from '../../../work/definitions/index.ts';
import type { CaseDeps } from '../deps.ts';
import { accountOf, findAccountByLogin } from '../../../subject/accounts/index.ts';
import { caseErrors } from '../errors.ts';
import { sitePhotos } from '../fetches.ts';
import { countNotices } from '../notices.ts';
import { moveTo, type CaseSession } from '../session.ts';
import { standingOf } from '../standing.ts';
import { completeTask, isBarred, listOpenTasks, stepsDoneBy, type OpenTask } from '../tasks.ts';
import { eventWords } from '../words.ts';
import { stop } from './applicant.ts';
import type { VerbHandler } from './model.ts';

const claim: VerbHandler = async (ctx, _deps, { session }) => {
  const { actor } = ctx;
  if (actor.kind !== 'account') throw platformErrors.forbidden();
  if (session.row.claimedBy === actor.accountId) return;
  session.row.claimedBy = actor.accountId;
  session.events.push({ kind: 'claimed', text: fillText(eventWords.claimed, { name: actor.name }) });
};

/** Completes the waiting task; the process decides what comes next. */
const work: VerbHandler = async (ctx, deps, { verb, session, input, task }) => {
  if (!task) throw platformErrors.internal();
  await completeTask(ctx, deps, session, task, { verb, ...input });
};

const requestCorrection: VerbHandler = async (ctx, deps, call) => {
  const { session, input } = call;
  const once = session.item.content.clock.correctionNoticeDays !== undefined;
  if (once && (await countNotices(ctx, session.row.id, 'correction')) > 0) throw caseErrors.oneCorrection();
  const corrections = (input['corrections'] as { path: string; text: { zh: string; en?: string } }[]).map(
    ({ path, text }) => ({
      path,
      text: { zh: text.zh, en: text.en ?? text.zh },
    }),
  );
  await work(ctx, deps, { ...call, input: { corrections } });
};

const review: VerbHandler = async (ctx, deps, call) => {
  const { session, input, task } = call;
  const kind = kindOfReview(task);
  const { findings, photos } = await readFindings(ctx, task?.form ?? null, input['form']);
  await addPhotos(ctx, deps, session, photos);
  session.events.push({
    kind,
    text: eventWords[kind],
    detail: { opinion: input['opinion'], comment: input['comment'] ?? '', findings, photos },
  });
  await work(ctx, deps, call);
};

/** A second inspector signs what the first found; who decides later reads each by its own name. */
function kindOfReview(task: OpenTask | null): 'inspected' | 'countersigned' | 'reviewed' {
  if (!task?.parts.includes('inspector')) return 'reviewed';
  return task.wait.properties['otherThan'] === undefined ? 'inspected' : 'countersigned';
}

/** What an inspector entered in the pack's form, as those who decide later read it. */
async function readFindings(
  ctx: Context,
  key: string | null,
  answers: unknown,
): Promise<{ findings: { label: Text; value: Text }[]; photos: string[] }> {
  const definition = key === null ? undefined : await findCurrent<FormSource>(ctx, 'form', key);
  if (!definition || answers === null || typeof answers !== 'object') return { findings: [], photos: [] };
  const findings: { label: Text; value: Text }[] = [];
  const photos: string[] = [];
  for (const [name, value] of Object.entries(answers)) {
    const field = definition.content.properties[name];
    if (field?.['x-widget'] === 'photos') photos.push(...(value as string[]));
    else if (field) {
      const plain = String(value);
      findings.push({ label: field['x-title'], value: field['x-enum']?.[plain] ?? { zh: plain, en: plain } });
    }
  }
  return { findings, photos };
}

/** Photos become files of the case, so that whoever may see it may see them. */
async function addPhotos(
  ctx: Context,
  { files }: CaseDeps,
  { row }: CaseSession,
  photos: readonly string[],
): Promise<void> {
  for (const [index, fileId] of photos.entries()) {
    const file = await files.find(ctx, fileId);
    if (!file || ctx.actor.kind !== 'account' || file.accountId !== ctx.actor.accountId)
      throw caseErrors.notMyFile();
    row.materials.push({ id: `${sitePhotos}${index + 1}`, fileId });
  }
}

const handOver: VerbHandler = async (ctx, deps, { session, input }) => {
  const account = await findAccountByLogin(ctx.tx, String(input['to']));
  const target = account && (await accountOf(ctx.tx, account.id, ctx.now));
  const { row } = session;
  const parts = target ? (await standingOf({ ...ctx, actor: target }, row)).parts : [];
  const fits = parts.some(
    (part) => part !== 'applicant' && part !== 'coApplicant' && row.waitingRoles.includes(part),
  );
  if (!account || !target || !fits) throw caseErrors.handOverTarget();
  const roles = postsOf(target).map(({ role }) => role);
  const done = await stepsDoneBy(ctx, session.row.id, account.id);
  const tasks = (await listOpenTasks(ctx, deps, session.row)).map((open) => ({
    ...open,
    barred: open.others.some((kind) => done.includes(kind)),
  }));
  if (isBarred(tasks, roles)) throw caseErrors.samePerson();
  session.row.claimedBy = account.id;
  session.events.push({
    kind: 'handedOver',
    text: fillText(eventWords.handedOver, { name: account.name }),
    detail: { reason: input['reason'] },
  });
};

const deliver: VerbHandler = async (ctx, _deps, { session, input }) => {
  moveTo(ctx, session, 'delivered', { kind: 'delivered', text: eventWords.delivered, detail: { ...input } });
};

const end: VerbHandler = async (ctx, deps, { session, input }) => {
  moveTo(ctx, session, 'ended', {
    kind: 'ended',
    text: fillText(eventWords.ended, { reason: String(input['reason']) }),
  });
  await stop(ctx, deps, session);
};

export const staffVerbs = {
  claim,
  'request-correction': requestCorrection,
  accept: work,
  'not-accept': work,
  review,
  decide: work,
  'hand-over': handOver,
  deliver,
  end,
};
