import {
  childrenOf,
  DerError,
  expectTag,
  readBits,
  readDer,
  readInteger,
  readOid,
  readText,
  readTime,
  tags,
  type DerNode,
} from '../der/index.ts';
import { OfdError } from './errors.ts';

/** What checks need of an X.509 certificate (RFC 5280). */
export interface Certificate {
  readonly serial: bigint;
  readonly subject: string;
  readonly issuer: string;
  /** Common name of the subject, else the whole of it. */
  readonly name: string;
  readonly from: Date;
  readonly to: Date;
  /** Object identifiers of the key: kind, and curve where it has one. */
  readonly keyAlgorithm: string;
  readonly curve: string | undefined;
  /** The key's BIT STRING: for a curve the point, 65 octets uncompressed. */
  readonly publicKey: Uint8Array;
}

export const sm2Curve = '1.2.156.10197.1.301';
const ecPublicKey = '1.2.840.10045.2.1';

/** Whether the key is one for SM2 in the uncompressed form. */
export function isSm2(certificate: Certificate): boolean {
  return (
    certificate.keyAlgorithm === ecPublicKey &&
    certificate.curve === sm2Curve &&
    certificate.publicKey.length === 65
  );
}

/** @throws {OfdError} badCertificate */
export function readCertificate(der: Uint8Array): Certificate {
  try {
    const [tbs, , signature] = childrenOf(expectTag(readDer(der), tags.sequence));
    readBits(signature);
    const fields = childrenOf(expectTag(tbs, tags.sequence));
    // The version stands first where it is not version 1.
    const [serial, , issuer, validity, subject, key] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
    const [from, to] = childrenOf(expectTag(validity, tags.sequence));
    const [algorithm, point] = childrenOf(expectTag(key, tags.sequence));
    const [kind, parameters] = childrenOf(expectTag(algorithm, tags.sequence));
    const names = readName(expectTag(subject, tags.sequence));
    return {
      serial: readInteger(serial),
      subject: nameText(names),
      issuer: nameText(readName(expectTag(issuer, tags.sequence))),
      name: names.find(({ type }) => type === 'CN')?.value ?? nameText(names),
      from: readTime(from),
      to: readTime(to),
      keyAlgorithm: readOid(kind),
      curve: parameters?.tag === tags.oid ? readOid(parameters) : undefined,
      publicKey: readBits(point),
    };
  } catch (error) {
    if (error instanceof DerError) throw new OfdError('badCertificate', error.message);
    throw error;
  }
}

const shortNames: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
};

function readName(name: DerNode): { type: string; value: string }[] {
  return childrenOf(name).flatMap((set) =>
    childrenOf(expectTag(set, tags.set)).map((pair) => {
      const [type, value] = childrenOf(expectTag(pair, tags.sequence));
      const dotted = readOid(type);
      return { type: shortNames[dotted] ?? dotted, value: readText(value) };
    }),
  );
}

function nameText(names: readonly { type: string; value: string }[]): string {
  return names.map(({ type, value }) => `${type}=${value}`).join(', ');
}
