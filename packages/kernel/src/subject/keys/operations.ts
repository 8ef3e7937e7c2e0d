import type { Context } from '../../platform/context/index.ts';
import {
  cryptoErrors,
  decryptBy,
  encryptFor,
  isAltered,
  mac,
  newSealSecret,
  open,
  sameBytes,
  seal,
  sign,
  verify,
  type Algorithm,
  type MacAlgorithm,
  type Master,
  type PublicEncryption,
  type SecretCache,
  type SealAlgorithm,
  type SignAlgorithm,
  type SignOptions,
} from '../../platform/crypto/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';

import { keyErrors } from './errors.ts';
import { contentAlgorithm, coreOf, headOf, readFrame, type Frame } from './frame.ts';
import { aadOf } from './lifecycle.ts';
import { operations, type Operation, type UsableKey } from './model.ts';
import { findUsable } from './store.ts';

export interface Opened {
  version: number;
  plain: Buffer;
}

/**
 * What keys are for. Whoever calls has checked that the actor may use the key; each call leaves an audit record with
 * key, version and operation, and nothing of the data. Errors of all: `platform.not-found`, `key.wrong-use`,
 * `key.suspended`, `key.retired`, `key.destroyed`, `key.no-version`.
 */
export interface KeyOperations {
  signWith(
    ctx: Context,
    id: string,
    bytes: Uint8Array,
    options?: SignOptions,
  ): Promise<{ version: number; signature: Buffer }>;
  verifyWith(
    ctx: Context,
    id: string,
    version: number,
    bytes: Uint8Array,
    signature: Uint8Array,
    options?: SignOptions,
  ): Promise<boolean>;
  /** By the key itself, as `frame.ts` lays it out. Errors: `crypto.empty`, `crypto.too-long` for a pair. */
  encryptWith(ctx: Context, id: string, bytes: Uint8Array): Promise<{ version: number; sealed: Buffer }>;
  /** What `encryptWith` made, by whichever version it names. Errors: `crypto.altered`. */
  decryptWith(ctx: Context, id: string, sealed: Uint8Array): Promise<Opened>;
  /** What a stranger encrypted with the public key of a version: C1‖C3‖C2 of SM2, OAEP of RSA. Errors: `crypto.altered`. */
  decryptForeign(ctx: Context, id: string, version: number, sealed: Uint8Array): Promise<Opened>;
  macWith(ctx: Context, id: string, bytes: Uint8Array): Promise<{ version: number; code: Buffer }>;
  verifyMacWith(
    ctx: Context,
    id: string,
    version: number,
    bytes: Uint8Array,
    code: Uint8Array,
  ): Promise<boolean>;
  /** Content of any length under a data key of its own, which the key wraps; as `frame.ts` lays it out. */
  envelopeWith(ctx: Context, id: string, bytes: Uint8Array): Promise<{ version: number; sealed: Buffer }>;
  /** Errors: `crypto.altered`. */
  openWith(ctx: Context, id: string, sealed: Uint8Array): Promise<Opened>;
}

