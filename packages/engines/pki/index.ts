export { oids, publicKeyInfo } from './algorithms.ts';
export {
  findTrust,
  problemOfPerson,
  type ChainFinding,
  type ChainProblem,
  type CheckSignature,
} from './chain.ts';
export { issueCertificate, type NewCertificate } from './certificate.ts';
export { isListed, problemOfList, readRevocationList, type RevocationList } from './crl.ts';
export { signCms, type CmsInput } from './cms.ts';
export {
  examineToken,
  isOver,
  isTimeStamp,
  problemOfSigner,
  signingTimeOf,
  tokenOf,
  type CmsPorts,
  type CmsProblem,
} from './cms-check.ts';
export { readSignedData, type CmsSigner, type SignedData } from './cms-read.ts';
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
export { askOcsp, readOcsp, type Issued, type NoAnswer, type OcspFinding } from './ocsp-answer.ts';
export { partsOf, type CertificateParts } from './read.ts';
export {
  examineRequest,
  readRequest,
  type CertificationRequest,
  type RequestFinding,
  type RequestKey,
  type RequestProblem,
} from './request.ts';
export { makeCrl, revocationReasons, type Revocation, type RevocationReason } from './revocation.ts';
export {
  answerTimeStamp,
  readTimeStampRequest,
  stamp,
  timeStampRequestFor,
  type Stamping,
  type TimeStampRequest,
} from './timestamp.ts';
export {
  personNumberIds,
  readX509,
  sameOctets,
  type Attribute,
  type Signed,
  type SignatureAlgorithm,
  type X509,
} from './x509.ts';
