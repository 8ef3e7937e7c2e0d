import { childrenOf, DerError, expectTag, readBits, readDer, tags, type DerNode } from '../der/index.ts';
import { PkiError } from './model.ts';

/** The parts of a certificate that others name it by, as the bytes that stand in it. */
export interface CertificateParts {
  /** INTEGER with its header. */
  readonly serial: Uint8Array;
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  /** SubjectPublicKeyInfo. */
  readonly keyInfo: Uint8Array;
  /** The key alone, without the header of its BIT STRING. */
  readonly key: Uint8Array;
}

/** @throws {PkiError} */
export function partsOf(certificate: Uint8Array): CertificateParts {
  return reading(() => {
    const [tbs] = childrenOf(expectTag(readDer(certificate), tags.sequence));
    const fields = childrenOf(expectTag(tbs, tags.sequence));
    const [serial, , issuer, , subject, key] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
    const [, point] = childrenOf(expectTag(key, tags.sequence));
    return {
      serial: expectTag(serial, tags.integer).bytes,
      issuer: expectTag(issuer, tags.sequence).bytes,
      subject: expectTag(subject, tags.sequence).bytes,
      keyInfo: expectTag(key, tags.sequence).bytes,
      key: readBits(point),
    };
  });
}

/** The key alone of SubjectPublicKeyInfo, without the header of its BIT STRING. @throws {PkiError} */
export function keyOfInfo(keyInfo: Uint8Array): Uint8Array {
  return reading(() => readBits(childrenOf(expectTag(readDer(keyInfo), tags.sequence))[1]));
}

/** Runs what reads DER and tells its failures as ours. */
export function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof DerError) throw new PkiError(error.message);
    throw error;
  }
}

export function sequenceOf(node: DerNode | undefined): DerNode[] {
  return childrenOf(expectTag(node, tags.sequence));
}
