import {
  certificateIn,
  check,
  checkDataHash,
  checkPeriod,
  checkReferences,
  checkSealFile,
  checkSealInList,
  checkSealSignature,
  checkSignature,
  checkTimeStamp,
  checkTrust,
  listed,
  type Check,
  type CheckName,
  type Ports,
} from './checks.ts';
import type { Certificate } from './certificate.ts';
import { defaultDigest, makeSm2, type Digest, type DigestName, type Sm2 } from './crypto.ts';
import { OfdError } from './errors.ts';
import { openPackage, type Package } from './package.ts';
import type { SealMemory } from './seal-memory.ts';
import { readSignatureLists, type SignatureRecord } from './signatures.ts';
import { readSignedValue, type SignedValue } from './signed-value.ts';

export interface VerifyOptions {
  readonly digest?: Digest;
  readonly sm2?: Sm2;
  /** Seals that were checked before; the default is to check each of them. */
  readonly seals?: SealMemory;
  /** The present; the default is the clock's. */
  readonly at?: Date;
  /** Whether a signer's or seal maker's certificate (DER) comes from an issuer that is trusted. */
  readonly trust?: (certificate: Uint8Array) => { ok: boolean; detail: string };
  /** Checks the signature of a time stamp token (RFC 3161, DER); without it only what it stamps is checked. */
  readonly timeStamp?: (token: Uint8Array, stamped: Uint8Array) => { ok: boolean; detail: string };
}

/**
 * Result of all checks. `valid` speaks of integrity and signatures: of the checks in `decisive`. The periods of
 * validity, trust in the issuer and coverage are reported beside it.
 */
export interface Verification {
  readonly verdict: 'valid' | 'invalid' | 'unsigned';
  readonly signatures: readonly SignatureResult[];
}

export interface SignatureResult {
  readonly id: string;
  readonly verdict: 'valid' | 'invalid';
  readonly checks: readonly Check[];
  readonly references: readonly { readonly file: string; readonly ok: boolean }[];
  /** As the signer says; ISO 8601, in UTC. */
  readonly signedAt?: string;
  /** As a time stamp says whose own signature was checked; who issued its certificate is a matter of trust. */
  readonly stampedAt?: string;
  readonly sealName?: string;
  readonly signerName?: string;
  readonly method?: string;
}

const decisive: readonly CheckName[] = [
  'references',
  'dataHash',
  'signature',
  'sealSignature',
  'sealInList',
  'sealFile',
  'timeStamp',
];

const plainSm2 = makeSm2();

/**
 * Checks every signature of a document.
 * @throws {OfdError} where the package cannot be opened or has no OFD.xml; bad signatures are results
 */
export function verifyDocument(source: Package | Uint8Array, options: VerifyOptions = {}): Verification {
  const pkg = source instanceof Uint8Array ? openPackage(source) : source;
  const ports: Ports = {
    digest: options.digest ?? defaultDigest,
    sm2: options.sm2 ?? plainSm2,
    seals: options.seals,
    at: options.at ?? new Date(),
    trust: options.trust,
    stamp: options.timeStamp,
  };
  const digestOf = rememberDigests(ports.digest);
  const signatures = readSignatureLists(pkg).flatMap((list) => [
    ...list.signatures.map((record) => verifySignature(pkg, record, list.path, ports, digestOf)),
    ...list.problems.map(brokenSignature),
  ]);
  const verdict =
    signatures.length === 0
      ? 'unsigned'
      : signatures.every((signature) => signature.verdict === 'valid')
        ? 'valid'
        : 'invalid';
  return { verdict, signatures };
}

/** The result without the Chinese texts: what programs are promised. */
export function verificationJson(verification: Verification): unknown {
  return {
    verdict: verification.verdict,
    signatures: verification.signatures.map((signature) => ({
      ...signature,
      checks: signature.checks.map(({ name, ok, detail }) => ({ name, ok, detail })),
    })),
  };
}

