/** What cannot be read as a live code or a part of one; the message is for programmers. */
export class LiveCodeError extends Error {
  override name = 'LiveCodeError';
}

/** One thing that a licence says, as its holder may show it or keep it back. */
export interface Item {
  /** Its place among the digests of the statement, from 0. */
  index: number;
  /** 16 random octets, by which a value that is kept back cannot be guessed. */
  salt: Uint8Array;
  /** Path of the claim with a dot: `holder`, `fields.grade`. */
  name: string;
  /** As text: dates civil (ISO 8601), money in yuan with two decimals. */
  value: string;
}

/** What the issuer signs: which key may show what, and for how long. */
export interface Statement {
  /** First 8 octets of the SHA-256 of the issuer's certificate. */
  issuer: Uint8Array;
  /** Code of the licence type. */
  type: string;
  /** Its official name. */
  typeName: string;
  /** Public key of the device on P-256: x and y, 64 octets. */
  deviceKey: Uint8Array;
  /** Seconds since 1970. */
  issuedAt: number;
  expiresAt: number;
  /** Place in the status list of this number. */
  list: number;
  place: number;
  /** SHA-256 of each item, cut to 16 octets, one after the other. */
  digests: Uint8Array;
}

/** A statement with its signature (COSE_Sign1 with ES256), as the device keeps it. */
export interface IssuedCard {
  statement: Uint8Array;
  /** r and s, 64 octets. */
  signature: Uint8Array;
}

/** What a screen shows at one time. */
export interface LiveCode extends IssuedCard {
  items: Item[];
  /** When the device signed, seconds since 1970, by its own clock. */
  time: number;
  /** For how many seconds it counts. */
  life: number;
  /** Grows with each code of the device. */
  counter: number;
  /** Of the device, 64 octets. */
  deviceSignature: Uint8Array;
}

/** Bounds within which everything is read; what is beyond them is no code of ours. */
export const bounds = {
  /** Octets of a whole code. */
  octets: 8192,
  items: 64,
  digests: 128,
  /** Characters of a name or of the code of a type. */
  name: 120,
  /** Characters of a value. */
  value: 2000,
  /** Seconds. */
  life: 60,
  parts: 16,
} as const;

/** Seconds that the clocks of two phones may be apart. */
export const clockSkewSeconds = 120;
export const saltOctets = 16;
export const digestOctets = 16;
export const issuerOctets = 8;

/** Octets as WebCrypto takes them: never of shared memory. */
export type Octets = Uint8Array<ArrayBuffer>;
