import { hold, insertRows, sql, type Tx } from '../../platform/database/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { newId } from '../../platform/ids/index.ts';
import { postsOf, type Context } from '../../platform/context/index.ts';

/** One look at the data of one subject. */
export interface Look {
  subjectKind: 'person' | 'entity';
  subjectId: string;
  resource: string;
  fields: readonly string[];
  caseId?: string;
  caseNumber?: string;
  /** The post under which the caller looked; their first one unless said. */
  postId?: string;
}

/**
 * Records looks in the transaction that makes them. One's own data leaves no record; another's needs a
 * purpose, without which nothing may be read.
 */
export function recordAccess(ctx: Context, looks: readonly Look[]): void {
  const { actor } = ctx;
  const foreign = looks.filter((look) => actor.kind !== 'account' || actor.personId !== look.subjectId);
  if (foreign.length === 0) return;
  if (ctx.purpose === null) throw platformErrors.purposeNeeded();
  const purpose = ctx.purpose;
  keepRows(
    ctx,
    foreign.map((look) => ({
      id: newId(),
      at: ctx.now,
      subject_kind: look.subjectKind,
      subject_id: look.subjectId,
      actor_kind: actor.kind,
      account_id: actor.kind === 'account' ? actor.accountId : null,
      actor_name: actor.kind === 'account' ? actor.name : '',
      post_id: look.postId ?? postsOf(actor)[0]?.id ?? null,
      purpose,
      resource: look.resource,
      fields: look.fields,
      case_id: look.caseId ?? null,
      case_number: look.caseNumber ?? null,
      request_id: ctx.requestId,
    })),
  );
}

type AccessRow = Record<string, unknown>;
const pending = new WeakMap<Tx, AccessRow[]>();

/** The looks of one transaction are written together, before it commits. */
function keepRows(ctx: Context, rows: readonly AccessRow[]): void {
  const kept = pending.get(ctx.tx);
  if (kept) {
    kept.push(...rows);
    return;
  }
  const all = [...rows];
  pending.set(ctx.tx, all);
  ctx.beforeCommit(async () => {
    pending.delete(ctx.tx);
    await hold(ctx.tx, insertRows('access_record', all));
  });
}

export interface AccessRecordRow {
  id: string;
  at: Date;
  actorKind: string;
  actorName: string;
  agencyZh: string | null;
  agencyEn: string | null;
  postZh: string | null;
  postEn: string | null;
  purpose: string;
  resource: string;
  fields: string[];
  caseNumber: string | null;
}

/** Who looked at a subject's data, newest first. */
export async function listAccessRecords(
  ctx: Context,
  subjectIds: readonly string[],
  limit: number,
  before: string | null,
): Promise<AccessRecordRow[]> {
  const { rows } = await sql<AccessRecordRow>`
    select r.id, r.at, r.actor_kind, r.actor_name, a.name_zh as agency_zh, a.name_en as agency_en,
      p.name_zh as post_zh, p.name_en as post_en, r.purpose, r.resource, r.fields, r.case_number
    from access_record r
    left join post p on p.id = r.post_id
    left join agency a on a.id = p.agency_id
    where r.subject_id = any(${[...subjectIds]}::uuid[]) and (${before}::uuid is null or r.id < ${before}::uuid)
    order by r.id desc limit ${limit}`.execute(ctx.tx);
  return rows;
}
