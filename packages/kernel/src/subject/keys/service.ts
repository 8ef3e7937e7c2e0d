import type { Context } from '../../platform/context/index.ts';
import { createSecretCache, type Algorithm, type Master } from '../../platform/crypto/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';

import { keyErrors } from './errors.ts';
import { createLifecycle, type KeyLifecycle } from './lifecycle.ts';
import { createOperations, type KeyOperations } from './operations.ts';
import { findUsable } from './store.ts';

/** Custody of keys: private parts leave the database only under the master key, and this module not at all. */
export interface Keys extends KeyLifecycle, KeyOperations {
  /**
   * The public part of a version (the current one unless said) as SubjectPublicKeyInfo, DER; of a key in any state.
   * Errors: `platform.not-found`, `key.no-version`, `key.wrong-use` for a secret.
   */
  publicKeyOf(
    ctx: Context,
    id: string,
    version?: number,
  ): Promise<{ version: number; algorithm: Algorithm; publicKey: Buffer }>;
}

interface Deps {
  master: Master;
  /** Whether a certificate in force names the current version of a key, which then is not rotated; never unless said. */
  isCertified?: (ctx: Context, id: string) => Promise<boolean>;
}

export function createKeys({ master, isCertified = async () => false }: Deps): Keys {
  const cache = createSecretCache();
  return {
    ...createLifecycle({ master, cache, isCertified }),
    ...createOperations(master, cache),
    publicKeyOf,
  };
}

async function publicKeyOf(ctx: Context, id: string, wanted?: number) {
  const key = await findUsable(ctx, id, wanted ?? null);
  if (!key) throw platformErrors.notFound();
  const { version, algorithm, publicKey, use } = key;
  if (version === null) throw keyErrors.noVersion({ version: wanted ?? 0 });
  if (publicKey === null) throw keyErrors.wrongUse({ use });
  return { version, algorithm, publicKey };
}
