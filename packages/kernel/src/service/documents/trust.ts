import type { SignatureResult, Verification } from '@quancheng/engines/ofd';
import Type, { type Static } from 'typebox';
import type { Context } from '../../platform/context/index.ts';
import type { Text } from '../../platform/text/index.ts';
import type { Authority } from '../../subject/authority/index.ts';

/** For what a document uses a certificate. */
export type CertificateUse = 'signer' | 'maker' | 'stamp';

/** A certificate that a signature depends on. */
export interface NeededCertificate {
  use: CertificateUse;
  /** DER */
  certificate: Uint8Array;
}

/** What a thread without a database finds out: its result, and the certificates whose issuers are to be looked at. */
export interface Examined {
  kind: 'ofd' | 'pdf';
  verification: Verification;
  /** In the order of the checks of trust: those that each signature that was readable depends on. */
  certificates: readonly (readonly NeededCertificate[])[];
}

export const Trust = Type.Enum(['good', 'unknown', 'other-use', 'revoked', 'held', 'outside-period'], {
  description:
    'Of the certificates: issued by this platform for such a use and good when it was signed; not issued by it; issued for something else; revoked; on hold, as of a frozen seal; outside of their period',
});
export type Trust = Static<typeof Trust>;

/** A certificate of ours vouches only for what it was issued for: that of a person, or of a server, for no seal. */
const profiles: Readonly<Record<CertificateUse, readonly string[]>> = {
  signer: ['seal', 'signer'],
  maker: ['maker'],
  stamp: ['timestamp'],
};

const words: Readonly<Record<Trust, Text>> = {
  good: {
    zh: '证书都由本平台的证书机构签发，签名时有效。',
    en: 'Its certificates were issued by this platform and were good when it was signed.',
  },
  unknown: {
    zh: '证书不是本平台的证书机构签发的，请向签发机构核实。',
    en: 'A certificate was not issued by this platform: ask its issuer about it.',
  },
  'other-use': {
    zh: '证书虽由本平台签发，但不是用来盖章的。',
    en: 'A certificate was issued by this platform, but not to seal documents with.',
  },
  revoked: {
    zh: '证书已被吊销，不能证明是在吊销之前签的。',
    en: 'A certificate was revoked, and nothing proves that it was signed before.',
  },
  held: {
    zh: '签名时证书正暂停使用（印章被冻结）。',
    en: 'A certificate was on hold when it was signed: the seal was frozen.',
  },
  'outside-period': {
    zh: '签名时证书不在有效期内。',
    en: 'A certificate was outside its period when it was signed.',
  },
};

export interface Trusted extends Omit<Verification, 'signatures'> {
  kind: Examined['kind'];
  signatures: (SignatureResult & { trust?: Trust })[];
}

/** The same result with its checks of trust answered by the platform's own authority. */
export async function withTrust(
  ctx: Context,
  authority: Pick<Authority, 'judge'>,
  { kind, verification, certificates }: Examined,
): Promise<Trusted> {
  const waiting = [...certificates];
  const signatures: Trusted['signatures'] = [];
  // A document of a stranger may repeat one certificate as often as it likes.
  const known = new Map<string, Trust>();
  for (const signature of verification.signatures) {
    if (!signature.checks.some(({ name }) => name === 'trust')) {
      signatures.push(signature);
      continue;
    }
    const needed = waiting.shift() ?? [];
    const key = keyOf(signature, needed);
    const trust = known.get(key) ?? (await trustIn(ctx, authority, signature, needed));
    known.set(key, trust);
    const answer = { ok: trust === 'good', detail: words[trust].en, text: words[trust] };
    signatures.push({
      ...signature,
      trust,
      checks: signature.checks.map((check) => (check.name === 'trust' ? { ...check, ...answer } : check)),
    });
  }
  return { kind, ...verification, signatures };
}

function keyOf({ signedAt, stampedAt }: SignatureResult, needed: readonly NeededCertificate[]): string {
  const each = needed.map(({ use, certificate }) => `${use} ${Buffer.from(certificate).toString('base64')}`);
  return [signedAt, stampedAt, ...each].join(' ');
}

async function trustIn(
  ctx: Context,
  authority: Pick<Authority, 'judge'>,
  { signedAt, stampedAt }: SignatureResult,
  needed: readonly NeededCertificate[],
): Promise<Trust> {
  const standing = (one: NeededCertificate, at: Date) => standingOf(ctx, authority, one, at);
  const stamps = needed.filter(({ use }) => use === 'stamp');
  const stamped = stampedAt === undefined ? undefined : new Date(stampedAt);
  for (const stamp of stamped ? stamps : []) {
    const found = await standing(stamp, stamped ?? ctx.now);
    if (found !== 'good') return found;
  }
  const proven = stamps.length > 0 ? stamped : undefined;
  const at = proven ?? (signedAt === undefined ? ctx.now : new Date(signedAt));
  for (const one of needed.filter(({ use }) => use !== 'stamp')) {
    const then = await standing(one, at);
    if (then !== 'good') return then;
    // Only a time stamp proves when it was: whoever has a stolen key says what they like.
    const now = proven ? 'good' : await standing(one, ctx.now);
    if (now === 'revoked' || now === 'held') return now;
  }
  return needed.length > 0 ? 'good' : 'unknown';
}

async function standingOf(
  ctx: Context,
  authority: Pick<Authority, 'judge'>,
  { use, certificate }: NeededCertificate,
  at: Date,
): Promise<Trust> {
  const judged = await authority.judge(ctx, certificate, at);
  if (!judged.known) return 'unknown';
  return profiles[use].includes(judged.certificate.profile) ? judged.state : 'other-use';
}
