import { sameBytes } from './bytes.ts';
import { isSm2, readCertificate, type Certificate } from './certificate.ts';
import { digestNamed, type Digest, type DigestName, type Sm2 } from './crypto.ts';
import { OfdError, type Bilingual } from './errors.ts';
import { sm2WithSm3, type Seal } from './seal.ts';
import type { SealMemory } from './seal-memory.ts';
import type { SignatureRecord } from './signatures.ts';
import type { SignedValue } from './signed-value.ts';
import { readTimeStamp } from './time-stamp.ts';

export type CheckName =
  | 'references'
  | 'dataHash'
  | 'signature'
  | 'sealSignature'
  | 'sealInList'
  | 'sealFile'
  | 'timeStamp'
  | 'sealValidity'
  | 'certificateValidity'
  | 'coverage'
  | 'trust';

/** One check. `detail` is the English text. */
export interface Check {
  readonly name: CheckName;
  readonly ok: boolean;
  readonly detail: string;
  readonly text: Bilingual;
}

export interface Ports {
  readonly digest: Digest;
  readonly sm2: Sm2;
  readonly seals: SealMemory | undefined;
  /** The present, for what has expired since. */
  readonly at: Date;
  readonly trust: ((certificate: Uint8Array) => { ok: boolean; detail: string }) | undefined;
  /** Checks the time stamp's own signature. */
  readonly stamp: ((token: Uint8Array, stamped: Uint8Array) => { ok: boolean; detail: string }) | undefined;
}

export function check(name: CheckName, ok: boolean, en: string, zh: string): Check {
  return { name, ok, detail: en, text: { zh, en } };
}

/** Digest of every protected file. */
export function checkReferences(
  record: SignatureRecord,
  digestOf: (name: DigestName, bytes: Uint8Array) => Uint8Array,
): { check: Check; references: { file: string; ok: boolean }[] } {
  const method = digestNamed(record.digest);
  const fail = (en: string, zh: string) => ({
    check: check('references', false, en, zh),
    references: record.references.map(({ file }) => ({ file, ok: false })),
  });
  const named = record.digest ?? 'MD5';
  if (method === undefined)
    return fail(`The digest ${named.slice(0, 80)} is not known.`, `不认识摘要算法 ${named.slice(0, 80)}。`);
  if (method === 'MD5')
    return fail('MD5 is broken and proves nothing.', '摘要算法 MD5 已被攻破，不能证明文件没有改动。');
  if (record.references.length === 0)
    return fail('The signature protects no file.', '签名没有保护任何文件。');
  const references = record.references.map(({ file, bytes, expected }) => ({
    file,
    ok: bytes !== undefined && expected !== undefined && sameBytes(digestOf(method, bytes), expected),
  }));
  const changed = references.filter(({ ok }) => !ok).map(({ file }) => file);
  const weak = method === 'SHA-1';
  const count = references.length;
  const result =
    changed.length > 0
      ? check(
          'references',
          false,
          `Changed or missing: ${listed(changed)}.`,
          `已改动或缺失：${listed(changed)}。`,
        )
      : check(
          'references',
          true,
          `All ${count} protected files are unchanged (${method}${weak ? ', which is weak' : ''}).`,
          `受保护的 ${count} 个文件都没有改动（${method}${weak ? '，强度较弱' : ''}）。`,
        );
  return { check: result, references };
}

export function listed(files: readonly string[]): string {
  const shown = files.slice(0, 20).map((file) => file.slice(0, 120));
  return shown.join(', ') + (files.length > 20 ? ` … (${files.length})` : '');
}

export function checkDataHash(record: SignatureRecord, value: SignedValue, digest: Digest): Check {
  const same = sameBytes(value.dataHash, digest('SM3', record.bytes));
  return same
    ? check('dataHash', true, 'The description of the signature is unchanged.', '签名描述文件没有改动。')
    : check(
        'dataHash',
        false,
        'The description of the signature (Signature.xml) was changed.',
        '签名描述文件（Signature.xml）被改动过。',
      );
}

/** The signer's signature over `toSign`, as it stands in the file. */
export function checkSignature(value: SignedValue, certificate: Certificate | undefined, sm2: Sm2): Check {
  if (value.algorithm !== sm2WithSm3)
    return check(
      'signature',
      false,
      `The signature algorithm ${value.algorithm} is not supported.`,
      `不支持签名算法 ${value.algorithm}。`,
    );
  if (!certificate || !isSm2(certificate))
    return check('signature', false, 'The signer has no SM2 certificate.', '签名人的证书不是 SM2 证书。');
  return sm2.verify(value.toSign, value.signature, certificate.publicKey)
    ? check('signature', true, `Signed by ${certificate.name}.`, `由 ${certificate.name} 签名。`)
    : check('signature', false, 'The signature does not fit.', '签名值不符。');
}

/** The maker's signature over the seal's contents. */
export function checkSealSignature(
  { seal }: SignedValue,
  { seals, sm2 }: Pick<Ports, 'seals' | 'sm2'>,
): Check {
  const examine = () => examineSeal(seal, sm2);
  return seals?.find(seal.der, examine) ?? examine();
}

