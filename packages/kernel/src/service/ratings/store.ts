import { sql } from '../../platform/database/index.ts';
import type { Text } from '../../platform/text/index.ts';
import { postsOf, type Context } from '../../platform/context/index.ts';

export interface OpenRating {
  caseId: string;
  number: string;
  itemTitle: Text;
  stars: number;
  indices: string[];
  comment: string;
  due: Date;
  createdAt: Date;
}

/** Named bad ratings that wait for a call, at the agencies of the caller's posts; first due first. */
export async function listOpenRatings(
  ctx: Context,
  limit: number,
  after: readonly [string, string] | null,
): Promise<OpenRating[]> {
  const agencies = [...new Set(postsOf(ctx.actor).map((post) => post.agencyId))];
  const [due, caseId] = after ?? [null, null];
  const { rows } = await sql<OpenRating>`
    select r.case_id, c.number, v.content->'title' as item_title, r.stars, r.indices, r.comment, r.due, r.created_at
    from rating r join service_case c on c.id = r.case_id join item_version v on v.id = c.item_version_id
    where r.stars <= 2 and r.named and r.answered_at is null and c.agency_id = any(${agencies}::uuid[])
      and (${due}::timestamptz is null or (r.due, r.case_id) > (${due}::timestamptz, ${caseId}::uuid))
    order by r.due, r.case_id limit ${limit}`.execute(ctx.tx);
  return rows;
}

/** Whether the caller's agency had such a rating open; it is closed with what was said and done. */
export async function answerRating(ctx: Context, caseId: string, answer: string): Promise<boolean> {
  const agencies = [...new Set(postsOf(ctx.actor).map((post) => post.agencyId))];
  const result = await sql`
    update rating r set answer = ${answer}, answered_at = ${ctx.now}
    from service_case c where c.id = r.case_id and r.case_id = ${caseId} and r.answered_at is null
      and c.agency_id = any(${agencies}::uuid[])`.execute(ctx.tx);
  return result.numAffectedRows === 1n;
}
