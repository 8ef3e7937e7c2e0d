import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { fileErrors } from './errors.ts';

/** Content by its SHA-256; a folder here, an object store elsewhere. */
export interface Blobs {
  /** Takes the bytes durably; the same content again changes nothing. Errors: `file.full`. */
  put(hash: string, bytes: Uint8Array): Promise<void>;
  get(hash: string): Readable;
}

/** The disk, a quota or a limit of the process has no room for the bytes. */
function isFull(error: unknown): boolean {
  return /^(ENOSPC|EDQUOT|EFBIG)$/.test((error as NodeJS.ErrnoException).code ?? '');
}

export function localBlobs(dir: string): Blobs {
  const fileOf = (hash: string): string => path.join(dir, hash.slice(0, 2), hash);

  async function put(hash: string, bytes: Uint8Array): Promise<void> {
    const target = fileOf(hash);
    const known = await stat(target).catch(() => undefined);
    if (known?.size === bytes.byteLength) return;
    // Written aside and renamed, so that a power cut leaves no half file under a good name.
    const aside = `${target}.${randomUUID()}`;
    try {
      await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
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
      throw isFull(error) ? Object.assign(fileErrors.full(), { cause: error }) : error;
    }
  }

  return { put, get: (hash) => createReadStream(fileOf(hash)) };
}
