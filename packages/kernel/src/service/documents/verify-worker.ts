import { parentPort } from 'node:worker_threads';
import { checkSignature, documentDigest, trustedDigest } from '../../platform/crypto/index.ts';
import { makeSealMemory, makeSm2, OfdError, verifyDocument } from '@quancheng/engines/ofd';
import { isPdf, verifyPdf } from '@quancheng/engines/pades';
import { examineToken, PkiError } from '@quancheng/engines/pki';
import type { Examined, NeededCertificate } from './trust.ts';

/** Checks one document after the other on a thread of its own, see `createVerifier`. */

// Seals of one city come back again and again.
const sm2 = makeSm2({ precompute: 3 });
const seals = makeSealMemory({ digest: documentDigest });
const ports = { digest: trustedDigest, check: checkSignature };

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
  const certificates: (readonly NeededCertificate[])[] = [];
  const verification = verifyPdf(bytes, {
    ...ports,
    at,
    // Whose the certificates are is looked up where the database is.
    trust: ({ signer, stamp }) => {
      certificates.push([...needed('signer', signer), ...needed('stamp', stamp)]);
      return { ok: false, text: { zh: '', en: '' } };
    },
  });
  return { kind: 'pdf', verification, certificates };
}

function examineOfd(bytes: Uint8Array, at: Date): Examined {
  const certificates: (readonly NeededCertificate[])[] = [];
  let stamp: Uint8Array | undefined;
  let signer: Uint8Array | undefined;
  const verification = verifyDocument(bytes, {
    digest: documentDigest,
    sm2,
    seals,
    at,
    timeStamp: (token, stamped) => {
      const found = examined(token, stamped);
      stamp = found?.certificate;
      return { ok: found !== undefined, detail: 'its signature does not hold' };
    },
    // Signer and maker of the seal, one after the other, and before them the time stamp.
    trust: (certificate) => {
      if (signer === undefined) signer = certificate;
      else {
        certificates.push([
          ...needed('signer', signer),
          ...needed('maker', certificate),
          ...needed('stamp', stamp),
        ]);
        signer = stamp = undefined;
      }
      return { ok: false, detail: '' };
    },
  });
  return { kind: 'ofd', verification, certificates };
}

function needed(use: NeededCertificate['use'], certificate: Uint8Array | undefined): NeededCertificate[] {
  return certificate === undefined ? [] : [{ use, certificate }];
}

/** A time stamp token that holds. */
function examined(token: Uint8Array, stamped: Uint8Array) {
  try {
    const found = examineToken(token, stamped, ports);
    return typeof found === 'string' ? undefined : found;
  } catch (error) {
    if (error instanceof PkiError) return undefined;
    throw error;
  }
}
