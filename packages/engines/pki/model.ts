/** How a key signs: SM2 with SM3 (GM/T 0009), or ECDSA on P-256 with SHA-256 (RFC 5758). */
export type Scheme = 'SM2' | 'ES256';

/** Whoever holds a private key. `sign` answers the DER of the signature over `bytes`, which it hashes itself. */
export interface Signer {
  readonly scheme: Scheme;
  sign(bytes: Uint8Array): Promise<Uint8Array> | Uint8Array;
}

/** A signer with the certificate that names it. */
export interface CertifiedSigner extends Signer {
  /** DER */
  readonly certificate: Uint8Array;
}

export type Digest = (name: 'SM3' | 'SHA-256' | 'SHA-1', bytes: Uint8Array) => Uint8Array;

/** Parts of a distinguished name, from the country down. */
export interface Name {
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
  readonly state?: string;
  readonly locality?: string;
  readonly organisation?: string;
  readonly unit?: string;
  /** What tells namesakes apart (`serialNumber` of X.520). */
  readonly number?: string;
  readonly common: string;
}

/** What a certificate is for; it decides its extensions. */
export type Profile =
  | 'root'
  /** An authority below the root. */
  | 'intermediate'
  /** Makes seals: signs what a seal says (GB/T 38540). */
  | 'maker'
  /** Signs documents by a seal. */
  | 'seal'
  /** Signs licences as data, and papers as PDF. */
  | 'signer'
  /** Names a person who signs in with a key of their own. */
  | 'person'
  | 'timestamp'
  | 'ocsp'
  /** A server of TLS. */
  | 'tls';

export class PkiError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PkiError';
  }
}
