export { decodeBase64url, encodeBase64url } from './base64url.ts';
export { conceal, type Concealed } from './conceal.ts';
export { SdJwtError, type Disclosure, type Jws, type SdJwt } from './model.ts';
export { choose, sdHashOf, writeSdJwt } from './present.ts';
export { readJws, readSdJwt } from './read.ts';
export { reveal, type Revealed } from './reveal.ts';
