export { childrenOf, DerError, expectTag, readDer, readPrefix, tags, type DerNode } from './read.ts';
export {
  readBits,
  readBoolean,
  readInteger,
  readNumber,
  readOctets,
  readOid,
  readText,
  readTime,
} from './values.ts';
export {
  bits,
  boolean,
  element,
  elementOf,
  explicit,
  generalizedTime,
  ia5,
  integer,
  octets,
  oid,
  printable,
  sequence,
  setOf,
  unsigned,
  utcTime,
  utf8,
} from './write.ts';
