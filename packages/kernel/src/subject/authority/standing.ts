import { partsOf, PkiError, type CertifiedSigner } from '@quancheng/engines/pki';
import type { Context } from '../../platform/context/index.ts';
import { platformErrors } from '../../platform/errors/index.ts';
import type { Keys } from '../keys/index.ts';
import { authorityErrors } from './errors.ts';
import type { Issuing } from './issue.ts';
import { isInCustody, standingOf, type CertificateRow, type Standing } from './model.ts';
import { findBySerial, findChain } from './store.ts';

export type Judgement = { known: false } | { known: true; state: Standing; certificate: CertificateRow };

/** A certificate that may sign now, with those above it. */
export interface Ready {
  signer: CertifiedSigner;
  row: CertificateRow;
  /** From the issuer up to the root, DER. */
  chain: Buffer[];
}

export interface Standings {
  /** Errors: `platform.not-found`, `authority.revoked`, `authority.held`, `authority.outside-period`, `authority.not-for-signing`, `authority.key-rotated`. */
  readyOf(ctx: Context, certificateId: string): Promise<Ready>;
  signerOf(ctx: Context, certificateId: string): Promise<CertifiedSigner>;
  chainOf(ctx: Context, certificateId: string): Promise<Buffer[]>;
  judge(ctx: Context, certificate: Uint8Array, at: Date): Promise<Judgement>;
}

export function createStandings({ keys, issuing }: { keys: Keys; issuing: Issuing }): Standings {
  async function readyOf(ctx: Context, certificateId: string): Promise<Ready> {
    const chain = await getChain(ctx, certificateId);
    const [row, ...above] = chain;
    const refusal = refusalOf(chain, ctx.now);
    if (refusal) throw refusal;
    if (!isInCustody(row)) throw authorityErrors.notForSigning();
    const { version } = await keys.publicKeyOf(ctx, row.keyId);
    if (version !== row.keyVersion) throw authorityErrors.keyRotated();
    return { signer: issuing.signerFor(ctx, row), row, chain: above.map(({ der }) => der) };
  }

  async function signerOf(ctx: Context, certificateId: string): Promise<CertifiedSigner> {
    const { signer, row } = await readyOf(ctx, certificateId);
    if (row.generation !== null) throw authorityErrors.notForSigning();
    return signer;
  }

  async function chainOf(ctx: Context, certificateId: string): Promise<Buffer[]> {
    const [, ...above] = await getChain(ctx, certificateId);
    return above.map(({ der }) => der);
  }

  return { readyOf, signerOf, chainOf, judge };
}

async function judge(ctx: Context, certificate: Uint8Array, at: Date): Promise<Judgement> {
  const serial = serialOf(certificate);
  const found = serial && (await findBySerial(ctx, serial));
  if (!found?.der.equals(certificate)) return { known: false };
  return { known: true, state: standingOf(await findChain(ctx, found.id), at), certificate: found };
}

/** Unsigned; undefined for what is no certificate. */
function serialOf(certificate: Uint8Array): Uint8Array | undefined {
  try {
    const content = partsOf(certificate).serial.subarray(2);
    return content[0] === 0 ? content.subarray(1) : content;
  } catch (error) {
    if (error instanceof PkiError) return undefined;
    throw error;
  }
}

async function getChain(ctx: Context, id: string): Promise<[CertificateRow, ...CertificateRow[]]> {
  const [row, ...above] = await findChain(ctx, id);
  if (!row) throw platformErrors.notFound();
  return [row, ...above];
}

function refusalOf(chain: readonly [CertificateRow, ...CertificateRow[]], now: Date) {
  const state = standingOf(chain, now);
  const [{ validFrom, validUntil }] = chain;
  if (state === 'revoked') return authorityErrors.revoked();
  if (state === 'held') return authorityErrors.held();
  if (state === 'outside-period')
    return authorityErrors.outsidePeriod({ from: validFrom.toISOString(), until: validUntil.toISOString() });
  return undefined;
}