function examineSeal(seal: Seal, sm2: Sm2): Check {
  const maker = certificateIn(seal.makerCertificate);
  if (seal.algorithm !== sm2WithSm3 || !maker || !isSm2(maker))
    return check('sealSignature', false, 'The seal is not signed with SM2.', '印章不是用 SM2 算法签名的。');
  return sm2.verify(seal.infoDer, seal.signature, maker.publicKey)
    ? check('sealSignature', true, `The seal was made by ${maker.name}.`, `印章由 ${maker.name} 制作。`)
    : check('sealSignature', false, 'The seal was changed after it was made.', '印章制作后被改动过。');
}

/** Whether the signer is one of those the seal was made for. */
export function checkSealInList(value: SignedValue, digest: Digest): Check {
  const { signers } = value.seal;
  const listedSigner =
    signers.kind === 'certificates'
      ? signers.certificates.some((certificate) => sameBytes(certificate, value.certificate))
      : signers.digests.some(({ type, value: expected }) => {
          const method = digestNamed(type);
          return (
            method !== undefined && method !== 'MD5' && sameBytes(digest(method, value.certificate), expected)
          );
        });
  return listedSigner
    ? check('sealInList', true, 'The signer may use this seal.', '签名人有权使用该印章。')
    : check(
        'sealInList',
        false,
        'The signer is not among those who may use this seal.',
        '签名人不在该印章的授权名单中。',
      );
}

/** Whether Seal.esl, which readers may draw, is the seal that was signed with. */
export function checkSealFile(record: SignatureRecord, value: SignedValue): Check {
  if (!record.sealFile)
    return check('sealFile', true, 'The package has no separate seal file.', '包内没有单独的印章文件。');
  if (!record.sealFile.bytes) return check('sealFile', false, 'The seal file is missing.', '印章文件缺失。');
  return sameBytes(record.sealFile.bytes, value.seal.der)
    ? check('sealFile', true, 'The seal file is the seal of the signature.', '印章文件与签名中的印章一致。')
    : check(
        'sealFile',
        false,
        'The seal file is another than the seal of the signature.',
        '印章文件与签名中的印章不一致。',
      );
}

export function checkTimeStamp(value: SignedValue, ports: Ports): { check: Check; at: Date | undefined } {
  const { timeStamp } = value;
  if (!timeStamp)
    return {
      check: check('timeStamp', true, 'There is no time stamp.', '没有时间戳。'),
      at: undefined,
    };
  const fail = (en: string, zh: string) => ({ check: check('timeStamp', false, en, zh), at: undefined });
  const stamp = orUndefined(() => readTimeStamp(timeStamp));
  const method = stamp && digestNamed(stamp.digest);
  if (!stamp || method === undefined || method === 'MD5')
    return fail('The time stamp cannot be read.', '时间戳无法读取。');
  if (!sameBytes(ports.digest(method, value.signature), stamp.imprint))
    return fail('The time stamp belongs to another signature.', '时间戳不属于这个签名。');
  const own = ports.stamp?.(timeStamp, value.signature);
  if (own?.ok === false)
    return fail(`The time stamp was not accepted: ${own.detail}`, `时间戳未通过验证：${own.detail}`);
  const [en, zh] = own ? ['', ''] : [' (its issuer was not checked)', '（未核验签发机构）'];
  return {
    check: check(
      'timeStamp',
      true,
      `Stamped at ${stamp.at.toISOString()}${en}.`,
      `盖时间戳的时间：${inChina(stamp.at)}${zh}。`,
    ),
    at: own?.ok ? stamp.at : undefined,
  };
}

/** Whether a period holds the time of signing; what has ended since is said, and is no fault. */
export function checkPeriod(
  name: 'sealValidity' | 'certificateValidity',
  period: { from: Date; to: Date } | undefined,
  signedAt: Date,
  now: Date,
): Check {
  const [en, zh] =
    name === 'sealValidity' ? ['The seal', '印章'] : ["The signer's certificate", '签名人证书'];
  if (!period) return check(name, false, `${en} cannot be read.`, `${zh}无法读取。`);
  const range = `${day(period.from)} – ${day(period.to)}`;
  if (signedAt < period.from || signedAt > period.to)
    return check(
      name,
      false,
      `${en} was not valid when signed (${range}, signed ${day(signedAt)}).`,
      `签名时${zh}不在有效期内（有效期 ${range}，签名 ${day(signedAt)}）。`,
    );
  return now > period.to
    ? check(
        name,
        true,
        `${en} was valid when signed; it has ended since (${range}).`,
        `签名时${zh}有效，现已到期（${range}）。`,
      )
    : check(name, true, `${en} was valid when signed (${range}).`, `签名时${zh}有效（${range}）。`);
}

/** An instant as people in China read it. */
export function inChina(date: Date): string {
  const there = new Date(date.getTime() + 8 * 3_600_000).toISOString();
  return `${there.slice(0, 10)} ${there.slice(11, 19)}（北京时间）`;
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}

export function checkTrust(value: SignedValue, trust: Ports['trust']): Check {
  if (!trust)
    return check(
      'trust',
      false,
      'The issuers were not checked: no list of trusted ones was given.',
      '未核验证书签发机构：没有提供信任名单。',
    );
  const answers = [value.certificate, value.seal.makerCertificate].map(trust);
  const refused = answers.find(({ ok }) => !ok);
  const detail = (refused ?? answers[0])?.detail ?? '';
  return check('trust', refused === undefined, detail, detail);
}

/** A certificate, if the bytes are one. */
export function certificateIn(der: Uint8Array): Certificate | undefined {
  return orUndefined(() => readCertificate(der));
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof OfdError) return undefined;
    throw error;
  }
}
