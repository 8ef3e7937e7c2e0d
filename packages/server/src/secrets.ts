import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';

/** What must stay the same over restarts and be known to nobody else. */
export interface Secrets {
  clientSecret: string;
  /** The first signs, all verify. */
  cookieKeys: string[];
  /** Private keys of the identity provider; the first signs, all verify. */
  keys: JWK[];
  /** Shared with the payment channel, which signs its calls with it (HMAC-SHA-256). */
  paymentSecret: string;
}

/** Keys that a rotation leaves, the new one among them: sessions end long before the oldest goes. */
const kept = 3;

const fileOf = (dataDir: string): string => path.join(dataDir, 'secrets/secrets.json');

/**
 * Reads the secrets of the installation: `QC_SECRETS` (the JSON itself) where the environment gives it,
 * else one file below the data folder, made at the first start and readable by its owner only.
 */
export async function loadSecrets(dataDir: string, fromEnvironment: string | null): Promise<Secrets> {
  if (fromEnvironment !== null) return JSON.parse(fromEnvironment) as Secrets;
  const file = fileOf(dataDir);
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  if (!existsSync(file)) {
    // `wx`: of two servers that start at once, one makes the file and both read it.
    await writeFile(file, textOf(await makeSecrets()), { mode: 0o600, flag: 'wx' }).catch(
      (error: unknown) => {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      },
    );
  }
  await chmod(file, 0o600);
  return JSON.parse(await readFile(file, 'utf8')) as Secrets;
}

/** Replaces the file whole; what stood there before stays beside it, for the operator to remove. */
export async function saveSecrets(dataDir: string, secrets: Secrets): Promise<void> {
  const file = fileOf(dataDir);
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(`${file}.new`, textOf(secrets), { mode: 0o600, flush: true });
  if (existsSync(file)) await rename(file, `${file}.before`);
  await rename(`${file}.new`, file);
}

/**
 * The same secrets with a new key for tokens and one for cookies. The older ones verify what they signed, so
 * nobody is signed out. The payment secret stays: the channel must learn of a new one at the same moment.
 */
export async function rotateSecrets(secrets: Secrets): Promise<Secrets> {
  const fresh = await makeSecrets();
  return {
    ...secrets,
    cookieKeys: [...fresh.cookieKeys, ...secrets.cookieKeys].slice(0, kept),
    keys: [...fresh.keys, ...secrets.keys].slice(0, kept),
  };
}

function textOf(secrets: Secrets): string {
  return JSON.stringify(secrets, null, 2);
}

async function makeSecrets(): Promise<Secrets> {
  const { privateKey } = await generateKeyPair('RS256', { modulusLength: 3072, extractable: true });
  const jwk = await exportJWK(privateKey);
  return {
    clientSecret: randomBytes(32).toString('base64url'),
    cookieKeys: [randomBytes(32).toString('base64url')],
    keys: [{ ...jwk, use: 'sig', alg: 'RS256', kid: randomBytes(8).toString('hex') }],
    paymentSecret: randomBytes(32).toString('base64url'),
  };
}
