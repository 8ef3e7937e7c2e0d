/** A certificate that opens an account. Neither name nor number stands here: the account knows both. */
export interface ClientCertificate {
  id: string;
  accountId: string;
  /** SHA-256 of its DER. */
  fingerprint: Buffer;
  /** Common name of its issuer, else the organisation. */
  issuer: string;
  validFrom: Date;
  validUntil: Date;
  createdAt: Date;
  usedAt: Date | null;
  /** When its holder was told that it ends soon. */
  remindedAt: Date | null;
}

/** The person of an account as the person library knows it. */
export interface CertifiedPerson {
  name: string;
  idNumber: string;
}

/** What a browser showed, DER; the proxy saw that it holds the key. */
export interface Shown {
  certificate: Buffer;
  /** What the browser sent along: from the issuer up, as far as it went. */
  chain: Buffer[];
}
