import { DerError, readPrefix } from '../der/index.ts';
import type { Check, CheckName, SignatureResult, Verification } from '../ofd/index.ts';
import {
  examineToken,
  isOver,
  isTimeStamp,
  PkiError,
  problemOfSigner,
  readSignedData,
  readX509,
  signingTimeOf,
  tokenOf,
  type CmsPorts,
  type CmsSigner,
  type SignedData,
  type X509,
} from '../pki/index.ts';
import { findSignatures, type Found } from './find.ts';
import { signedBy, stampWords, words, type Words } from './words.ts';

/** Certificates that a signature depends on, DER. */
export interface Needed {
  readonly signer: Uint8Array | undefined;
  readonly stamp: Uint8Array | undefined;
}

export interface PdfVerifyOptions extends CmsPorts {
  /** The present, for what has expired since. */
  readonly at: Date;
  /** Whether these were issued by someone who is trusted, for this use. */
  readonly trust?: (needed: Needed) => { ok: boolean; text: Words };
}

/** Whether bytes say that they are a PDF. */
export function isPdf(file: Uint8Array): boolean {
  return String.fromCharCode(...file.subarray(0, 5)) === '%PDF-';
}

/** Beside the verdict: what is true of certificates, and what was added under another signature. */
const beside = new Set<CheckName>(['certificateValidity', 'trust', 'coverage']);

/**
 * Checks every signature of a PDF (ISO 32000-1 §12.8, PAdES: ETSI EN 319 142-1): that the file is as it was signed, and
 * who signed it when. The last signature must cover the whole file; whatever was added behind it makes it invalid,
 * also what other readers take for harmless, such as the data of long-term validation.
 */
export function verifyPdf(file: Uint8Array, options: PdfVerifyOptions): Verification {
  const found = findSignatures(file);
  const last = found.at(-1);
  const signatures = found.map((one, index) => {
    if (one === 'broken') return broken(index);
    const isLast = one === last;
    return orUndefined(() => verifySignature(file, one, index, { ...options, isLast })) ?? broken(index);
  });
  const isValid = signatures.every(({ verdict }) => verdict === 'valid');
  return { verdict: signatures.length === 0 ? 'unsigned' : isValid ? 'valid' : 'invalid', signatures };
}

type Options = PdfVerifyOptions & { isLast: boolean };

function verifySignature(file: Uint8Array, found: Found, index: number, options: Options): SignatureResult {
  const isWhole = !options.isLast || found.end === file.length;
  const around = [
    check('references', isWhole, isWhole ? words.covered : words.added),
    check('coverage', options.isLast, options.isLast ? words.last : words.followed),
  ];
  const contents = found.contents && orUndefined(() => readContents(found.contents));
  if (!contents) return resultOf(index, [...around, check('signature', false, words.unreadable)]);
  const covered = new Uint8Array(found.from + found.end - found.to);
  covered.set(file.subarray(0, found.from));
  covered.set(file.subarray(found.to, found.end), found.from);
  const { data, bytes } = contents;
  const result = isTimeStamp(data)
    ? ofWholeFile(bytes, covered, index, around, options)
    : ofSigner(data, covered, index, around, options);
  const isUnchanged = result.checks.every(({ name, ok }) => name !== 'dataHash' || ok);
  return {
    ...result,
    references: [{ file: `0–${found.from}, ${found.to}–${found.end}`, ok: isUnchanged }],
  };
}

/** The room for a signature is larger than the signature. */
function readContents(contents: Uint8Array | undefined): { data: SignedData; bytes: Uint8Array } | undefined {
  if (contents === undefined) return undefined;
  const { bytes } = readPrefix(contents);
  return { data: readSignedData(bytes), bytes };
}

