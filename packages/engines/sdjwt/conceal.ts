import { encodeBase64url } from './base64url.ts';
import { encodeJson, hashOf, readDisclosure } from './disclosure.ts';
import type { Disclosure } from './model.ts';

export interface Concealed {
  /** For `_sd`, in an order that tells nothing. */
  digests: string[];
  disclosures: Disclosure[];
}

/**
 * Makes each member of an object one that its holder may show or keep. Digests of nothing fill up to `least`, so that
 * their number does not tell which members there are. `random` gives as many random octets as it is asked for.
 */
export function conceal(
  members: Readonly<Record<string, unknown>>,
  least: number,
  random: (octets: number) => Uint8Array,
): Concealed {
  const disclosures = Object.entries(members).map(([name, value]) =>
    readDisclosure(encodeJson([encodeBase64url(random(16)), name, value])),
  );
  const decoys = Array.from({ length: Math.max(0, least - disclosures.length) }, () =>
    hashOf(encodeBase64url(random(32))),
  );
  return { digests: [...disclosures.map(({ digest }) => digest), ...decoys].sort(), disclosures };
}
