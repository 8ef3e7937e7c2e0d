import type { Context } from '../../platform/context/index.ts';
import {
  generateKey,
  mayUse,
  type Algorithm,
  type Master,
  type SecretCache,
} from '../../platform/crypto/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import { newId } from '../../platform/ids/index.ts';

import { keyErrors } from './errors.ts';
import { algorithmsFor, moves, type CryptoKey, type KeyMove, type NewKeySpec } from './model.ts';
import { expectProven, proveMaster } from './proof.ts';
import { findNamedKey, forgetVersions, holdKey, insertKey, insertVersion, saveState } from './store.ts';

/** Which key wrapped bytes are of. */
export function aadOf(id: string, version: number, algorithm: Algorithm): Buffer {
  return Buffer.from(`${id}/${version}/${algorithm}`);
}

/** How keys come into being, change and end. Whoever calls has checked whose key it is. */
export interface KeyLifecycle {
  /** Errors: `key.other-master`. Called once, at the start. */
  prove(ctx: Context): Promise<void>;
  /** Errors: `key.algorithm-use`, `key.name-taken`, `key.other-master`. */
  createKey(ctx: Context, spec: NewKeySpec): Promise<string>;
  /** A new version signs and encrypts from now on; the former ones still verify and decrypt. Errors: `key.not-now`, `key.certified`. */
  rotateKey(ctx: Context, id: string): Promise<number>;
  suspendKey(ctx: Context, id: string): Promise<void>;
  resumeKey(ctx: Context, id: string): Promise<void>;
  /** From now on it verifies and decrypts only, for good. */
  retireKey(ctx: Context, id: string): Promise<void>;
  /** Forgets every private part for ever. Errors: `key.not-now`, unless it was retired before. */
  destroyKey(ctx: Context, id: string): Promise<void>;
  /** The platform's own key of this name, made on first use. */
  findPlatformKey(
    ctx: Context,
    name: string,
    spec: Pick<NewKeySpec, 'use' | 'algorithm'>,
  ): Promise<CryptoKey>;
}

interface Deps {
  master: Master;
  cache: SecretCache;
  isCertified(ctx: Context, id: string): Promise<boolean>;
}

export function createLifecycle({ master, cache, isCertified }: Deps): KeyLifecycle {
  let proof: string | undefined;

  async function prove(ctx: Context): Promise<void> {
    proof = await proveMaster(ctx, master);
  }

  async function addVersion(ctx: Context, id: string, version: number, algorithm: Algorithm): Promise<void> {
    if (proof === undefined) throw new Error('keys are made after the master key was proved');
    await expectProven(ctx, proof);
    const { secret, publicKey } = await generateKey(algorithm);
    try {
      const wrapped = await master.wrap(secret, aadOf(id, version, algorithm));
      await insertVersion(ctx, id, { version, publicKey, wrapped });
    } finally {
      secret.fill(0);
    }
  }

  async function createKey(ctx: Context, spec: NewKeySpec): Promise<string> {
    const { use, algorithm, name } = spec;
    if (!mayUse(algorithm, use))
      throw keyErrors.algorithmUse({ algorithm, known: algorithmsFor(use).join(', ') });
    const id = newId();
    if (!(await insertKey(ctx, id, spec))) throw keyErrors.nameTaken({ name });
    await addVersion(ctx, id, 1, algorithm);
    record(ctx, 'key.create', id, { version: 1, use, algorithm });
    return id;
  }

  async function rotateKey(ctx: Context, id: string): Promise<number> {
    const key = await getHeld(ctx, id);
    if (key.state !== 'active') throw keyErrors.notNow();
    if (await isCertified(ctx, id)) throw keyErrors.certified();
    const version = key.version + 1;
    await addVersion(ctx, id, version, key.algorithm);
    record(ctx, 'key.rotate', id, { version });
    return version;
  }

  const mover = (move: KeyMove) => async (ctx: Context, id: string) => {
    const key = await getHeld(ctx, id);
    const { from, to } = moves[move];
    if (!from.includes(key.state)) throw keyErrors.notNow();
    await saveState(ctx, id, to);
    if (move === 'destroy') {
      await forgetVersions(ctx, id);
      cache.forget(id);
    }
    record(ctx, `key.${move}`, id, { version: key.version });
  };

  async function findPlatformKey(
    ctx: Context,
    name: string,
    spec: Pick<NewKeySpec, 'use' | 'algorithm'>,
  ): Promise<CryptoKey> {
    const known = await findNamedKey(ctx, name);
    if (known) return known;
    const id = newId();
    // Of two who are first at once, the second waits here and then finds the key of the other.
    if (await insertKey(ctx, id, { agencyId: null, name, ...spec })) {
      await addVersion(ctx, id, 1, spec.algorithm);
      record(ctx, 'key.create', id, { version: 1, ...spec });
    }
    const made = await findNamedKey(ctx, name);
    if (!made) throw platformErrors.notFound();
    return made;
  }

  return {
    prove,
    createKey,
    rotateKey,
    suspendKey: mover('suspend'),
    resumeKey: mover('resume'),
    retireKey: mover('retire'),
    destroyKey: mover('destroy'),
    findPlatformKey,
  };
}

async function getHeld(ctx: Context, id: string): Promise<CryptoKey> {
  const key = await holdKey(ctx, id);
  if (!key) throw platformErrors.notFound();
  return key;
}

function record(ctx: Context, action: string, id: string, detail: Record<string, unknown>): void {
  ctx.record({ action, entity: 'cryptoKey', entityId: id, detail });
}
