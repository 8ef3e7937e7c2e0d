import { deflateRawSync } from 'node:zlib';
import {
  addSignatureTo,
  derSignature,
  prepareSignature,
  readSeal,
  type Package,
  type StampInput,
} from '@quancheng/engines/ofd';
import { signCms } from '@quancheng/engines/pki';
import type { Context } from '../../platform/context/index.ts';
import { digest, documentDigest } from '../../platform/crypto/index.ts';
import { sql } from '../../platform/database/index.ts';
import type { Sealing } from '../../platform/papers/index.ts';
import type { Authority } from '../../subject/authority/index.ts';
import { countUse, getGrant, type Granted, type SealRequest } from './counting.ts';
import { fullNameOf } from './make.ts';
import type { SealUsage } from './model.ts';

/** What seals an OFD package; each call is one signature and one use. */
export interface OfdSealing {
  /** Of the seal, in millimetres. */
  readonly size: { readonly width: number; readonly height: number };
  /**
   * The signed file. Several calls on what came out before countersign. Errors: as `forOfd`, at that instant; OfdError
   * `closed` where the document takes no more signatures, `noPage`.
   */
  seal(pkg: Package | Uint8Array, stamps: readonly StampInput[]): Promise<Uint8Array>;
}

/**
 * Seals documents. A signature is one use, so a document sealed as OFD and as PDF takes two: each is an original that
 * goes its own way, and whoever checks a grant counts its records. Use and record are of the transaction of the
 * caller. Errors: `seal.not-granted`, `seal.not-now`, `seal.used-up`, `seal.frozen`, `seal.ended`, `seal.expired`, when
 * it is asked for and again at each signature.
 */
export interface Sealer {
  /** SM2 by the seal of GB/T 38540, with a time stamp of SM2. */
  forOfd(ctx: Context, request: SealRequest): Promise<OfdSealing>;
  /** Picture and signature for `makeSealedPaper`: CMS by ES256 with its chain and a time stamp (PAdES B-T). */
  forPdf(ctx: Context, request: SealRequest): Promise<Pick<Sealing, 'picture' | 'signature'>>;
}

/** What of a seal does not change while it lives. */
interface Material {
  name: string;
  eseal: Buffer;
  /** Of SM2, DER: the one that the seal names. */
  certificate: Uint8Array;
  picture: { path: string; width: number; height: number };
  sm2CertificateId: string;
  es256CertificateId: string;
  chain: Buffer[];
}

const mostKept = 300;

export function createSealer({ authority }: { authority: Authority }): Sealer {
  const kept = new Map<string, Material>();

  async function materialOf(ctx: Context, { sealId }: Granted): Promise<Material> {
    const known = kept.get(sealId);
    if (known) return known;
    const material = await readMaterial(ctx, authority, sealId);
    kept.set(sealId, material);
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return material;
  }

  return {
    forOfd: async (ctx, request) => {
      const grant = await getGrant(ctx, request);
      const { eseal, certificate, picture, sm2CertificateId } = await materialOf(ctx, grant);
      return {
        size: { width: picture.width, height: picture.height },
        seal: async (pkg, stamps) => {
          const prepared = prepareSignature(pkg, {
            seal: eseal,
            certificate,
            at: ctx.now,
            stamps,
            digest: documentDigest,
          });
          await countUse(ctx, grant, request, { form: 'ofd', digest: describedBy(prepared) });
          const signer = await authority.signerOf(ctx, sm2CertificateId);
          // In DER, as it will stand in the file: that is what the time stamp is over.
          const signature = derSignature(await signer.sign(prepared.toSign));
          if (!signature) throw new Error('custody answers a signature of SM2');
          const hash = digest('SM3', signature);
          const stamp = await authority.stamp(ctx, { scheme: 'SM2', hash });
          return addSignatureTo(prepared, signature, stamp, deflateRawSync);
        },
      };
    },
    forPdf: async (ctx, request) => {
      const grant = await getGrant(ctx, request);
      const { name, picture, es256CertificateId, chain } = await materialOf(ctx, grant);
      const sign = async (covered: Uint8Array): Promise<Uint8Array> => {
        await countUse(ctx, grant, request, { form: 'pdf', digest: digest('SHA-256', covered) });
        const signer = await authority.signerOf(ctx, es256CertificateId);
        const stampOf = (signature: Uint8Array) =>
          authority.stamp(ctx, { scheme: 'ES256', hash: digest('SHA-256', signature) });
        const input = { content: covered, form: 'detached', chain, stamp: stampOf } as const;
        return signCms(input, signer, documentDigest);
      };
      return { picture, signature: { name, reason: request.purpose, at: ctx.now, sign } };
    },
  };
}

/** SM3 of the description of a signature, which names every protected file. */
function describedBy({ package: { files }, valuePath }: ReturnType<typeof prepareSignature>): Buffer {
  const description = files.get(valuePath.replace(/[^/]*$/, 'Signature.xml'));
  if (!description) throw new Error('a prepared signature has its description');
  return digest('SM3', description);
}

async function readMaterial(ctx: Context, authority: Authority, id: string): Promise<Material> {
  const { rows } = await sql<
    Omit<Material, 'picture' | 'chain' | 'certificate'> & {
      usage: SealUsage;
      path: string;
      widthMm: number;
      heightMm: number;
    }
  >`select name, usage, eseal, path, width_mm, height_mm, sm2_certificate_id, es256_certificate_id
    from seal where id = ${id}`.execute(ctx.tx);
  const [row] = rows;
  if (!row) throw new Error('a grant is of a seal');
  const { usage, path, widthMm, heightMm, ...rest } = row;
  const { signers } = readSeal(row.eseal);
  const [certificate] = signers.kind === 'certificates' ? signers.certificates : [];
  if (!certificate) throw new Error('a seal of the platform names its certificate');
  return {
    ...rest,
    certificate,
    name: fullNameOf({ name: row.name, usage }),
    picture: { path, width: widthMm, height: heightMm },
    chain: await authority.chainOf(ctx, row.es256CertificateId),
  };
}
