import { sql } from '../../../platform/database/index.ts';
import { postsOf, type Context } from '../../../platform/context/index.ts';
import { platformErrors } from '../../../platform/errors/index.ts';
import { fillText } from '../../../platform/text/index.ts';
import { accountOf, findAccountByLogin } from '../../../subject/accounts/index.ts';
import { reaches } from '../../../subject/organisation/index.ts';
import { caseErrors } from '../errors.ts';
import { countNotices } from '../notices.ts';
import { moveTo, type CaseSession } from '../session.ts';
import { completeTask } from '../tasks.ts';
import { eventWords } from '../words.ts';
import { stop } from './applicant.ts';
import type { VerbHandler } from './index.ts';

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
  const kind = task?.parts.includes('inspector') ? 'inspected' : 'reviewed';
  session.events.push({
    kind,
    text: eventWords[kind],
    detail: { opinion: input['opinion'], comment: input['comment'] ?? '' },
  });
  await work(ctx, deps, call);
};

const decide: VerbHandler = async (ctx, deps, call) => {
  if (await hasReviewed(ctx, call.session)) throw caseErrors.samePerson();
  await work(ctx, deps, call);
};

/** Whether the one who decides also reviewed: the law wants two people. */
async function hasReviewed(ctx: Context, { row }: CaseSession): Promise<boolean> {
  if (ctx.actor.kind !== 'account') return false;
  const { rows } = await sql`
    select 1 from case_event where case_id = ${row.id} and kind in ('reviewed', 'inspected')
      and account_id = ${ctx.actor.accountId} limit 1`.execute(ctx.tx);
  return rows.length > 0;
}

const handOver: VerbHandler = async (ctx, _deps, { session, input }) => {
  const account = await findAccountByLogin(ctx.tx, String(input['to']));
  const target = account && (await accountOf(ctx.tx, account.id, ctx.now));
  const fits =
    target?.kind === 'account' &&
    postsOf(target).some(
      (post) => reaches(post, session.row) && session.row.waitingRoles.includes(post.role),
    );
  if (!account || !fits) throw caseErrors.handOverTarget();
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
  decide,
  'hand-over': handOver,
  deliver,
  end,
};
