export type { CertifiedSigner, Name, Profile, RevocationReason, Scheme } from '@quancheng/engines/pki';
export { registerPkiBodies } from './bodies.ts';
export { authorityErrors } from './errors.ts';
export { nameOfOwn, type CertificateRow, type CustodyRow, type LeafProfile } from './model.ts';
export { certificatePem, requestOctets } from './pem.ts';
export type { Holder, PersonPorts } from './person.ts';
export { authorityRoutes } from './routes.ts';
export { createAuthority, type Authority, type NewLeaf } from './service.ts';
export { isCertified, listAuthorities, listLines, type CertificateLine } from './store.ts';
