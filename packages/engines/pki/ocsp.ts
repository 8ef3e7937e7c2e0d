import {
  childrenOf,
  expectTag,
  readDer,
  readOctets,
  readOid,
  tags,
  type DerNode,
  bits,
  explicit,
  generalizedTime,
  octets,
  oid,
  sequence,
} from '../der/index.ts';
import { constructed, implicit } from './parts.ts';
import { oids, signatureAlgorithm } from './algorithms.ts';
import type { CertifiedSigner, Digest } from './model.ts';
import { partsOf, reading, sequenceOf } from './read.ts';
import { enumerated, revocationReasons, type RevocationReason } from './revocation.ts';

export type OcspStatus =
  | { readonly state: 'good' }
  | { readonly state: 'unknown' }
  | { readonly state: 'revoked'; readonly at: Date; readonly reason: RevocationReason };

/** One certificate that a request asks about. */
export interface OcspQuestion {
  /** CertID as it came, which the answer repeats. */
  readonly id: Uint8Array;
  readonly digest: 'SHA-1' | 'SHA-256' | 'SM3' | undefined;
  readonly issuerNameHash: Uint8Array;
  readonly issuerKeyHash: Uint8Array;
  /** Unsigned, without leading zeros. */
  readonly serial: Uint8Array;
}

export interface OcspRequest {
  readonly questions: readonly OcspQuestion[];
  /** The extension as it came. */
  readonly nonce: Uint8Array | undefined;
}

const digestNames: Readonly<Record<string, OcspQuestion['digest']>> = {
  [oids.sha1]: 'SHA-1',
  [oids.sha256]: 'SHA-256',
  [oids.sm3]: 'SM3',
};
const nonceId = '1.3.6.1.5.5.7.48.1.2';
const basicResponse = '1.3.6.1.5.5.7.48.1.1';
const mostQuestions = 100;

/** Reads a request (RFC 6960 §4.1). @throws {PkiError} */
export function readOcspRequest(bytes: Uint8Array): OcspRequest {
  return reading(() => {
    const [tbs] = sequenceOf(readDer(bytes));
    const fields = sequenceOf(tbs);
    const list = fields.find(({ tag }) => tag === tags.sequence);
    const extensions = fields.find(({ tag }) => tag === 0xa2);
    return {
      questions: sequenceOf(list)
        .slice(0, mostQuestions)
        .map((request) => readQuestion(sequenceOf(request)[0])),
      nonce: extensions && findNonce(childrenOf(extensions)[0]),
    };
  });
}

function readQuestion(node: DerNode | undefined): OcspQuestion {
  const [algorithm, name, key, serial] = sequenceOf(node);
  const number = expectTag(serial, tags.integer).content;
  return {
    id: expectTag(node, tags.sequence).bytes,
    digest: digestNames[readOid(sequenceOf(algorithm)[0])],
    issuerNameHash: readOctets(name),
    issuerKeyHash: readOctets(key),
    serial: number[0] === 0 ? number.subarray(1) : number,
  };
}

function findNonce(extensions: DerNode | undefined): Uint8Array | undefined {
  return sequenceOf(extensions).find((extension) => readOid(sequenceOf(extension)[0]) === nonceId)?.bytes;
}

/** Whether a question is about a certificate of this issuer. */
export function isOfIssuer(question: OcspQuestion, issuer: Uint8Array, digest: Digest): boolean {
  if (question.digest === undefined) return false;
  const { subject, key } = partsOf(issuer);
  return (
    same(question.issuerNameHash, digest(question.digest, subject)) &&
    same(question.issuerKeyHash, digest(question.digest, key))
  );
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** A basic answer (RFC 6960 §4.2) in DER, signed by the responder, whose certificate goes along. */
export async function answerOcsp(
  request: OcspRequest,
  statuses: readonly OcspStatus[],
  { at, next }: { at: Date; next: Date },
  responder: CertifiedSigner,
): Promise<Uint8Array> {
  const answers = request.questions.map(({ id }, index) =>
    sequence(
      id,
      statusOf(statuses[index] ?? { state: 'unknown' }),
      generalizedTime(at),
      explicit(0, generalizedTime(next)),
    ),
  );
  const data = sequence(
    explicit(1, partsOf(responder.certificate).subject),
    generalizedTime(at),
    sequence(...answers),
    ...(request.nonce ? [explicit(1, sequence(request.nonce))] : []),
  );
  const basic = sequence(
    data,
    signatureAlgorithm(responder.scheme),
    bits(await responder.sign(data)),
    explicit(0, sequence(responder.certificate)),
  );
  return sequence(enumerated(0), explicit(0, sequence(oid(basicResponse), octets(basic))));
}

/** What is answered when there is no answer (RFC 6960 §4.2.1). */
export function refuseOcsp(why: 'malformedRequest' | 'internalError' | 'tryLater'): Uint8Array {
  return sequence(enumerated({ malformedRequest: 1, internalError: 2, tryLater: 3 }[why]));
}

function statusOf(status: OcspStatus): Uint8Array {
  if (status.state === 'good') return implicit(0, new Uint8Array());
  if (status.state === 'unknown') return implicit(2, new Uint8Array());
  const reason = explicit(0, enumerated(revocationReasons[status.reason]));
  return constructed(1, generalizedTime(status.at), reason);
}
