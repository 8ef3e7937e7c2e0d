import { createHash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { makeSm2, OfdError, verifyDocument, type Digest } from '@quancheng/engines/ofd';

/** Checks one document after the other on a thread of its own, see `createVerifier`. */

const hashes = { SM3: 'sm3', 'SHA-1': 'sha1', 'SHA-256': 'sha256' } as const;
const digest: Digest = (name, bytes) => createHash(hashes[name]).update(bytes).digest();
// Seals of one city come back again and again.
const sm2 = makeSm2({ precompute: 3 });

parentPort?.on('message', ({ bytes, at }: { bytes: Uint8Array; at: number }) => {
  try {
    parentPort?.postMessage({ verification: verifyDocument(bytes, { digest, sm2, at: new Date(at) }) });
  } catch (error) {
    if (!(error instanceof OfdError)) throw error;
    parentPort?.postMessage({ refused: error.text });
  }
});
