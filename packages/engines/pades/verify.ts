import { DerError, readPrefix } from '../der/index.ts';
import type { Check, CheckName, SignatureResult, Verification } from '../ofd/index.ts';
import {
  examineStamp,
  PkiError,
  problemOfSigner,
  readSignedData,
  readX509,
  signingTimeOf,
  type CmsPorts,
  type CmsProblem,
  type CmsSigner,
  type SignedData,
  type X509,
} from '../pki/index.ts';
import { findSignatures, type Found } from './find.ts';
import { signedBy, stampWords, words, type Words } from './words.ts';

export interface PdfVerifyOptions extends CmsPorts {
  /** The present, for what has expired since. */
  readonly at: Date;
  /** Whether the certificates of a signature, of the signer and of the time stamp, come from one who is trusted. */
  readonly trust?: (certificates: readonly Uint8Array[]) => { ok: boolean; text: Words };
}

/** Whether bytes say that they are a PDF. */
export function isPdf(file: Uint8Array): boolean {
  return String.fromCharCode(...file.subarray(0, 5)) === '%PDF-';
}

/** Beside the verdict: what is true of certificates, and what was added under another signature. */
const beside = new Set<CheckName>(['certificateValidity', 'trust', 'coverage']);

/**
 * Checks every signature of a PDF (ISO 32000-1 §12.8, PAdES: ETSI EN 319 142-1): that the file is as it was signed, and
 * who signed it when. The last signature must cover the whole file; whatever was added behind it makes it invalid.
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
  const whole = check('references', isWhole, isWhole ? words.covered : words.added);
  const read = readContents(found);
  if (read === undefined) return resultOf(index, [whole, check('signature', false, words.unreadable)]);
  const { data, signer, certificate } = read;
  const covered = new Uint8Array(found.from + found.end - found.to);
  covered.set(file.subarray(0, found.from));
  covered.set(file.subarray(found.to, found.end), found.from);
  const problem = problemOfSigner(data, signer, covered, options);
  const stamp = readStamp(signer, options);
  const at = stamp.at ?? signingTimeOf(signer);
  const certificates = [certificate.der, ...(stamp.certificate ? [stamp.certificate] : [])];
  const trust = options.trust?.(certificates) ?? { ok: false, text: words.issuerOpen };
  const name = nameOf(certificate);
  return {
    ...resultOf(index, [
      whole,
      check('dataHash', problem !== 'content', problem === 'content' ? words.changed : words.unchanged),
      check('signature', problem === undefined || problem === 'content', signatureWords(problem, name)),
      check('timeStamp', stamp.ok, stamp.words),
      periodOf(certificate, at ?? options.at, options.at),
      check('trust', trust.ok, trust.text),
      check('coverage', options.isLast, options.isLast ? words.last : words.followed),
    ]),
    references: [{ file: `0–${found.from}, ${found.to}–${found.end}`, ok: isWhole && problem !== 'content' }],
    ...(at && { signedAt: at.toISOString() }),
    ...(name !== '' && { signerName: name }),
    method: signer.algorithm.oid,
  };
}

function readContents({
  contents,
}: Found): { data: SignedData; signer: CmsSigner; certificate: X509 } | undefined {
  if (contents === undefined) return undefined;
  return orUndefined(() => {
    // The room for a signature is larger than the signature.
    const data = readSignedData(readPrefix(contents).bytes);
    const [signer, second] = data.signers;
    if (signer?.certificate === undefined || second !== undefined || data.content !== undefined)
      return undefined;
    return { data, signer, certificate: readX509(signer.certificate) };
  });
}

interface Stamp {
  ok: boolean;
  words: Words;
  at?: Date;
  certificate?: Uint8Array;
}

function readStamp(signer: CmsSigner, ports: CmsPorts): Stamp {
  const found = orUndefined(() => ({ stamp: examineStamp(signer, ports) }));
  if (found === undefined) return { ok: false, words: words.stampUnreadable };
  const { stamp } = found;
  if (stamp === undefined) return { ok: true, words: words.noStamp };
  if (stamp === 'other') return { ok: false, words: words.stampOther };
  if (typeof stamp === 'string') return { ok: false, words: words.stampBad };
  return { ok: true, words: stampWords(stamp.at), ...stamp };
}

function signatureWords(problem: CmsProblem | undefined, name: string): Words {
  if (problem === undefined || problem === 'content') return signedBy(name);
  return words.problems[problem];
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
