export { readKey } from './cipher.ts';
export { checkParts, openBackup } from './folder.ts';
export { makeBackup } from './make.ts';
export { readSecrets, restoreBackup, type RestoreReport } from './restore.ts';
