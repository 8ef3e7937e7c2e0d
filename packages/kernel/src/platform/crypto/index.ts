export {
  algorithmNames,
  AlgorithmName,
  algorithms,
  KeyUse,
  mayUse,
  type Algorithm,
  type AlgorithmEntry,
} from './algorithms.ts';
export { checkSignature, isStrongKey } from './certified.ts';
export { createSecretCache, type SecretCache } from './cache.ts';
export {
  digest,
  DigestName,
  documentDigest,
  mac,
  sameBytes,
  trustedDigest,
  type MacAlgorithm,
} from './digest.ts';
export { cryptoErrors, isAltered, keyStoreErrors } from './errors.ts';
export { generateKey, type NewKey } from './generate.ts';
export { localMaster, masterBytes, type Master } from './master.ts';
export {
  decryptBy,
  encryptFor,
  mostPlain,
  sign,
  SignOptions,
  verify,
  type PublicEncryption,
  type SignAlgorithm,
} from './pairs.ts';
export { newSealSecret, open, seal, type SealAlgorithm } from './seal.ts';
export { isSm2PublicKey, sm2PublicKey } from './sm2.ts';
export { tokenMaster, type TokenKey, type TokenMaster, type TokenOptions } from './token.ts';