function verifySignature(
  pkg: Package,
  record: SignatureRecord,
  listPath: string | undefined,
  ports: Ports,
  digestOf: Digest,
): SignatureResult {
  const { check: references, references: files } = checkReferences(record, digestOf);
  const { value, problem } = readValue(record);
  const signer = value && certificateIn(value.certificate);
  const coverage = checkCoverage(pkg, record, listPath);
  const own = value ? valueChecks(record, value, signer, ports) : { checks: [unreadable(problem)] };
  const checks = [references, ...own.checks, coverage];
  const at = value?.time ?? record.at;
  const method = value?.algorithm ?? record.method;
  return {
    id: record.id,
    verdict: checks.every(({ name, ok }) => ok || !decisive.includes(name)) ? 'valid' : 'invalid',
    checks,
    references: files,
    ...(at && { signedAt: at.toISOString() }),
    ...(own.stampedAt && { stampedAt: own.stampedAt.toISOString() }),
    ...(value && { sealName: value.seal.name }),
    ...(signer && { signerName: signer.name }),
    ...(method !== undefined && { method }),
  };
}

function valueChecks(
  record: SignatureRecord,
  value: SignedValue,
  signer: Certificate | undefined,
  ports: Ports,
): { checks: Check[]; stampedAt?: Date | undefined } {
  const stamp = checkTimeStamp(value, ports);
  const signedAt = stamp.at ?? value.time;
  const checks = [
    checkDataHash(record, value, ports.digest),
    checkSignature(value, signer, ports.sm2),
    checkSealSignature(value, ports),
    checkSealInList(value, ports.digest),
    checkSealFile(record, value),
    stamp.check,
    checkPeriod('sealValidity', value.seal, signedAt, ports.at),
    checkPeriod('certificateValidity', signer, signedAt, ports.at),
    checkTrust(value, ports.trust),
  ];
  return { checks, stampedAt: stamp.at };
}

function readValue(
  record: SignatureRecord,
): { value: SignedValue; problem?: never } | { value?: never; problem: OfdError } {
  if (!record.value) return { problem: new OfdError('missing', 'SignedValue.dat') };
  try {
    return { value: readSignedValue(record.value.bytes) };
  } catch (error) {
    if (error instanceof OfdError) return { problem: error };
    throw error;
  }
}

function unreadable(problem: OfdError): Check {
  const { en, zh } = problem.text;
  return check('signature', false, `The signature cannot be read. ${en}`, `签名无法读取。${zh}`);
}

/** A signature that is announced and cannot be found or read counts as a bad one, not as none. */
function brokenSignature(location: string): SignatureResult {
  const place = location.slice(0, 120);
  return {
    id: '',
    verdict: 'invalid',
    checks: [
      check(
        'signature',
        false,
        `A signature is announced but cannot be read: ${place}.`,
        `文档声明了签名，但无法读取：${place}。`,
      ),
    ],
    references: [],
  };
}

/** Files that this signature does not protect. Its own files and the list of signatures need not be. */
function checkCoverage(pkg: Package, record: SignatureRecord, listPath: string | undefined): Check {
  const covered = new Set(record.references.map(({ path }) => path));
  const own = new Set([record.path, record.value?.path, listPath]);
  const open = [...pkg.files.keys()].filter((file) => !covered.has(file) && !own.has(file));
  const listOpen = listPath !== undefined && !covered.has(listPath);
  const [en, zh] = listOpen
    ? [' More signatures may be added.', '还可以追加签名。']
    : [' No more signatures can be added.', '不能再追加签名。'];
  return open.length === 0
    ? check(
        'coverage',
        true,
        `Every file of the document is protected.${en}`,
        `文档的所有文件都受保护。${zh}`,
      )
    : check('coverage', false, `Not protected: ${listed(open)}.${en}`, `未受保护：${listed(open)}。${zh}`);
}

/** Several signatures protect the same files: each is digested once. */
function rememberDigests(digest: Digest): Digest {
  const known = new Map<DigestName, Map<Uint8Array, Uint8Array>>();
  return (name, bytes) => {
    const byBytes = known.get(name) ?? new Map<Uint8Array, Uint8Array>();
    known.set(name, byBytes);
    const value = byBytes.get(bytes) ?? digest(name, bytes);
    byBytes.set(bytes, value);
    return value;
  };
}
