import { sql } from 'kysely';
import type { Context } from '../../platform/context/index.ts';

export interface AuditFilter {
  /** Login of whoever acted. */
  actor?: string | undefined;
  /** Beginning of the action's name, as `item.` or `item.publish`. */
  action?: string | undefined;
  entity?: string | undefined;
  entityId?: string | undefined;
  from: Date;
  until: Date;
}

export interface AuditLine {
  id: string;
  at: Date;
  actorKind: string;
  /** Of the staff; of residents it is not told. */
  actorName: string | null;
  action: string;
  entity: string;
  entityId: string;
  purpose: string | null;
  requestId: string;
  detail: Record<string, unknown>;
}

/** What was done in a period, newest first. The period keeps the search to the months that it names. */
export async function searchAudit(
  ctx: Context,
  filter: AuditFilter,
  limit: number,
  before: string | null,
): Promise<AuditLine[]> {
  const { actor = '', action = '', entity = '', entityId = '', from, until } = filter;
  const { rows } = await sql<AuditLine>`
    select l.id, l.at, l.actor_kind, l.action, l.entity, l.entity_id, l.purpose, l.request_id, l.detail,
      (select a.name from account a where a.id = l.account_id
        and exists (select 1 from account_post h where h.account_id = a.id)) as actor_name
    from audit_log l
    where l.at >= ${from} and l.at < ${until}
      and (${actor} = '' or l.account_id = (select id from account where login = ${actor}))
      and (${action} = '' or starts_with(l.action, ${action}))
      and (${entity} = '' or l.entity = ${entity}) and (${entityId} = '' or l.entity_id = ${entityId})
      and (${before}::uuid is null or l.id < ${before}::uuid)
    order by l.id desc limit ${limit}`.execute(ctx.tx);
  return rows;
}
