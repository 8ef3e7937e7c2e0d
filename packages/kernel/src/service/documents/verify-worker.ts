import { parentPort } from 'node:worker_threads';
import { checkSignature, documentDigest, trustedDigest } from '../../platform/crypto/index.ts';
import { makeSealMemory, makeSm2, OfdError, verifyDocument } from '@quancheng/engines/ofd';
import { isPdf, verifyPdf } from '@quancheng/engines/pades';
import type { Examined } from './trust.ts';

/** Checks one document after the other on a thread of its own, see `createVerifier`. */

// Seals of one city come back again and again.
const sm2 = makeSm2({ precompute: 3 });
const seals = makeSealMemory({ digest: documentDigest });

parentPort?.on('message', ({ bytes, at }: { bytes: Uint8Array; at: number }) => {
  try {
    const examine = isPdf(bytes) ? examinePdf : examineOfd;
    parentPort?.postMessage(examine(bytes, new Date(at)));
  } catch (error) {
    if (!(error instanceof OfdError)) throw error;
    parentPort?.postMessage({ refused: error.text });
  }
});

function examinePdf(bytes: Uint8Array, at: Date): Examined {
  const certificates: (readonly Uint8Array[])[] = [];
  // Whose the certificates are is looked up where the database is.
  const trust = (needed: readonly Uint8Array[]) => {
    certificates.push(needed);
    return { ok: false, text: { zh: '', en: '' } };
  };
  const verification = verifyPdf(bytes, { digest: trustedDigest, check: checkSignature, at, trust });
  return { verification, certificates };
}

function examineOfd(bytes: Uint8Array, at: Date): Examined {
  const asked: Uint8Array[] = [];
  const trust = (certificate: Uint8Array) => {
    asked.push(certificate);
    return { ok: false, detail: '' };
  };
  const verification = verifyDocument(bytes, { digest: documentDigest, sm2, seals, at, trust });
  // Signer and maker of the seal, one signature after the other.
  const certificates = Array.from({ length: asked.length / 2 }, (_, index) =>
    asked.slice(index * 2, index * 2 + 2),
  );
  return { verification, certificates };
}
