/** What is not an SD-JWT, or one that may not be believed; the reason is for programmers. */
export class SdJwtError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'SdJwtError';
  }
}

/** A signed text in three parts (RFC 7515), read and not yet checked. */
export interface Jws {
  /** As it was sent: what is signed stands before its last dot. */
  text: string;
  header: Readonly<Record<string, unknown>>;
  payload: Readonly<Record<string, unknown>>;
}

/** One claim that its holder may show or keep (RFC 9901 section 4.2). */
export interface Disclosure {
  /** As it was sent: its digest is over these characters. */
  text: string;
  digest: string;
  /** Undefined for an element of an array. */
  name: string | undefined;
  value: unknown;
}

/** An SD-JWT (RFC 9901), with a proof of its holder's key where one was given. */
export interface SdJwt {
  issued: Jws;
  disclosures: readonly Disclosure[];
  keyBinding: Jws | undefined;
}

/** Characters of an SD-JWT, its disclosures and how deep its claims may be nested: bounds against abuse. */
export const bounds = { characters: 100_000, disclosures: 250, depth: 24 } as const;
