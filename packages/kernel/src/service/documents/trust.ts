import type { SignatureResult, Verification } from '@quancheng/engines/ofd';
import type { Context } from '../../platform/context/index.ts';
import type { Text } from '../../platform/text/index.ts';
import type { Authority } from '../../subject/authority/index.ts';

/** What a thread without a database finds out: its result, and the certificates whose issuers are to be looked at. */
export interface Examined {
  verification: Verification;
  /** DER, in the order of the checks of trust: those that each signature that was readable depends on. */
  certificates: readonly (readonly Uint8Array[])[];
}

type Finding = 'good' | 'unknown' | 'revoked' | 'held' | 'outside-period';

const words: Readonly<Record<Finding, Text>> = {
  good: {
    zh: '证书都由本平台的证书机构签发，签名时有效。',
    en: 'Its certificates were issued by this platform and were good when it was signed.',
  },
  unknown: {
    zh: '证书不是本平台的证书机构签发的，请向签发机构核实。',
    en: 'A certificate was not issued by this platform: ask its issuer about it.',
  },
  revoked: {
    zh: '签名时证书已被吊销。',
    en: 'A certificate had been revoked when it was signed.',
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

/** The same result with its checks of trust answered by the platform's own authority. */
export async function withTrust(
  ctx: Context,
  authority: Pick<Authority, 'judge'>,
  { verification, certificates }: Examined,
): Promise<Verification> {
  const waiting = [...certificates];
  const signatures: SignatureResult[] = [];
  // A document of a stranger may repeat one certificate as often as it likes.
  const known = new Map<string, Finding>();
  for (const signature of verification.signatures) {
    if (!signature.checks.some(({ name }) => name === 'trust')) {
      signatures.push(signature);
      continue;
    }
    const at = signature.signedAt === undefined ? ctx.now : new Date(signature.signedAt);
    const needed = waiting.shift() ?? [];
    const key = [at.toISOString(), ...needed.map((der) => Buffer.from(der).toString('base64'))].join(' ');
    const found = known.get(key) ?? (await findingOf(ctx, authority, needed, at));
    known.set(key, found);
    const answer = { ok: found === 'good', detail: words[found].en, text: words[found] };
    signatures.push({
      ...signature,
      checks: signature.checks.map((check) => (check.name === 'trust' ? { ...check, ...answer } : check)),
    });
  }
  return { ...verification, signatures };
}

async function findingOf(
  ctx: Context,
  authority: Pick<Authority, 'judge'>,
  certificates: readonly Uint8Array[],
  at: Date,
): Promise<Finding> {
  for (const certificate of certificates) {
    const judged = await authority.judge(ctx, certificate, at);
    if (!judged.known) return 'unknown';
    if (judged.state !== 'good') return judged.state;
  }
  return 'good';
}
