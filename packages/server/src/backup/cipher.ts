import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, scrypt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Duplex } from 'node:stream';
import { promisify } from 'node:util';
import { backupErrors } from './errors.ts';

const algorithm = 'aes-256-gcm';
/** Plain bytes of a chunk: a whole chunk is authenticated before any of it is used. */
const chunkBytes = 1 << 20;
const tagBytes = 16;

/** Encrypts the parts of one backup; each part has a key of its own, so that parts cannot change places. */
export interface Cipher {
  salt: string;
  /** Tells a wrong key from an altered backup. */
  check: string;
  encrypt(part: string): Duplex;
  /** Fails with `backup.altered`. */
  decrypt(part: string): Duplex;
  seal(manifest: string): string;
}

const derive = promisify<string, Buffer, number, object, Buffer>(scrypt);

/** A random key and a passphrase serve alike: both are what the file says. Errors: `backup.weak-key`. */
export async function readKey(file: string): Promise<string> {
  const key = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (key.length < 16) throw backupErrors.weakKey({ file });
  return key;
}

export async function createCipher(key: string, salt: Buffer = randomBytes(16)): Promise<Cipher> {
  const master = await derive(key, salt, 32, { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 });
  const keyOf = (use: string): Buffer => Buffer.from(hkdfSync('sha256', master, '', use, 32));
  const sign = (use: string, text: string): string =>
    createHmac('sha256', keyOf(use)).update(text).digest('hex');
  return {
    salt: salt.toString('base64'),
    check: sign('check', ''),
    encrypt: (part) => encrypting(keyOf(`part ${part}`)),
    decrypt: (part) => decrypting(keyOf(`part ${part}`), part),
    seal: (manifest) => sign('manifest', manifest),
  };
}

/** The last chunk says that it is the last: a part that was cut at a boundary does not pass. */
function nonceOf(index: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(index), 3);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

function encrypting(key: Buffer): Duplex {
  return Duplex.from(async function* (source: AsyncIterable<Buffer>) {
    for await (const { bytes, index, last } of inChunks(source, chunkBytes)) {
      const cipher = createCipheriv(algorithm, key, nonceOf(index, last));
      yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    }
  });
}

function decrypting(key: Buffer, part: string): Duplex {
  return Duplex.from(async function* (source: AsyncIterable<Buffer>) {
    for await (const { bytes, index, last } of inChunks(source, chunkBytes + tagBytes)) {
      if (bytes.length < tagBytes) throw backupErrors.altered({ part });
      const decipher = createDecipheriv(algorithm, key, nonceOf(index, last), { authTagLength: tagBytes });
      decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes));
      const plain = decipher.update(bytes.subarray(0, bytes.length - tagBytes));
      try {
        decipher.final();
      } catch {
        throw backupErrors.altered({ part });
      }
      yield plain;
    }
  });
}

interface Chunk {
  bytes: Buffer;
  index: number;
  last: boolean;
}

/** Cuts a stream into equal chunks; the last one may be shorter, and an empty stream is one empty chunk. */
async function* inChunks(source: AsyncIterable<Buffer>, size: number): AsyncGenerator<Chunk> {
  let waiting: Buffer[] = [];
  let length = 0;
  let index = 0;
  for await (const bytes of source) {
    waiting.push(bytes);
    length += bytes.length;
    if (length <= size) continue;
    let rest = Buffer.concat(waiting, length);
    for (; rest.length > size; rest = rest.subarray(size), index += 1)
      yield { bytes: rest.subarray(0, size), index, last: false };
    waiting = [rest];
    length = rest.length;
  }
  yield { bytes: Buffer.concat(waiting, length), index, last: true };
}
