export { consentVersion, mostOctets, Pictures, type FacePerson } from './model.ts';
export { faceErrors } from './errors.ts';
export { createFaceChecks, type FaceChecks } from './service.ts';
