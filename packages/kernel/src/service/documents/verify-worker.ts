import { parentPort } from 'node:worker_threads';
import { documentDigest } from '../../platform/crypto/index.ts';
import { makeSm2, OfdError, verifyDocument } from '@quancheng/engines/ofd';
import type { Examined } from './trust.ts';

/** Checks one document after the other on a thread of its own, see `createVerifier`. */

// Seals of one city come back again and again.
const sm2 = makeSm2({ precompute: 3 });

parentPort?.on('message', ({ bytes, at }: { bytes: Uint8Array; at: number }) => {
  try {
    const certificates: Uint8Array[] = [];
    // Whose they are is looked up where the database is.
    const trust = (certificate: Uint8Array) => {
      certificates.push(certificate);
      return { ok: false, detail: '' };
    };
    const verification = verifyDocument(bytes, { digest: documentDigest, sm2, at: new Date(at), trust });
    parentPort?.postMessage({ verification, certificates } satisfies Examined);
  } catch (error) {
    if (!(error instanceof OfdError)) throw error;
    parentPort?.postMessage({ refused: error.text });
  }
});
