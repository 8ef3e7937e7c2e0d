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
const pending = new WeakMap<Tx, Map<string, AccessRow>>();

/**
 * The looks of one transaction are written together, before it commits. A form, its check and the process may
 * read the same within one request: that is one look.
 */
function keepRows(ctx: Context, rows: readonly AccessRow[]): void {
  const known = pending.get(ctx.tx);
  const kept = known ?? new Map<string, AccessRow>();
  for (const row of rows) {
    const key = JSON.stringify(row);
    if (!kept.has(key)) kept.set(key, { id: newId(), ...row });
  }
  if (known) return;
  pending.set(ctx.tx, kept);
  ctx.beforeCommit(async () => {
    pending.delete(ctx.tx);
    await hold(ctx.tx, insertRows('access_record', [...kept.values()]));
  });
}

export interface AccessRecordRow {
  id: string;
  at: Date;
  subjectKind: Look['subjectKind'];
  subjectId: string;
  actorKind: string;
  accountId: string | null;
  actorName: string;
  postId: string | null;
  agencyZh: string | null;
  agencyEn: string | null;
  postZh: string | null;
  postEn: string | null;
  purpose: string;
  resource: string;
  fields: string[];
  caseId: string | null;
  caseNumber: string | null;
}

/** Who reads, and whose looks: the reader's own and those of the entities that they act for. */
export interface LookReader {
  accountId: string;
  subjectIds: readonly string[];
}

/** Ids from `from` on and before `before`; null is open. */
export interface IdRange {
  from: string | null;
  before: string | null;
}

/** Looks at the data of the reader's subjects, newest first; what the readers looked at themselves is not told to them. */
export async function listAccessRecords(
  ctx: Context,
  { accountId, subjectIds }: LookReader,
  { from, before }: IdRange,
  limit: number,
): Promise<AccessRecordRow[]> {
  // Each subject is read along its index, so that a long history costs no more than a page of it.
  const { rows } = await sql<AccessRecordRow>`
    select r.id, r.at, r.subject_kind, r.subject_id, r.actor_kind, r.account_id, r.actor_name, r.post_id,
      a.name_zh as agency_zh, a.name_en as agency_en, p.name_zh as post_zh, p.name_en as post_en,
      r.purpose, r.resource, r.fields, r.case_id, r.case_number
    from unnest(${[...subjectIds]}::uuid[]) as subject (id)
    cross join lateral (
      select * from access_record
      where subject_id = subject.id and (${before}::uuid is null or id < ${before}::uuid)
        and (${from}::uuid is null or id >= ${from}::uuid) and account_id is distinct from ${accountId}::uuid
      order by id desc limit ${limit}) r
    left join post p on p.id = r.post_id
    left join agency a on a.id = p.agency_id
    order by r.id desc limit ${limit}`.execute(ctx.tx);
  return rows;
}
