import type { Algorithm, KeyUse } from '../../platform/crypto/index.ts';
import { algorithms } from '../../platform/crypto/index.ts';

export const keyStates = ['active', 'suspended', 'retired', 'destroyed'] as const;
export type KeyState = (typeof keyStates)[number];

export const versionStates = ['current', 'former', 'destroyed'] as const;
export type VersionState = (typeof versionStates)[number];

export interface CryptoKey {
  id: string;
  /** Null: of the platform itself. */
  agencyId: string | null;
  /** Slug; null with the agency. */
  agency: string | null;
  name: string;
  use: KeyUse;
  algorithm: Algorithm;
  state: KeyState;
  /** The one that signs and encrypts. */
  version: number;
  createdAt: Date;
  changedAt: Date;
}

export interface KeyVersion {
  version: number;
  state: VersionState;
  /** SubjectPublicKeyInfo, DER; null for a secret. */
  publicKey: Buffer | null;
  validFrom: Date;
  validUntil: Date | null;
}

export interface NewKeySpec {
  /** Null: of the platform itself. */
  agencyId: string | null;
  /** One of its kind among the keys of an owner that are not destroyed. */
  name: string;
  use: KeyUse;
  algorithm: Algorithm;
}

/** One version of a key as an operation needs it. */
export interface UsableKey {
  id: string;
  use: KeyUse;
  algorithm: Algorithm;
  state: KeyState;
  version: number;
  publicKey: Buffer | null;
  /** Null once destroyed. */
  wrapped: Buffer | null;
}

export type KeyMove = 'suspend' | 'resume' | 'retire' | 'destroy';

/** From which state a move leads where. */
export const moves: Readonly<Record<KeyMove, { from: readonly KeyState[]; to: KeyState }>> = {
  suspend: { from: ['active'], to: 'suspended' },
  resume: { from: ['suspended'], to: 'active' },
  retire: { from: ['active', 'suspended'], to: 'retired' },
  destroy: { from: ['retired'], to: 'destroyed' },
};

export type Operation =
  'sign' | 'verify' | 'encrypt' | 'decrypt' | 'mac' | 'mac-verify' | 'envelope' | 'open';

/** Which use of a key an operation needs, and in which states of it it may be called. */
export const operations: Readonly<Record<Operation, { use: KeyUse; in: readonly KeyState[] }>> = {
  sign: { use: 'sign', in: ['active'] },
  // The public part outlives the rest: what was signed can be checked for good.
  verify: { use: 'sign', in: ['active', 'retired', 'destroyed'] },
  encrypt: { use: 'encrypt', in: ['active'] },
  decrypt: { use: 'encrypt', in: ['active', 'retired'] },
  mac: { use: 'mac', in: ['active'] },
  'mac-verify': { use: 'mac', in: ['active', 'retired'] },
  envelope: { use: 'encrypt', in: ['active'] },
  open: { use: 'encrypt', in: ['active', 'retired'] },
};

/** The names of the algorithms that serve a use. */
export function algorithmsFor(use: KeyUse): Algorithm[] {
  return (Object.keys(algorithms) as Algorithm[]).filter((name) =>
    (algorithms[name].uses as readonly KeyUse[]).includes(use),
  );
}