export function createOperations(master: Master, cache: SecretCache): KeyOperations {
  /** Finds the key, checks that it may do this, does it, and records that it was done. */
  async function perform<T>(
    ctx: Context,
    operation: Operation,
    { id, version = null }: { id: string; version?: number | null },
    work: (key: UsableKey) => T | Promise<T>,
  ): Promise<T> {
    const key = await findUsable(ctx, id, version);
    if (!key) throw platformErrors.notFound();
    const { use, in: states } = operations[operation];
    if (key.use !== use) throw keyErrors.wrongUse({ use: key.use });
    if (key.state === 'destroyed') cache.forget(id); // it may have been destroyed through another server
    if (!states.includes(key.state)) throw refusalOf(key.state);
    const { version: found } = key;
    if (found === null) throw keyErrors.noVersion({ version: version ?? 0 });
    const result = await work({ ...key, version: found });
    ctx.record({
      action: `key.${operation}`,
      entity: 'cryptoKey',
      entityId: id,
      detail: { version: found },
    });
    return result;
  }

  /** Lends the private part or secret to work that does not wait. */
  function lend<T>({ id, version, algorithm, wrapped }: UsableKey, work: (secret: Buffer) => T): Promise<T> {
    if (wrapped === null) throw keyErrors.destroyed();
    const load = () =>
      master.unwrap(wrapped, aadOf(id, version, algorithm)).catch((error: unknown) => {
        throw isAltered(error) ? keyErrors.unreadable() : error;
      });
    return cache.lend(`${id}/${version}`, load, work);
  }

  /** Opens a frame by the version that it names; what names another key or form is not for this one. */
  function openFrame(ctx: Context, id: string, sealed: Uint8Array, form: Frame['form']): Promise<Opened> {
    const frame = readFrame(sealed);
    const { version, head, content, dataKey } = frame;
    if (frame.keyId !== id || frame.form !== form) throw cryptoErrors.altered();
    const operation = form === 'direct' ? 'decrypt' : 'open';
    return perform(ctx, operation, { id, version }, async (key) => {
      const { algorithm } = key;
      if (algorithm !== frame.algorithm) throw cryptoErrors.altered();
      const plain = await lend(key, (secret) => {
        if (form === 'direct') return openBy(algorithm, secret, content, head);
        const fresh = openBy(algorithm, secret, dataKey, coreOf(frame));
        return withZeros(fresh, () => open(contentAlgorithm(algorithm), fresh, content, head));
      });
      return { version, plain };
    });
  }

  return {
    signWith: (ctx, id, bytes, options = {}) =>
      perform(ctx, 'sign', { id }, async (key) => {
        const algorithm = key.algorithm as SignAlgorithm;
        const work = (secret: Buffer) => sign(algorithm, secret, publicOf(key), bytes, options);
        return { version: key.version, signature: await lend(key, work) };
      }),
    verifyWith: (ctx, id, version, bytes, signature, options = {}) =>
      perform(ctx, 'verify', { id, version }, (key) =>
        verify(key.algorithm as SignAlgorithm, publicOf(key), bytes, signature, options),
      ),
    encryptWith: (ctx, id, bytes) =>
      perform(ctx, 'encrypt', { id }, async (key) => {
        const { algorithm, version } = key;
        const head = headOf({ form: 'direct', algorithm, keyId: id, version, dataKey: Buffer.alloc(0) });
        const content = isPair(algorithm)
          ? encryptFor(algorithm, publicOf(key), bytes)
          : await lend(key, (secret) => seal(algorithm as SealAlgorithm, secret, bytes, head));
        return { version, sealed: Buffer.concat([head, content]) };
      }),
    decryptWith: async (ctx, id, sealed) => openFrame(ctx, id, sealed, 'direct'),
    decryptForeign: (ctx, id, version, sealed) =>
      perform(ctx, 'decrypt', { id, version }, async (key) => {
        const { algorithm } = key;
        if (!isPair(algorithm)) throw cryptoErrors.altered(); // only a pair has a part that strangers know
        return { version, plain: await lend(key, (secret) => decryptBy(algorithm, secret, sealed)) };
      }),
    macWith: (ctx, id, bytes) =>
      perform(ctx, 'mac', { id }, async (key) => {
        const work = (secret: Buffer) => mac(key.algorithm as MacAlgorithm, secret, bytes);
        return { version: key.version, code: await lend(key, work) };
      }),
    verifyMacWith: (ctx, id, version, bytes, code) =>
      perform(ctx, 'mac-verify', { id, version }, (key) =>
        lend(key, (secret) => sameBytes(mac(key.algorithm as MacAlgorithm, secret, bytes), code)),
      ),
    envelopeWith: (ctx, id, bytes) =>
      perform(ctx, 'envelope', { id }, async (key) => {
        const { algorithm, version } = key;
        const core = { form: 'envelope', algorithm, keyId: id, version } as const;
        const by = contentAlgorithm(algorithm);
        const fresh = newSealSecret(by);
        const dataKey = isPair(algorithm)
          ? encryptFor(algorithm, publicOf(key), fresh)
          : await lend(key, (secret) => seal(by, secret, fresh, coreOf(core)));
        const head = headOf({ ...core, dataKey });
        const content = withZeros(fresh, () => seal(by, fresh, bytes, head));
        return { version, sealed: Buffer.concat([head, content]) };
      }),
    openWith: async (ctx, id, sealed) => openFrame(ctx, id, sealed, 'envelope'),
  };
}

function refusalOf(state: UsableKey['state']) {
  if (state === 'suspended') return keyErrors.suspended();
  return state === 'retired' ? keyErrors.retired() : keyErrors.destroyed();
}

function isPair(algorithm: Algorithm): algorithm is PublicEncryption {
  return algorithm === 'SM2' || algorithm === 'RSA-3072';
}

function openBy(algorithm: Algorithm, secret: Buffer, sealed: Uint8Array, aad: Buffer): Buffer {
  return isPair(algorithm)
    ? decryptBy(algorithm, secret, sealed)
    : open(algorithm as SealAlgorithm, secret, sealed, aad);
}

function withZeros<T>(secret: Buffer, work: () => T): T {
  try {
    return work();
  } finally {
    secret.fill(0);
  }
}

function publicOf({ publicKey }: UsableKey): Buffer {
  if (!publicKey) throw new Error('a key of this algorithm has a public part');
  return publicKey;
}
