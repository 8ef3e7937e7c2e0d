import type { Name, Scheme } from '@quancheng/engines/pki';
import type { Context } from '../../platform/context/index.ts';
import type { Keys } from '../keys/index.ts';
import { algorithmOf, type Issuing } from './issue.ts';
import {
  dayMs,
  isEnded,
  nameOfOwn,
  schemes,
  type AuthorityProfile,
  type CustodyRow,
  type ServiceProfile,
} from './model.ts';
import { findNewest, listAuthorities, takeTurn } from './store.ts';

/** How long each lives, and how many days before its end another one takes over. */
const lives = {
  // A successor takes over while there is still time for everything that it issues.
  root: { days: 7305, before: 3652 },
  intermediate: { days: 3652, before: 1095 },
  ocsp: { days: 730, before: 30 },
  timestamp: { days: 1095, before: 30 },
} as const;

const titles = {
  root: '根证书',
  intermediate: '签发证书',
  ocsp: '证书状态服务',
  timestamp: '时间戳服务',
} as const;

interface Deps {
  keys: Keys;
  issuing: Issuing;
  organisation: Omit<Name, 'common'>;
}

/** Makes what is missing of the platform's own certificates. */
export function createPrepare({ keys, issuing, organisation }: Deps): (ctx: Context) => Promise<void> {
  async function prepare(ctx: Context): Promise<void> {
    await takeTurn(ctx);
    for (const scheme of schemes) {
      const root = await ensureAuthority(ctx, 'root', scheme, null);
      const current = await ensureAuthority(ctx, 'intermediate', scheme, root);
      await ensureService(ctx, 'timestamp', scheme, current);
      for (const issuer of await listLive(ctx, scheme)) await ensureService(ctx, 'ocsp', scheme, issuer);
    }
  }

  /** An authority is followed by one with a key of its own: what the former issued keeps its list of revocations. */
  async function ensureAuthority(
    ctx: Context,
    profile: AuthorityProfile,
    scheme: Scheme,
    issuer: CustodyRow | null,
  ): Promise<CustodyRow> {
    const newest = await findNewest(ctx, profile, scheme);
    if (newest && !isEnded(newest) && !isEnding(ctx, newest) && (await hasItsKey(ctx, newest))) return newest;
    return make(ctx, profile, scheme, issuer, (newest?.generation ?? 0) + 1);
  }

  /** A service goes on with its key, unless a certificate of it was revoked. */
  async function ensureService(
    ctx: Context,
    profile: ServiceProfile,
    scheme: Scheme,
    issuer: CustodyRow,
  ): Promise<void> {
    const own = await findNewest(ctx, profile, scheme, issuer.id);
    if (own && !isEnded(own)) {
      const isOnHold = own.revokedAt !== null;
      if (isOnHold || (!isEnding(ctx, own) && (await hasItsKey(ctx, own)))) return;
    }
    const last = await findNewest(ctx, profile, scheme);
    const generation = last?.generation ?? 1;
    await make(ctx, profile, scheme, issuer, last && isEnded(last) ? generation + 1 : generation);
  }

  async function make(
    ctx: Context,
    profile: AuthorityProfile | ServiceProfile,
    scheme: Scheme,
    issuer: CustodyRow | null,
    generation: number,
  ): Promise<CustodyRow> {
    const algorithm = algorithmOf[scheme];
    const name = `authority/${nameOfOwn(profile, scheme, generation)}`;
    const { id: keyId } = await keys.findPlatformKey(ctx, name, { use: 'sign', algorithm });
    const common = `${titles[profile]} ${scheme}${generation === 1 ? '' : ` ${generation}`}`;
    return issuing.issue(ctx, {
      profile,
      subject: { ...organisation, common },
      keyId,
      agencyId: null,
      issuer,
      days: lives[profile].days,
      generation,
    });
  }

  /** Intermediates about whose certificates someone may still ask. */
  async function listLive(ctx: Context, scheme: Scheme): Promise<CustodyRow[]> {
    const live: CustodyRow[] = [];
    for (const row of await listAuthorities(ctx)) {
      const isLive = row.profile === 'intermediate' && !isEnded(row) && row.validUntil > ctx.now;
      if (isLive && row.scheme === scheme && (await hasItsKey(ctx, row))) live.push(row);
    }
    return live;
  }

  async function hasItsKey(ctx: Context, { keyId, keyVersion }: CustodyRow): Promise<boolean> {
    const { version } = await keys.publicKeyOf(ctx, keyId);
    return version === keyVersion;
  }

  return prepare;
}

function isEnding(ctx: Context, { profile, validUntil }: CustodyRow): boolean {
  const { before } = lives[profile as keyof typeof lives];
  return validUntil.getTime() - ctx.now.getTime() < before * dayMs;
}
