import { issuerIdOf } from '@quancheng/engines/livecode';
import { encodeBase64url } from '@quancheng/engines/sdjwt';
import { X509Certificate, type JsonWebKey } from 'node:crypto';
import type { Context } from '../../platform/context/index.ts';
import { DomainError } from '../../platform/errors/index.ts';
import { digest } from '../../platform/crypto/index.ts';
import type { Authority, CustodyRow, Name } from '../../subject/authority/index.ts';
import type { Keys } from '../../subject/keys/index.ts';
import { findSigner, holdSigners, insertSigner, isSigner, listSigners } from './store.ts';

export type SignerRole = 'issuer' | 'verifier';

/** A key in custody with its certificate, by which JWTs are signed (ES256). */
export interface WalletSigner {
  /** Certificates from its own up to the one below the root, base64 of DER, as the header `x5c` has them. */
  x5c: string[];
  /** SHA-256 of its certificate, base64url: the client identifier of prefix `x509_hash`. */
  hash: string;
  /** Public. */
  jwk: JsonWebKey;
  validUntil: Date;
  /** A JWS in its compact form; `alg` and `x5c` are added to the header. Errors: those of the key. */
  signJwt(ctx: Context, header: { typ: string }, payload: object): Promise<string>;
  /** By which cards name their issuer, 8 octets. */
  id: Uint8Array;
  /** r and s over the octets (ES256), 64 octets. Errors: those of the key. */
  sign(ctx: Context, octets: Uint8Array): Promise<Uint8Array>;
}

export interface Signers {
  /** The one that signs now, made where there is none yet or the last one ends. Errors: `authority.not-ready`, those of the key. */
  signerOf(ctx: Context, role: SignerRole): Promise<WalletSigner>;
  /** The public key of the first certificate of an `x5c`, if credentials are or were issued by it and it still counts. */
  findIssuerKey(ctx: Context, x5c: unknown): Promise<JsonWebKey | undefined>;
  /** Chains of those whose cards count, from their own up to the one below the root, and the roots; DER. */
  listIssuers(ctx: Context): Promise<{ chains: Buffer[][]; roots: Buffer[] }>;
}

/** What is issued lives no longer than the certificate, so that one gives way after its first year. */
const signerDays = 1095;
const signsMs = 365 * 86_400_000;
/** One signs for a year and counts for three; the others were made because a key had to change. */
const mostIssuers = 20;

interface Deps {
  keys: Keys;
  authority: Authority;
  /** What the names of the platform's own certificates begin with. */
  organisation: Omit<Name, 'common'>;
}

const titles = { issuer: '电子证照凭证签发', verifier: '电子证照凭证查验' } as const;

export function createSigners({ keys, authority, organisation }: Deps): Signers {
  async function signerOf(ctx: Context, role: SignerRole): Promise<WalletSigner> {
    const known = await findReady(ctx, role);
    if (known) return known;
    await holdSigners(ctx);
    return (await findReady(ctx, role)) ?? make(ctx, role);
  }

  async function findReady(ctx: Context, role: SignerRole): Promise<WalletSigner | undefined> {
    const row = await findSigner(ctx, role);
    if (!row || ctx.now.getTime() - row.createdAt.getTime() > signsMs) return undefined;
    try {
      await authority.signerOf(ctx, row.id);
    } catch (error) {
      if (error instanceof DomainError) return undefined; // revoked, or its key has another version: one is made anew
      throw error;
    }
    return signerFrom(ctx, row);
  }

  async function make(ctx: Context, role: SignerRole): Promise<WalletSigner> {
    const { id: keyId } = await keys.findPlatformKey(ctx, `wallet/${role}`, {
      use: 'sign',
      algorithm: 'P-256',
    });
    const row = await authority.certify(ctx, {
      keyId,
      profile: 'signer',
      subject: { ...organisation, common: titles[role] },
      agencyId: null,
      days: signerDays,
    });
    await insertSigner(ctx, row.id, role);
    return signerFrom(ctx, row);
  }

  async function signerFrom(
    ctx: Context,
    { id, keyId, der, validUntil }: Pick<CustodyRow, 'id' | 'keyId' | 'der' | 'validUntil'>,
  ): Promise<WalletSigner> {
    const above = await authority.chainOf(ctx, id);
    // The root is what strangers trust by themselves.
    const x5c = [der, ...above.slice(0, -1)].map((certificate) => certificate.toString('base64'));
    const sign = async (at: Context, octets: Uint8Array) =>
      (await keys.signWith(at, keyId, Buffer.from(octets))).signature;
    return {
      x5c,
      id: await issuerIdOf(Uint8Array.from(der)),
      sign,
      hash: encodeBase64url(digest('SHA-256', der)),
      jwk: publicJwkOf(der),
      validUntil,
      signJwt: async (at, header, payload) => {
        const head = encodeJson({ alg: 'ES256', ...header, x5c });
        const signed = `${head}.${encodeJson(payload)}`;
        return `${signed}.${encodeBase64url(await sign(at, Buffer.from(signed)))}`;
      },
    };
  }

  async function findIssuerKey(ctx: Context, x5c: unknown): Promise<JsonWebKey | undefined> {
    const der = firstOf(x5c);
    if (der === undefined) return undefined;
    const judgement = await authority.judge(ctx, der, ctx.now);
    if (!judgement.known || judgement.state !== 'good') return undefined;
    const { certificate } = judgement;
    return (await isSigner(ctx, certificate.id, 'issuer')) ? publicJwkOf(certificate.der) : undefined;
  }

  async function listIssuers(ctx: Context): Promise<{ chains: Buffer[][]; roots: Buffer[] }> {
    const chains: Buffer[][] = [];
    const roots = new Map<string, Buffer>();
    for (const { id, der } of await listSigners(ctx, 'issuer', mostIssuers)) {
      const judgement = await authority.judge(ctx, der, ctx.now);
      if (!judgement.known || judgement.state !== 'good') continue;
      const above = await authority.chainOf(ctx, id);
      const root = above.at(-1);
      if (root) roots.set(root.toString('base64'), root);
      chains.push([der, ...above.slice(0, -1)]);
    }
    return { chains, roots: [...roots.values()] };
  }

  return { signerOf, findIssuerKey, listIssuers };
}

function encodeJson(value: object): string {
  return encodeBase64url(Buffer.from(JSON.stringify(value)));
}

function publicJwkOf(der: Buffer): JsonWebKey {
  const { kty, crv, x, y } = new X509Certificate(der).publicKey.export({ format: 'jwk' });
  return { kty, crv, x, y } as JsonWebKey;
}

function firstOf(x5c: unknown): Buffer | undefined {
  const first: unknown = Array.isArray(x5c) ? x5c[0] : undefined;
  return typeof first === 'string' && first.length < 8192 ? Buffer.from(first, 'base64') : undefined;
}
