import type { AssuranceLevel, Context, Post } from '../../platform/context/index.ts';
import { defineErrors } from '../../platform/errors/index.ts';

/** What was shown at a sign-in, by the values of RFC 8176; `x509`, `face`, `clerk`, `demo`, `qr` and `fed-…` are our own. */
export type Amr = 'pwd' | 'otp' | 'mfa' | 'pop' | 'x509' | 'user' | 'face' | 'clerk' | 'demo' | 'qr';

export const shown = {
  password: ['pwd'],
  passwordAndCode: ['pwd', 'otp', 'mfa'],
  /** A key that the authenticator gave out only after it had checked who holds it. */
  passkey: ['pop', 'user', 'mfa'],
  /**
   * The key of a certificate. Whether it is in hardware (`hwk`, `sc`) or in a file (`swk`), and whether it asked for a PIN,
   * nobody here can see: `pop` says what is known, and `x509` whose key it was.
   */
  certificate: ['pop', 'x509'],
  /** Shown to who is signed in already, and compared with that person's own picture alone. */
  face: ['face'],
  /** A clerk at a window saw the person and a paper. */
  clerk: ['clerk'],
  demo: ['demo'],
} as const satisfies Record<string, readonly Amr[]>;

export const assuranceErrors = defineErrors('identity', {
  stepUpNeeded: {
    status: 403,
    zh: '办理这件事，需要再确认一次是您本人。',
    en: 'For this we need to make sure once more that it is you.',
    remedyZh: '需要第 {level} 级：第 3 级用通行密钥或者刷脸，第 4 级用数字证书。已填内容不会丢失。',
    remedyEn:
      'Level {level} is needed: 3 is by a passkey or a face check, 4 by a certificate. What you filled in is kept.',
  },
});

/** A level as `acr` of OpenID Connect. */
export function acrOf(level: AssuranceLevel): string {
  return `urn:quancheng:acr:l${level}`;
}

/** How surely someone who showed this is the person it says. A key of an account that no library knows proves no name. */
export function levelOf(
  { personId, posts }: { personId: string | null; posts: readonly Pick<Post, 'role'>[] },
  amr: readonly string[],
): AssuranceLevel {
  const isKnown = personId !== null || posts.some(({ role }) => role !== 'system');
  if (!isKnown) return 1;
  // A phone that vouches for a browser can be talked into it from afar.
  const most = amr.includes('qr') ? 2 : 4;
  if (amr.includes('x509')) return most;
  if (amr.includes('pop') || (amr.includes('face') && personId !== null)) return lower(most, 3);
  return lower(most, vouchedLevel(amr));
}

/** What another sign-in service was trusted with, as `fed-1` to `fed-3` say it; 2 where none is behind it. */
function vouchedLevel(amr: readonly string[]): AssuranceLevel {
  return ([1, 2, 3] as const).find((level) => amr.includes(`fed-${level}`)) ?? 2;
}

function lower(a: AssuranceLevel, b: AssuranceLevel): AssuranceLevel {
  return a < b ? a : b;
}

/** Refuses who has not shown enough. Errors: `identity.step-up-needed`. */
export function expectLevel({ actor }: Context, level: AssuranceLevel): void {
  if (actor.kind === 'account' && actor.assurance < level) throw assuranceErrors.stepUpNeeded({ level });
}
