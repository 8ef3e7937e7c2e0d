export { createVerifier, type Verifier } from './verifier.ts';
export { documentRoutes } from './routes.ts';
export { documentErrors } from './errors.ts';
