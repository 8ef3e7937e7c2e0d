import {
  bits,
  boolean,
  element,
  explicit,
  ia5,
  integer,
  octets,
  oid,
  sequence,
  tags,
  unsigned,
} from '../der/index.ts';
import { constructed, implicit, namedBits, nameOf, timeOf } from './parts.ts';
import { publicKeyInfo, signatureAlgorithm } from './algorithms.ts';
import type { CertifiedSigner, Digest, Name, Profile, Scheme, Signer } from './model.ts';
import { keyOfInfo, partsOf } from './read.ts';

export interface NewCertificate {
  /** Unsigned, 8 to 20 octets, unforeseeable. */
  readonly serial: Uint8Array;
  readonly subject: Name;
  readonly key:
    | { readonly scheme: Scheme; /** 65 octets, uncompressed. */ readonly point: Uint8Array }
    | { /** SubjectPublicKeyInfo of any kind. */ readonly keyInfo: Uint8Array };
  readonly from: Date;
  readonly until: Date;
  readonly profile: Profile;
  /** Where the issuer answers: its list of revoked certificates, and OCSP. */
  readonly crlUrl?: string;
  readonly ocspUrl?: string;
  /** Names and addresses of a TLS server. */
  readonly hosts?: readonly string[];
}

/** An X.509 version 3 certificate (RFC 5280, GM/T 0015) in DER, signed by its issuer; a root signs itself. */
export async function issueCertificate(
  wanted: NewCertificate,
  issuer: Signer | CertifiedSigner,
  digest: Digest,
): Promise<Uint8Array> {
  const keyInfo =
    'keyInfo' in wanted.key ? wanted.key.keyInfo : publicKeyInfo(wanted.key.scheme, wanted.key.point);
  const key = keyOfInfo(keyInfo);
  const above = 'certificate' in issuer ? partsOf(issuer.certificate) : undefined;
  const algorithm = signatureAlgorithm(issuer.scheme);
  const subject = nameOf(wanted.subject);
  const tbs = sequence(
    explicit(0, integer(2)),
    unsigned(wanted.serial),
    algorithm,
    above?.subject ?? subject,
    sequence(timeOf(wanted.from), timeOf(wanted.until)),
    subject,
    keyInfo,
    explicit(3, sequence(...extensionsOf(wanted, { key, issuerKey: above?.key ?? key }, digest))),
  );
  return sequence(tbs, algorithm, bits(await issuer.sign(tbs)));
}

const extendedUses: Readonly<Partial<Record<Profile, string>>> = {
  timestamp: '1.3.6.1.5.5.7.3.8',
  ocsp: '1.3.6.1.5.5.7.3.9',
  tls: '1.3.6.1.5.5.7.3.1',
  person: '1.3.6.1.5.5.7.3.2',
};
const noOcspCheck = '1.3.6.1.5.5.7.48.1.5';

// Bits of KeyUsage (RFC 5280 §4.2.1.3).
const digitalSignature = 0;
const nonRepudiation = 1;
const certificateSign = 5;
const crlSign = 6;

function extensionsOf(
  { profile, crlUrl, ocspUrl, hosts }: NewCertificate,
  { key, issuerKey }: { key: Uint8Array; issuerKey: Uint8Array },
  digest: Digest,
): Uint8Array[] {
  const isAuthority = profile === 'root' || profile === 'intermediate';
  const use = isAuthority
    ? [certificateSign, crlSign]
    : profile === 'seal' || profile === 'maker' || profile === 'signer'
      ? [digitalSignature, nonRepudiation]
      : [digitalSignature];
  const extended = extendedUses[profile];
  return [
    extension(
      '2.5.29.19',
      isAuthority ? sequence(boolean(true), ...(profile === 'root' ? [] : [integer(0)])) : sequence(),
      'critical',
    ),
    extension('2.5.29.15', namedBits(...use), 'critical'),
    extension('2.5.29.14', octets(digest('SHA-1', key))),
    extension('2.5.29.35', sequence(implicit(0, digest('SHA-1', issuerKey)))),
    ...(extended === undefined
      ? []
      : // A time stamp's use must be critical and the only one (RFC 3161 §2.3).
        [extension('2.5.29.37', sequence(oid(extended)), profile === 'timestamp' ? 'critical' : undefined)]),
    // The answer about a responder's own certificate would come from itself.
    ...(profile === 'ocsp' ? [extension(noOcspCheck, element(tags.null))] : []),
    ...(hosts === undefined ? [] : [extension('2.5.29.17', sequence(...hosts.map(hostName)))]),
    ...(crlUrl === undefined ? [] : [extension('2.5.29.31', pointOf(crlUrl))]),
    ...(ocspUrl === undefined ? [] : [extension('1.3.6.1.5.5.7.1.1', accessOf(ocspUrl))]),
  ];
}

function extension(id: string, value: Uint8Array, critical?: 'critical'): Uint8Array {
  return sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value));
}

function hostName(host: string): Uint8Array {
  const address = /^\d+\.\d+\.\d+\.\d+$/.test(host)
    ? Uint8Array.from(host.split('.').map(Number))
    : undefined;
  return address ? implicit(7, address) : implicit(2, contentOf(ia5(host)));
}

function pointOf(url: string): Uint8Array {
  return sequence(sequence(constructed(0, constructed(0, implicit(6, contentOf(ia5(url)))))));
}

function accessOf(url: string): Uint8Array {
  return sequence(sequence(oid('1.3.6.1.5.5.7.48.1'), implicit(6, contentOf(ia5(url)))));
}

/** The characters of a text element: addresses are far shorter than 128, so its header has two octets. */
function contentOf(text: Uint8Array): Uint8Array {
  return text.subarray(text.length < 130 ? 2 : 3);
}
