import { parentPort } from 'node:worker_threads';
import { documentDigest } from '../../platform/crypto/index.ts';
import { makeSm2, OfdError, verifyDocument } from '@quancheng/engines/ofd';

/** Checks one document after the other on a thread of its own, see `createVerifier`. */

// Seals of one city come back again and again.
const sm2 = makeSm2({ precompute: 3 });

parentPort?.on('message', ({ bytes, at }: { bytes: Uint8Array; at: number }) => {
  try {
    parentPort?.postMessage({
      verification: verifyDocument(bytes, { digest: documentDigest, sm2, at: new Date(at) }),
    });
  } catch (error) {
    if (!(error instanceof OfdError)) throw error;
    parentPort?.postMessage({ refused: error.text });
  }
});
