import { dateOf } from '../../../platform/clock/index.ts';
import { fillText, type Text } from '../../../platform/text/index.ts';
import type { Context } from '../../../platform/context/index.ts';
import type { OperationCall } from '../../../work/processes/index.ts';
import { issueNotice } from '../notices.ts';
import type { Reason } from '../model.ts';
import { moveTo, type CaseSession } from '../session.ts';
import { tellApplicant } from '../tell.ts';
import { startTerms } from '../terms.ts';
import { eventWords, spokenDate } from '../words.ts';
import type { Operation } from './model.ts';
import { actionOf, header } from './inputs.ts';

const accept: Operation = async (ctx, session, _call, { calendar }) => {
  startTerms(session.row, session.item.content, ctx.now, calendar());
  // No command of anyone: the law's five days for asking corrections have passed.
  const deemed = session.byApplicant === null;
  const due = session.row.due ? spokenDate(dateOf(session.row.due)) : null;
  const noticeId = due
    ? await issueNotice(ctx, session, 'accepted', {
        paragraphs: [
          deemed
            ? '您的申请在法定期限内未被告知补正，依法自收到之日起视为受理。'
            : '您提交的申请材料齐全、符合法定形式，决定予以受理。',
        ],
        fields: [{ label: '承诺办结', value: `${due.zh}前` }],
      })
    : undefined;
  moveTo(ctx, session, 'accepted', {
    kind: 'accepted',
    text: deemed
      ? eventWords.deemedAccepted
      : session.row.byPerson
        ? eventWords.acceptedForPerson
        : eventWords.accepted,
    // Nobody accepts an application of their own: what follows from their command the process does.
    ...(session.byApplicant === false ? {} : { bySystem: true }),
    ...(noticeId ? { noticeId } : {}),
  });
  if (due) await tellApplicant(ctx, session, 'accepted', { due: due.zh });
  return {};
};

const correct: Operation = async (ctx, session, call) => {
  const corrections = actionOf(call).corrections ?? [];
  session.row.corrections = corrections;
  const noticeId = await issueNotice(ctx, session, 'correction', {
    paragraphs: [
      '经审查，您的申请需要补正以下内容，请一次性补齐后重新提交：',
      ...corrections.map(({ text }, index) => `${index + 1}. ${text.zh}`),
    ],
  });
  moveTo(ctx, session, 'correcting', { kind: 'correctionAsked', text: eventWords.correctionAsked, noticeId });
  await tellApplicant(ctx, session, 'correcting');
  return {};
};

const notAccept: Operation = async (ctx, session, call, { payments }) => {
  const { reason = '', basis = '' } = actionOf(call);
  const noticeId = await issueNotice(ctx, session, 'notAccepted', {
    paragraphs: [
      `您的申请依法不予受理，理由如下：${reason}`,
      `依据：${basis}`,
      session.item.content.appeal.zh,
    ],
  });
  session.row.reasons = [personReason('refused', reason, basis)];
  moveTo(ctx, session, 'notAccepted', { kind: 'notAccepted', text: eventWords.notAccepted, noticeId });
  await payments.settle(ctx, session.row.id);
  await tellApplicant(ctx, session, 'notAccepted');
  return {};
};

const review: Operation = async (ctx, session) => {
  moveTo(ctx, session, 'review', {
    kind: 'review',
    text: { zh: '进入审查。', en: 'The review began.' },
    bySystem: true,
  });
  return {};
};

const notGrant: Operation = async (ctx, session, call) => {
  session.row.reasons = reasonsOf(call);
  moveTo(ctx, session, 'notGranted', { kind: 'notGranted', text: eventWords.notGranted, bySystem: true });
  await tellApplicant(ctx, session, 'notGranted');
  return {};
};

