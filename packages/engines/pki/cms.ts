import { explicit, integer, octets, oid, sequence, setOf } from '../der/index.ts';
import { constructed, timeOf } from './parts.ts';
import { digestAlgorithm, digestName, signatureAlgorithm } from './algorithms.ts';
import type { CertifiedSigner, Digest } from './model.ts';
import { partsOf } from './read.ts';

/** Object identifiers of RFC 5652, RFC 5035 and RFC 3161. */
export const ids = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  timeStampToken: '1.2.840.113549.1.9.16.2.14',
  stampInfo: '1.2.840.113549.1.9.16.1.4',
};

export interface CmsInput {
  /** Type of the content; plain data unless said. */
  readonly type?: string;
  readonly content: Uint8Array;
  /** `detached`: the content stands elsewhere, as in a PDF. */
  readonly form: 'attached' | 'detached';
  /** Leaves the time out where a stamp says it. */
  readonly signingTime?: Date;
  /** Certificates beside the signer's own, DER. */
  readonly chain?: readonly Uint8Array[];
  /** Stamps the signature's octets; the token goes along, unsigned (CAdES-T). */
  readonly stamp?: (signature: Uint8Array) => Promise<Uint8Array>;
}

/** Signed data (RFC 5652) in DER with the signer's certificate bound to it (RFC 5035). */
export async function signCms(input: CmsInput, signer: CertifiedSigner, digest: Digest): Promise<Uint8Array> {
  const { type = ids.data, content } = input;
  const hash = digest(digestName[signer.scheme], content);
  const attributes = [
    attribute(ids.contentType, oid(type)),
    attribute(ids.messageDigest, octets(hash)),
    ...(input.signingTime ? [attribute(ids.signingTime, timeOf(input.signingTime))] : []),
    attribute(ids.signingCertificateV2, signingCertificate(signer, digest)),
  ];
  // Signed as a SET OF, but sent under [0] (RFC 5652 §5.4).
  const signedAttributes = setOf(...attributes);
  const signature = await signer.sign(signedAttributes);
  const token = await input.stamp?.(signature);
  const { issuer, serial } = partsOf(signer.certificate);
  const signerInfo = sequence(
    integer(1),
    sequence(issuer, serial),
    digestAlgorithm(signer.scheme),
    retagged(signedAttributes, 0xa0),
    signatureAlgorithm(signer.scheme),
    octets(signature),
    ...(token ? [constructed(1, attribute(ids.timeStampToken, token))] : []),
  );
  return sequence(
    oid(ids.signedData),
    explicit(
      0,
      sequence(
        integer(type === ids.data ? 1 : 3),
        setOf(digestAlgorithm(signer.scheme)),
        sequence(oid(type), ...(input.form === 'attached' ? [explicit(0, octets(content))] : [])),
        constructed(0, signer.certificate, ...(input.chain ?? [])),
        setOf(signerInfo),
      ),
    ),
  );
}

function attribute(id: string, value: Uint8Array): Uint8Array {
  return sequence(oid(id), setOf(value));
}

/** SigningCertificateV2: the hash is SHA-256 unless it says otherwise. */
function signingCertificate({ scheme, certificate }: CertifiedSigner, digest: Digest): Uint8Array {
  const hash = octets(digest(digestName[scheme], certificate));
  return sequence(sequence(scheme === 'ES256' ? sequence(hash) : sequence(digestAlgorithm(scheme), hash)));
}

/** The same element under another tag. */
export function retagged(element: Uint8Array, tag: number): Uint8Array {
  const copy = element.slice();
  copy[0] = tag;
  return copy;
}
