import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import Value from 'typebox/value';
import { createCipher, type Cipher } from './cipher.ts';
import { backupErrors } from './errors.ts';
import { backupFormat, Manifest } from './model.ts';
import { checkPart } from './parts.ts';

const manifestFile = 'manifest.json';
const sealFile = 'manifest.seal';

/** A backup whose manifest was read and is what was written. */
export interface OpenBackup {
  dir: string;
  manifest: Manifest;
  cipher: Cipher | null;
}

/** Written last: a folder without it is a backup that was interrupted. */
export async function writeManifest(dir: string, manifest: Manifest, cipher: Cipher | null): Promise<void> {
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  const options = { flag: 'wx', mode: 0o600, flush: true };
  await writeFile(path.join(dir, sealFile), `${sealOf(text, cipher)}\n`, options);
  await writeFile(path.join(dir, manifestFile), text, options);
}

/** Errors: `backup.incomplete`, `.altered`, `.key-needed`, `.wrong-key`, `.not-encrypted`, `.unknown-format`. */
export async function openBackup(dir: string, key: string | null): Promise<OpenBackup> {
  const text = await readPlain(dir, manifestFile);
  const seal = (await readPlain(dir, sealFile)).trim();
  const manifest = readManifest(text);
  const cipher = await cipherOf(manifest, key);
  if (sealOf(text, cipher) !== seal) throw backupErrors.altered({ part: manifestFile });
  return { dir, manifest, cipher };
}

/** Errors: `backup.altered`. */
export async function checkParts({ dir, manifest }: OpenBackup): Promise<void> {
  for (const part of manifest.parts) await checkPart(dir, part);
}

async function readPlain(dir: string, file: string): Promise<string> {
  try {
    return await readFile(path.join(dir, file), 'utf8');
  } catch {
    throw backupErrors.incomplete({ dir, file });
  }
}

function readManifest(text: string): Manifest {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    throw backupErrors.altered({ part: manifestFile });
  }
  const { format } = (found ?? {}) as { format?: unknown };
  if (typeof format === 'number' && format !== backupFormat)
    throw backupErrors.unknownFormat({ found: format, known: backupFormat });
  if (!Value.Check(Manifest, found)) throw backupErrors.altered({ part: manifestFile });
  return found;
}

async function cipherOf({ encryption }: Manifest, key: string | null): Promise<Cipher | null> {
  if (encryption === null) {
    if (key !== null) throw backupErrors.notEncrypted();
    return null;
  }
  if (key === null) throw backupErrors.keyNeeded();
  const cipher = await createCipher(key, Buffer.from(encryption.salt, 'base64'));
  if (cipher.check !== encryption.check) throw backupErrors.wrongKey();
  return cipher;
}

/** Without a key the seal tells what was damaged, not what was forged. */
function sealOf(text: string, cipher: Cipher | null): string {
  return cipher
    ? `hmac-sha256:${cipher.seal(text)}`
    : `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
