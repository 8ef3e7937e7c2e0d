import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';

/** What must stay the same over restarts and be known to nobody else. */
export interface Secrets {
  clientSecret: string;
  cookieKeys: string[];
  /** Private keys of the identity provider; the first signs. */
  keys: JWK[];
  /** Shared with the payment channel, which signs its calls with it (HMAC-SHA-256). */
  paymentSecret: string;
}

/**
 * Reads the secrets of the installation: `QC_SECRETS` (the JSON itself) where the environment gives it,
 * else one file below the data folder, made at the first start and readable by its owner only.
 */
export async function loadSecrets(dataDir: string, fromEnvironment: string | null): Promise<Secrets> {
  if (fromEnvironment !== null) return JSON.parse(fromEnvironment) as Secrets;
  const dir = path.join(dataDir, 'secrets');
  const file = path.join(dir, 'secrets.json');
  await mkdir(dir, { recursive: true, mode: 0o700 });
  if (!existsSync(file)) {
    const text = JSON.stringify(await makeSecrets(), null, 2);
    // `wx`: of two servers that start at once, one makes the file and both read it.
    await writeFile(file, text, { mode: 0o600, flag: 'wx' }).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
  }
  await chmod(file, 0o600);
  return JSON.parse(await readFile(file, 'utf8')) as Secrets;
}

async function makeSecrets(): Promise<Secrets> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return {
    clientSecret: randomBytes(32).toString('base64url'),
    cookieKeys: [randomBytes(32).toString('base64url')],
    keys: [{ ...jwk, use: 'sig', alg: 'RS256', kid: randomBytes(8).toString('hex') }],
    paymentSecret: randomBytes(32).toString('base64url'),
  };
}
