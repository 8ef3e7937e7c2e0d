import { useSession } from '../../../api/queries.ts';
import type { Session, Text } from '../../../api/types.ts';
import { useAgencies, useAgencyName, type Agency } from '../../staff/api/agencies.ts';
import type { Seal, SealGrant } from '../api/types.ts';

type Account = NonNullable<Session['account']>;

/** Agencies for which someone may ask for a seal: those they head, and for an administrator all. */
export function useAskable(): Agency[] {
  const agencies = useAgencies();
  const { account } = useSession();
  if (!account) return [];
  if (isAdmin(account)) return agencies;
  return agencies.filter(({ name }) => heads(account, name));
}

export function mayAskFor(session: Session): boolean {
  return session.account?.posts.some(({ role }) => role === 'head' || role === 'admin') ?? false;
}

export interface Rights {
  /** To ask for a change, freeze, ask for thawing or destruction. */
  manage: boolean;
  grant: boolean;
}

/** What is offered to someone; whether they may is for the server to say. */
export function useRights(seal: Seal): Rights {
  const { account } = useSession();
  const agency = useAgencyName()(seal.agency);
  if (!account) return { manage: false, grant: false };
  const isHead = heads(account, agency);
  return { manage: isHead || isAdmin(account), grant: isHead || isMe(account, seal.keeper?.name) };
}

/** Grants of a person by which they may seal now. */
export function grantsOf(seal: Seal, account: Account | undefined): SealGrant[] {
  if (!account || seal.state !== 'active') return [];
  return seal.grants.filter(
    (grant) => isMe(account, grant.account?.name) && grantStanding(grant) === 'holds',
  );
}

export type GrantStanding = 'ended' | 'over' | 'early' | 'usedUp' | 'holds';

export function grantStanding({ endedAt, from, until, most, used }: SealGrant): GrantStanding {
  const now = Date.now();
  if (endedAt !== null) return 'ended';
  if (Date.parse(until) <= now) return 'over';
  if (Date.parse(from) > now) return 'early';
  return most !== null && used >= most ? 'usedUp' : 'holds';
}

/** Seals name people, not accounts; a namesake is offered too much and refused by the server. */
export function isMe(account: Account | undefined, name: string | undefined): boolean {
  return account !== undefined && name === account.name;
}

function isAdmin({ posts }: Account): boolean {
  return posts.some(({ role }) => role === 'admin');
}

function heads({ posts }: Account, agency: Text): boolean {
  return posts.some((post) => post.role === 'head' && post.agency.zh === agency.zh);
}
