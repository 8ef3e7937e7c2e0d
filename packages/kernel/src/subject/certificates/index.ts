export { certificateErrors } from './errors.ts';
export type { CertifiedPerson } from './model.ts';
export { tellOfEndingCertificates } from './remind.ts';
export { readRoots, type Roots } from './roots.ts';
export { certificateRoutes } from './routes.ts';
export { certificatePath, createClientCertificates, type ClientCertificates } from './service.ts';
export { hasCertificate } from './store.ts';
