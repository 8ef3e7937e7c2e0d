import { randomBytes } from 'node:crypto';
import { element, integer, sequence, tags } from '@quancheng/engines/der';
import {
  answerTimeStamp,
  oids,
  PkiError,
  readTimeStampRequest,
  stamp,
  timeStampRequestFor,
  type Scheme,
  type TimeStampRequest,
} from '@quancheng/engines/pki';
import type { Context } from '../../platform/context/index.ts';
import { documentDigest } from '../../platform/crypto/index.ts';
import { authorityErrors } from './errors.ts';
import type { Ready, Standings } from './standing.ts';
import { findNewest } from './store.ts';

/** The policy that every token names: one of our own, made of a UUID (X.667), for which nobody need register. */
const policy = '2.25.164966290038178964113678834540318788913';

const digestIds = { SM2: oids.sm3, ES256: oids.sha256 } as const;

export interface Stamps {
  /** Errors: `authority.not-ready`, those of `readyOf` about the stamper's own certificate. */
  stamp(ctx: Context, digest: { scheme: Scheme; hash: Uint8Array }): Promise<Uint8Array>;
  /** TimeStampResp for TimeStampReq (RFC 3161 §2.4), both DER: SM2 signs over SM3, ECDSA over every other digest. */
  answerStamp(ctx: Context, bytes: Uint8Array): Promise<Uint8Array>;
}

export function createStamps({ readyOf }: Pick<Standings, 'readyOf'>): Stamps {
  async function stamperOf(ctx: Context, scheme: Scheme): Promise<Ready> {
    const newest = await findNewest(ctx, 'timestamp', scheme);
    if (!newest) throw authorityErrors.notReady();
    return readyOf(ctx, newest.id);
  }

  const stampingOf = (ctx: Context, chain: readonly Buffer[]) => ({
    policy,
    serial: randomBytes(16),
    at: ctx.now,
    chain,
  });

  return {
    stamp: async (ctx, { scheme, hash }) => {
      const { signer, chain } = await stamperOf(ctx, scheme);
      const request = timeStampRequestFor(hash, digestIds[scheme]);
      return stamp(request, stampingOf(ctx, chain), signer, documentDigest);
    },
    answerStamp: async (ctx, bytes) => {
      const request = findRequest(bytes);
      if (!request) return refuseTimeStamp('badDataFormat');
      const { signer, chain } = await stamperOf(ctx, request.digest === oids.sm3 ? 'SM2' : 'ES256');
      const above = request.wantsCertificate ? chain : [];
      return answerTimeStamp(bytes, stampingOf(ctx, above), signer, documentDigest);
    },
  };
}

function findRequest(bytes: Uint8Array): TimeStampRequest | undefined {
  try {
    return readTimeStampRequest(bytes);
  } catch (error) {
    if (error instanceof PkiError) return undefined;
    throw error;
  }
}

/** PKIFailureInfo as a BIT STRING: how many bits of its last octet are unused, then the octets (RFC 3161 §2.4.2). */
const failures = { badDataFormat: [2, 0x04], systemFailure: [6, 0, 0, 0, 0x40] } as const;
const rejection = 2;

/** What is answered in place of a stamp. */
export function refuseTimeStamp(why: keyof typeof failures): Uint8Array {
  return sequence(sequence(integer(rejection), element(tags.bits, Uint8Array.from(failures[why]))));
}
