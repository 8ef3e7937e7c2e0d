import { childrenOf, expectTag, readDer, readOctets, readOid, readTime, tags } from '../der/index.ts';
import { asSealError } from './seal.ts';

/** What a time stamp token says (RFC 3161 §2.4.2); its own signature is not looked at here. */
export interface TimeStamp {
  readonly digest: string;
  readonly imprint: Uint8Array;
  readonly at: Date;
}

/** @throws {OfdError} badSeal */
export function readTimeStamp(token: Uint8Array): TimeStamp {
  return asSealError(() => {
    const [, content] = childrenOf(expectTag(readDer(token), tags.sequence));
    const signedData = childrenOf(expectTag(content, 0xa0))[0];
    const encapsulated = childrenOf(expectTag(signedData, tags.sequence))[2];
    const wrapped = childrenOf(expectTag(encapsulated, tags.sequence))[1];
    const info = readDer(readOctets(childrenOf(expectTag(wrapped, 0xa0))[0]));
    const [, , imprint, , at] = childrenOf(expectTag(info, tags.sequence));
    const [algorithm, hash] = childrenOf(expectTag(imprint, tags.sequence));
    return {
      digest: readOid(childrenOf(expectTag(algorithm, tags.sequence))[0]),
      imprint: readOctets(hash),
      at: readTime(at),
    };
  });
}
