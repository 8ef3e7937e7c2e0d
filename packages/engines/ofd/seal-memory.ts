import { toHex } from './bytes.ts';
import type { Check } from './checks.ts';
import { defaultDigest, type Digest } from './crypto.ts';

/**
 * What was found out about seals before. The seals of one city come back with document after document, and whether
 * the maker signed what a seal says follows from the seal's own octets alone.
 */
export interface SealMemory {
  /** The result for a seal (DER of SESeal), by `examine` where it is not known. */
  find(seal: Uint8Array, examine: () => Check): Check;
}

/** Remembers the seals that were asked for last. Strangers' seals push out others, and no more than that. */
export function makeSealMemory({
  most = 256,
  digest = defaultDigest,
}: { most?: number; digest?: Digest } = {}): SealMemory {
  const known = new Map<string, Check>();
  return {
    find(seal, examine) {
      const key = toHex(digest('SHA-256', seal));
      const check = known.get(key) ?? examine();
      known.delete(key);
      known.set(key, check);
      const [oldest] = known.keys();
      if (known.size > most && oldest !== undefined) known.delete(oldest);
      return check;
    },
  };
}
