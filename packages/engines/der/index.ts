export { childrenOf, DerError, expectTag, readDer, tags, type DerNode } from './read.ts';
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
