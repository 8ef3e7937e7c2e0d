import { algorithms, cryptoErrors, type Algorithm, type SealAlgorithm } from '../../platform/crypto/index.ts';

/**
 * What `encrypt` and `envelope` answer says itself how it is opened. Numbers are big-endian.
 *
 * | at   | bytes | what                                                                            |
 * | ---- | ----- | ------------------------------------------------------------------------------- |
 * | 0    | 4     | `QCE1`                                                                          |
 * | 4    | 1     | form: 1 encrypted by the key itself, 2 envelope                                 |
 * | 5    | 1     | number of the key's algorithm (`algorithms`)                                    |
 * | 6    | 16    | id of the key                                                                   |
 * | 22   | 4     | its version                                                                     |
 * | 26   | 2     | n, length of the wrapped data key; 0 in form 1                                  |
 * | 28   | n     | data key: C1‖C3‖C2 of SM2, OAEP of RSA, else sealed with bytes 0 to 26 as its aad |
 * | 28+n |       | content: form 1 by a pair as n above, else sealed with everything before as aad |
 *
 * `sealed` is nonce ‖ ciphertext ‖ tag: SM4-CTR with HMAC-SM3 (16, 32) beside SM2 and SM4, AES-256-GCM (12, 16)
 * beside RSA and AES. Every byte is covered: by a tag, by C3 or OAEP, or by the key that it names.
 */
export interface Frame {
  form: 'direct' | 'envelope';
  algorithm: Algorithm;
  keyId: string;
  version: number;
  dataKey: Uint8Array;
}

const magic = Buffer.from('QCE1');
const coreBytes = 26;
const headBytes = 28;

/** The first 26 bytes: which key opens it, and how. */
export function coreOf({ form, algorithm, keyId, version }: Omit<Frame, 'dataKey'>): Buffer {
  const core = Buffer.alloc(coreBytes);
  magic.copy(core);
  core[4] = form === 'direct' ? 1 : 2;
  core[5] = algorithms[algorithm].number;
  Buffer.from(keyId.replaceAll('-', ''), 'hex').copy(core, 6);
  core.writeUInt32BE(version, 22);
  return core;
}

/** Everything before the content. */
export function headOf(frame: Frame): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(frame.dataKey.length);
  return Buffer.concat([coreOf(frame), length, frame.dataKey]);
}

/** Errors: `crypto.altered`, for what is no frame. */
export function readFrame(bytes: Uint8Array): Frame & { head: Buffer; content: Buffer } {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (whole.length < headBytes || !whole.subarray(0, magic.length).equals(magic))
    throw cryptoErrors.altered();
  const end = headBytes + whole.readUInt16BE(coreBytes);
  const form = ([undefined, 'direct', 'envelope'] as const)[whole[4] ?? 0];
  const algorithm = (Object.keys(algorithms) as Algorithm[]).find(
    (name) => algorithms[name].number === whole[5],
  );
  const version = whole.readUInt32BE(22);
  if (
    version >= 2 ** 31 ||
    end > whole.length ||
    !form ||
    !algorithm ||
    (form === 'direct') !== (end === headBytes)
  )
    throw cryptoErrors.altered();
  return {
    form,
    algorithm,
    keyId: uuidOf(whole.subarray(6, 22)),
    version,
    dataKey: whole.subarray(headBytes, end),
    head: whole.subarray(0, end),
    content: whole.subarray(end),
  };
}

function uuidOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** By what the content of an envelope is sealed: SM4 beside the algorithms of GM/T, AES beside the others. */
export function contentAlgorithm(algorithm: Algorithm): SealAlgorithm {
  return algorithm === 'SM2' || algorithm === 'SM4' ? 'SM4' : 'AES-256';
}
