import { postsOf, type Context } from '../../platform/context/index.ts';
import { sql } from '../../platform/database/index.ts';
import { defineMessages, getTemplate, sendMessage } from '../../platform/messages/index.ts';
import { fillText } from '../../platform/text/index.ts';
import { accountIdOf } from '../../subject/accounts/index.ts';
import { holdersOf } from '../licences/index.ts';
import { licenceUseErrors } from './errors.ts';
import { findUse, type UseRow } from './store.ts';

/** Errors: `licence-use.no-use` for the use of a licence of which the caller is no reader. */
export async function getOwnUse(ctx: Context, id: string): Promise<UseRow> {
  const use = await findUse(ctx, id);
  if (!use || !(await holdersOf(ctx)).includes(use.holderId)) throw licenceUseErrors.noUse();
  return use;
}

/**
 * Says that a use was not right; the agency that used the licence answers, or its issuer where none did. Errors:
 * `licence-use.no-use`, `licence-use.disputed`.
 */
export async function disputeUse(ctx: Context, useId: string, reason: string): Promise<void> {
  const use = await getOwnUse(ctx, useId);
  const { numInsertedOrUpdatedRows } = await ctx.tx
    .insertInto('licenceUseDispute')
    .values({
      useId,
      agencyId: use.agencyId ?? use.issuerId,
      accountId: accountIdOf(ctx),
      reason: reason.trim(),
      createdAt: ctx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 0n) throw licenceUseErrors.disputed();
  ctx.record({ action: 'licence-use.dispute', entity: 'licenceUse', entityId: useId });
}

export interface UseDispute {
  id: string;
  record: string;
  at: Date;
  matter: string;
  /** Who used it at the agency; null for others than staff. */
  by: string | null;
  reason: string;
  createdAt: Date;
}

/** Heads see after what their colleagues did. */
function agenciesOfHead(ctx: Context): string[] {
  return postsOf(ctx.actor)
    .filter(({ role }) => role === 'head')
    .map(({ agencyId }) => agencyId);
}

/** Open disputes that the caller's section answers, oldest first. */
export async function listUseDisputes(
  ctx: Context,
  limit: number,
  after: string | null,
): Promise<UseDispute[]> {
  const { rows } = await sql<UseDispute>`
    select u.id, u.number as record, u.at, u.matter, h.name as by, d.reason, d.created_at
    from licence_use_dispute d join licence_use u on u.id = d.use_id left join account h on h.id = u.account_id
      and u.agency_id is not null
    where d.answered_at is null and d.agency_id = any(${agenciesOfHead(ctx)}::uuid[])
      and (${after}::uuid is null or u.id > ${after}::uuid)
    order by u.id limit ${limit}`.execute(ctx.tx);
  return rows;
}

defineMessages('licence-use', [], {
  answered: {
    title: { zh: '您对证照使用的异议有答复了', en: 'Your dispute of a use was answered' },
    body: {
      zh: '关于用证记录 {record}：{answer}',
      en: 'On record {record}: {answer}',
    },
  },
});

/** Answers a dispute and tells who raised it. Errors: `licence-use.no-dispute`. */
export async function answerUseDispute(ctx: Context, useId: string, answer: string): Promise<void> {
  const { rows } = await sql<{ accountId: string; record: string }>`
    update licence_use_dispute d set answer = ${answer.trim()}, answered_at = ${ctx.now}, answered_by = ${accountIdOf(ctx)}
    from licence_use u where d.use_id = ${useId} and u.id = d.use_id and d.answered_at is null
      and d.agency_id = any(${agenciesOfHead(ctx)}::uuid[])
    returning d.account_id, u.number as record`.execute(ctx.tx);
  const [found] = rows;
  if (!found) throw licenceUseErrors.noDispute();
  const { title, body } = await getTemplate(ctx, 'licence-use.answered');
  const values = { record: found.record, answer };
  sendMessage(ctx, {
    accountId: found.accountId,
    title: fillText(title, values),
    body: fillText(body, values),
  });
  ctx.record({ action: 'licence-use.answer', entity: 'licenceUse', entityId: useId });
}
