import {
  bits,
  element,
  elementOf,
  explicit,
  integer,
  octets,
  oid,
  sequence,
  tags,
  unsigned,
} from '../der/index.ts';
import { implicit, timeOf } from './parts.ts';
import { signatureAlgorithm } from './algorithms.ts';
import type { CertifiedSigner, Digest } from './model.ts';
import { partsOf } from './read.ts';

/** Why a certificate counts no more (RFC 5280 §5.3.1). */
export const revocationReasons = {
  unspecified: 0,
  keyCompromise: 1,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
  certificateHold: 6,
} as const;
export type RevocationReason = keyof typeof revocationReasons;

export interface Revocation {
  /** As in the certificate, unsigned. */
  readonly serial: Uint8Array;
  readonly at: Date;
  readonly reason: RevocationReason;
}

/** ENUMERATED */
export const enumerated = (value: number): Uint8Array => element(0x0a, Uint8Array.of(value));

/** A list of revoked certificates (RFC 5280 §5) in DER; `number` grows with each list. */
export async function makeCrl(
  list: { number: bigint; at: Date; next: Date; revoked: readonly Revocation[] },
  issuer: CertifiedSigner,
  digest: Digest,
): Promise<Uint8Array> {
  const { subject, key } = partsOf(issuer.certificate);
  const algorithm = signatureAlgorithm(issuer.scheme);
  const entries = list.revoked.map(({ serial, at, reason }) =>
    sequence(
      unsigned(serial),
      timeOf(at),
      sequence(sequence(oid('2.5.29.21'), octets(enumerated(revocationReasons[reason])))),
    ),
  );
  const tbs = sequence(
    integer(1),
    algorithm,
    subject,
    timeOf(list.at),
    timeOf(list.next),
    ...(entries.length === 0 ? [] : [elementOf(tags.sequence, entries)]),
    explicit(
      0,
      sequence(
        sequence(oid('2.5.29.35'), octets(sequence(implicit(0, digest('SHA-1', key))))),
        sequence(oid('2.5.29.20'), octets(integer(list.number))),
      ),
    ),
  );
  return sequence(tbs, algorithm, bits(await issuer.sign(tbs)));
}
