export { readCertificate, type Certificate } from './certificate.ts';
export { inChina, type Check, type CheckName } from './checks.ts';
export {
  defaultDigest,
  derSignature,
  makeSm2,
  plainSignature,
  type Digest,
  type DigestName,
  type Sm2,
} from './crypto.ts';
export { readDocument } from './document.ts';
export { OfdError, type Bilingual, type OfdErrorCode } from './errors.ts';
export { defaultLimits, type Limits } from './limits.ts';
export type * from './model.ts';
export { openPackage, packageOf, packFiles, withFiles, zipPackage, type Package } from './package.ts';
export {
  glyphsOf,
  sealObjects,
  sealPicture,
  sealPictureOfd,
  sealSize,
  type NameSeal,
  type OvalSeal,
  type RoundSeal,
  type SealSpec,
} from './picture.ts';
export type { Glyph } from './picture-text.ts';
export { renderPage, type RenderOptions } from './render.ts';
export {
  encodeSealInfo,
  readSeal,
  sealFrom,
  type Seal,
  type SealExtension,
  type SealInfo,
  type SealSigners,
} from './seal.ts';
export { makeSealMemory, type SealMemory } from './seal-memory.ts';
export { readDateTime, readSignatureLists, type SignatureList, type SignatureRecord } from './signatures.ts';
export { readSignedValue, type SignedValue } from './signed-value.ts';
export {
  addSignature,
  addSignatureTo,
  prepareSignature,
  seamStamps,
  type PreparedSignature,
  type SignInput,
  type StampInput,
} from './sign.ts';
export { table, wrapText, type CellInput, type RowInput, type TableInput } from './table.ts';
export { textOf } from './text.ts';
export {
  verificationJson,
  verifyDocument,
  type SignatureResult,
  type Verification,
  type VerifyOptions,
} from './verify.ts';
export { buildPackage, writeDocument } from './write.ts';
export type * from './write-input.ts';
export { measureWith } from './write-objects.ts';
