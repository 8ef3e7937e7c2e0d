import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';

/** Content by its SHA-256; a folder here, an object store elsewhere. */
export interface Blobs {
  /** Takes the bytes durably; the same content again changes nothing. */
  put(hash: string, bytes: Uint8Array): Promise<void>;
  get(hash: string): Readable;
}

export function localBlobs(dir: string): Blobs {
  const fileOf = (hash: string): string => path.join(dir, hash.slice(0, 2), hash);

  async function put(hash: string, bytes: Uint8Array): Promise<void> {
    const target = fileOf(hash);
    const known = await stat(target).catch(() => undefined);
    if (known?.size === bytes.byteLength) return;
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    // Written aside and renamed, so that a power cut leaves no half file under a good name.
    const aside = `${target}.${randomUUID()}`;
    try {
      const handle = await open(aside, 'w', 0o600);
      try {
        await handle.writeFile(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(aside, target);
    } catch (error) {
      await rm(aside, { force: true });
      throw error;
    }
  }

  return { put, get: (hash) => createReadStream(fileOf(hash)) };
}