function ofSigner(
  data: SignedData,
  covered: Uint8Array,
  index: number,
  around: readonly Check[],
  options: Options,
): SignatureResult {
  const [signer, second] = data.signers;
  if (signer?.certificate === undefined || second !== undefined || data.content !== undefined)
    return resultOf(index, [...around, check('signature', false, words.unreadable)]);
  const problem = problemOfSigner(data, signer, options);
  const isUnchanged = isOver(signer, covered, options);
  const unchanged = check('dataHash', isUnchanged, isUnchanged ? words.unchanged : words.changed);
  const stamp = stampOf(signer, options);
  // Anyone can put another's certificate beside a signature: it names nobody unless it holds.
  if (problem !== undefined)
    return resultOf(index, [
      ...around,
      unchanged,
      check('signature', false, words.problems[problem]),
      check('timeStamp', stamp.ok, stamp.words),
      check('trust', false, words.unknownSigner),
    ]);
  const certificate = readX509(signer.certificate);
  const name = nameOf(certificate);
  const at = stamp.at ?? signingTimeOf(signer);
  return {
    ...resultOf(index, [
      ...around,
      unchanged,
      check('signature', true, signedBy(name)),
      check('timeStamp', stamp.ok, stamp.words),
      periodOf(certificate, at ?? options.at, options.at),
      trustOf({ signer: signer.certificate, stamp: stamp.certificate }, options),
    ]),
    ...(at && { signedAt: at.toISOString() }),
    ...(stamp.at && { stampedAt: stamp.at.toISOString() }),
    ...(name !== '' && { signerName: name }),
    method: signer.algorithm.oid,
  };
}

/** A time stamp over the file itself (`ETSI.RFC3161`), which those add who keep signatures for long. */
function ofWholeFile(
  token: Uint8Array,
  covered: Uint8Array,
  index: number,
  around: readonly Check[],
  options: Options,
): SignatureResult {
  const stamp = examined(token, covered, options);
  return {
    ...resultOf(index, [
      ...around,
      check('signature', stamp.ok, words.documentStamp),
      check('timeStamp', stamp.ok, stamp.words),
      trustOf({ signer: undefined, stamp: stamp.certificate }, options),
    ]),
    ...(stamp.at && { signedAt: stamp.at.toISOString(), stampedAt: stamp.at.toISOString() }),
    method: 'ETSI.RFC3161',
  };
}

interface Stamp {
  ok: boolean;
  words: Words;
  at?: Date;
  certificate?: Uint8Array;
}

function stampOf(signer: CmsSigner, ports: CmsPorts): Stamp {
  const token = tokenOf(signer);
  return token === undefined ? { ok: true, words: words.noStamp } : examined(token, signer.signature, ports);
}

function examined(token: Uint8Array, stamped: Uint8Array, ports: CmsPorts): Stamp {
  const found = orUndefined(() => examineToken(token, stamped, ports));
  if (found === undefined) return { ok: false, words: words.stampUnreadable };
  if (found === 'other') return { ok: false, words: words.stampOther };
  if (typeof found === 'string') return { ok: false, words: words.stampBad };
  return { ok: true, words: stampWords(found.at), ...found };
}

function trustOf(needed: Needed, { trust }: Options): Check {
  const { ok, text } = trust?.(needed) ?? { ok: false, text: words.issuerOpen };
  return check('trust', ok, text);
}

function periodOf({ from, until }: X509, signedAt: Date, now: Date): Check {
  const days = `${from.toISOString().slice(0, 10)} – ${until.toISOString().slice(0, 10)}`;
  const isGood = signedAt >= from && signedAt <= until;
  const { zh, en } = isGood ? (now > until ? words.endedSince : words.inPeriod) : words.outsidePeriod;
  return check('certificateValidity', isGood, { zh: `${zh}（${days}）。`, en: `${en} (${days}).` });
}

const commonName = '2.5.4.3';

function nameOf({ attributes }: X509): string {
  return attributes.find(({ type }) => type === commonName)?.value ?? '';
}

function check(name: CheckName, ok: boolean, text: Words): Check {
  return { name, ok, detail: text.en, text };
}

function resultOf(index: number, checks: readonly Check[]): SignatureResult {
  const isValid = checks.every(({ name, ok }) => ok || beside.has(name));
  return { id: String(index + 1), verdict: isValid ? 'valid' : 'invalid', checks, references: [] };
}

function broken(index: number): SignatureResult {
  return resultOf(index, [check('signature', false, words.broken)]);
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof PkiError || error instanceof DerError) return undefined;
    throw error;
  }
}
