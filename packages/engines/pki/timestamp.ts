import {
  readBoolean,
  readDer,
  readOctets,
  readOid,
  tags,
  element,
  generalizedTime,
  integer,
  oid,
  sequence,
  unsigned,
} from '../der/index.ts';
import { namedBits } from './parts.ts';
import { oids } from './algorithms.ts';
import { ids, signCms } from './cms.ts';
import type { CertifiedSigner, Digest } from './model.ts';
import { reading, sequenceOf } from './read.ts';

export interface TimeStampRequest {
  /** Object identifier of the digest. */
  readonly digest: string;
  /** MessageImprint as it came. */
  readonly imprint: Uint8Array;
  readonly hash: Uint8Array;
  readonly policy: string | undefined;
  /** INTEGER as it came. */
  readonly nonce: Uint8Array | undefined;
  readonly wantsCertificate: boolean;
}

const lengths: Readonly<Record<string, number>> = {
  [oids.sm3]: 32,
  [oids.sha256]: 32,
  '2.16.840.1.101.3.4.2.2': 48,
  '2.16.840.1.101.3.4.2.3': 64,
};

/** Reads a request (RFC 3161 §2.4.1). @throws {PkiError} */
export function readTimeStampRequest(bytes: Uint8Array): TimeStampRequest {
  return reading(() => {
    const [, imprint, ...rest] = sequenceOf(readDer(bytes));
    const [algorithm, hash] = sequenceOf(imprint);
    const policy = rest.find(({ tag }) => tag === tags.oid);
    const certificate = rest.find(({ tag }) => tag === tags.boolean);
    return {
      digest: readOid(sequenceOf(algorithm)[0]),
      imprint: imprint?.bytes ?? new Uint8Array(),
      hash: readOctets(hash),
      policy: policy && readOid(policy),
      nonce: rest.find(({ tag }) => tag === tags.integer)?.bytes,
      wantsCertificate: certificate !== undefined && readBoolean(certificate),
    };
  });
}

/** A request for a stamp over bytes, as our own code asks for one. */
export function timeStampRequestFor(hash: Uint8Array, digestId: string): TimeStampRequest {
  const imprint = sequence(sequence(oid(digestId)), element(tags.octets, hash));
  return { digest: digestId, imprint, hash, policy: undefined, nonce: undefined, wantsCertificate: true };
}

export interface Stamping {
  readonly policy: string;
  /** Unsigned, another one each time. */
  readonly serial: Uint8Array;
  readonly at: Date;
  readonly chain?: readonly Uint8Array[];
}

/** The token that says when: signed data over TSTInfo (RFC 3161 §2.4.2). */
export async function stamp(
  request: TimeStampRequest,
  { policy, serial, at, chain }: Stamping,
  authority: CertifiedSigner,
  digest: Digest,
): Promise<Uint8Array> {
  const info = sequence(
    integer(1),
    oid(policy),
    request.imprint,
    unsigned(serial),
    generalizedTime(at),
    sequence(integer(1)), // accurate to the second
    ...(request.nonce ? [request.nonce] : []),
  );
  return signCms(
    { type: ids.stampInfo, content: info, form: 'attached', signingTime: at, ...(chain ? { chain } : {}) },
    authority,
    digest,
  );
}

/** The whole answer to a request; what cannot be stamped is refused in it. */
export async function answerTimeStamp(
  bytes: Uint8Array,
  stamping: Stamping,
  authority: CertifiedSigner,
  digest: Digest,
): Promise<Uint8Array> {
  const request = readTimeStampRequest(bytes);
  const length = lengths[request.digest];
  if (length === undefined) return refuse(badAlgorithm);
  if (request.hash.length !== length) return refuse(badDataFormat);
  if (request.policy !== undefined && request.policy !== stamping.policy) return refuse(unacceptedPolicy);
  return sequence(sequence(integer(0)), await stamp(request, stamping, authority, digest));
}

// Bits of PKIFailureInfo (RFC 3161 §2.4.2).
const badAlgorithm = 0;
const badDataFormat = 5;
const unacceptedPolicy = 15;

function refuse(failure: number): Uint8Array {
  return sequence(sequence(integer(2), namedBits(failure)));
}
