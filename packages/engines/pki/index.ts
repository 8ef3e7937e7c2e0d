export { oids, publicKeyInfo } from './algorithms.ts';
export { issueCertificate, type NewCertificate } from './certificate.ts';
export { signCms, type CmsInput } from './cms.ts';
export {
  PkiError,
  type CertifiedSigner,
  type Digest,
  type Name,
  type Profile,
  type Scheme,
  type Signer,
} from './model.ts';
export {
  answerOcsp,
  isOfIssuer,
  readOcspRequest,
  refuseOcsp,
  type OcspQuestion,
  type OcspRequest,
  type OcspStatus,
} from './ocsp.ts';
export { partsOf, type CertificateParts } from './read.ts';
export { makeCrl, revocationReasons, type Revocation, type RevocationReason } from './revocation.ts';
export {
  answerTimeStamp,
  readTimeStampRequest,
  stamp,
  timeStampRequestFor,
  type Stamping,
  type TimeStampRequest,
} from './timestamp.ts';
