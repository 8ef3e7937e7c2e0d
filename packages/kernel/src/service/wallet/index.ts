export { cardRoutes } from './card-routes.ts';
export { walletErrors } from './errors.ts';
export { carriesWalletToken } from './headers.ts';
export { issuerRoutes } from './issuer-routes.ts';
export type { WalletDeps } from './model.ts';
export { walletRoutes } from './routes.ts';
export { createSigners } from './signers.ts';
export { verifierRoutes } from './verifier-routes.ts';