const grant: Operation = async (ctx, session, call) => {
  const { row } = session;
  const byRules = call.headers['decision'] !== undefined;
  const { reason = '', basis = '' } = actionOf(call);
  row.decidedAt = ctx.now;
  if (byRules) {
    row.reasons = reasonsOf(call);
    row.decision = {
      outcome: 'granted',
      at: ctx.now.toISOString(),
      by: '',
      text: row.reasons[0]?.text ?? eventWords.granted,
    };
    moveTo(ctx, session, 'granted', { kind: 'granted', text: eventWords.granted, bySystem: true });
  } else {
    const by = ctx.actor.kind === 'account' ? ctx.actor.name : '';
    row.reasons = [personReason('granted', reason, basis)];
    row.decision = {
      outcome: 'granted',
      at: ctx.now.toISOString(),
      by,
      text: same(reason || eventWords.granted.zh),
      basis,
    };
    const noticeId = await issueNotice(ctx, session, 'granted', {
      paragraphs: [
        `经审查，申请符合法定条件、标准，依法决定准予办理“${session.item.content.name}”。`,
        ...(reason ? [`说明：${reason}`] : []),
        ...(basis ? [`依据：${basis}`] : []),
      ],
    });
    moveTo(ctx, session, 'granted', { kind: 'granted', text: eventWords.granted, noticeId });
  }
  await tellApplicant(ctx, session, 'granted');
  return {};
};

const refuse: Operation = async (ctx, session, call, { payments }) => {
  const { row, item } = session;
  const { reason = '', basis = '' } = actionOf(call);
  const by = ctx.actor.kind === 'account' ? ctx.actor.name : '';
  row.decidedAt = ctx.now;
  row.reasons = [personReason('refused', reason, basis)];
  row.decision = { outcome: 'refused', at: ctx.now.toISOString(), by, text: same(reason), basis };
  const noticeId = await issueNotice(ctx, session, 'refused', {
    paragraphs: [`经审查，决定不予批准您的申请。理由：${reason}`, `依据：${basis}`, item.content.appeal.zh],
  });
  moveTo(ctx, session, 'refused', { kind: 'refused', text: eventWords.refused, noticeId });
  await payments.settle(ctx, row.id);
  await tellApplicant(ctx, session, 'refused');
  return {};
};

const deliver: Operation = async (ctx, session) => {
  if (session.row.status !== 'delivered') {
    moveTo(ctx, session, 'delivered', { kind: 'delivered', text: eventWords.delivered, bySystem: true });
  }
  return {};
};

const end: Operation = async (ctx, session, call, { payments }) => {
  const key = header(call, 'reason');
  const reason = { zh: session.words.zh.texts[key] ?? key, en: session.words.en.texts[key] ?? key };
  const text = fillText(eventWords.ended, { reason });
  moveTo(ctx, session, 'ended', { kind: 'ended', text, bySystem: true });
  await payments.settle(ctx, session.row.id);
  await tellApplicant(ctx, session, 'ended');
  return {};
};

function reasonsOf(call: OperationCall): Reason[] {
  const ruling = call.variables[header(call, 'decision')] as { explained?: Reason[] } | null | undefined;
  return ruling?.explained ?? [];
}

/** What a person gave as ground, in the shape of every other reason. */
function personReason(outcome: 'granted' | 'refused', reason: string, basis: string): Reason {
  const text = reason || (outcome === 'granted' ? eventWords.granted.zh : eventWords.refused.zh);
  return {
    rule: 'person',
    code: 'person',
    outcome,
    text: same(text),
    inputs: [],
    basis: same(basis),
    // How to appeal against a refusal the case says by itself; what was granted burdens nobody.
    remedy: same(''),
  };
}

/** Official words are Chinese whatever the reader's language. */
function same(text: string): Text {
  return { zh: text, en: text };
}

/** The holder has the result: its file is there. */
export function markDelivered(ctx: Context, session: CaseSession): void {
  if (session.row.status === 'granted') {
    moveTo(ctx, session, 'delivered', { kind: 'delivered', text: eventWords.delivered, bySystem: true });
  }
}

export const outcomeOperations = {
  'case.accept': accept,
  'case.correct': correct,
  'case.not-accept': notAccept,
  'case.review': review,
  'case.not-grant': notGrant,
  'case.grant': grant,
  'case.refuse': refuse,
  'case.deliver': deliver,
  'case.end': end,
};
