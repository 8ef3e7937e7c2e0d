import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Transform, type Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress, createZstdDecompress } from 'node:zlib';
import type { Cipher } from './cipher.ts';
import { backupErrors } from './errors.ts';
import type { Part } from './model.ts';

/** Compresses, encrypts and writes one part durably, and answers what the manifest says of it. */
export async function writePart(
  dir: string,
  plainName: string,
  source: Readable,
  cipher: Cipher | null,
): Promise<Part> {
  const name = cipher ? `${plainName}.enc` : plainName;
  const file = path.join(dir, name);
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const hash = createHash('sha256');
  let bytes = 0;
  const measure = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  await pipeline([
    source,
    createZstdCompress(),
    ...(cipher ? [cipher.encrypt(name)] : []),
    measure,
    createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true }),
  ]);
  return { name, bytes, sha256: hash.digest('hex') };
}

/** Reads a part back into `target`. Errors: `backup.altered`. */
export async function pourPart(
  dir: string,
  name: string,
  cipher: Cipher | null,
  target: Writable,
): Promise<void> {
  await pipeline([
    createReadStream(path.join(dir, name)),
    ...(cipher ? [cipher.decrypt(name)] : []),
    createZstdDecompress(),
    target,
  ]);
}

/** Errors: `backup.altered`, when a part is not byte for byte what the manifest says. */
export async function checkPart(dir: string, { name, bytes, sha256 }: Part): Promise<void> {
  const hash = createHash('sha256');
  let found = 0;
  try {
    for await (const chunk of createReadStream(path.join(dir, name))) {
      hash.update(chunk as Buffer);
      found += (chunk as Buffer).length;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw backupErrors.altered({ part: name });
  }
  if (found !== bytes || hash.digest('hex') !== sha256) throw backupErrors.altered({ part: name });
}
