import { DerError, expectTag, tags, type DerNode } from './read.ts';

/** An INTEGER of any size. */
export function readInteger(node: DerNode | undefined): bigint {
  const { content, offset } = expectTag(node, tags.integer);
  const first = content[0];
  if (first === undefined || content.length > 512) throw new DerError('integer of a bad size', offset);
  const second = content[1] ?? 0;
  if (content.length > 1 && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80)))
    throw new DerError('integer not minimal', offset);
  let value = first >= 0x80 ? -1n : 0n;
  for (const byte of content) value = value * 256n + BigInt(byte);
  return value;
}

/** An INTEGER that fits a number without loss. */
export function readNumber(node: DerNode | undefined): number {
  const value = Number(readInteger(node));
  if (!Number.isSafeInteger(value)) throw new DerError('integer too large', node?.offset ?? 0);
  return value;
}

export function readBoolean(node: DerNode | undefined): boolean {
  const { content, offset } = expectTag(node, tags.boolean);
  // BER lets any value but 0 stand for true, and seal makers use 1.
  if (content.length !== 1) throw new DerError('boolean of a bad size', offset);
  return content[0] !== 0;
}

/** An OBJECT IDENTIFIER in its dotted form. */
export function readOid(node: DerNode | undefined): string {
  const { content, offset } = expectTag(node, tags.oid);
  if (content.length === 0 || content.length > 64) throw new DerError('identifier of a bad size', offset);
  const arcs: bigint[] = [];
  let arc = 0n;
  let open = false;
  for (const byte of content) {
    if (!open && byte === 0x80) throw new DerError('identifier not minimal', offset);
    arc = arc * 128n + BigInt(byte & 0x7f);
    open = byte >= 0x80;
    if (open) continue;
    if (arcs.length === 0) {
      const top = arc < 80n ? arc / 40n : 2n;
      arcs.push(top, arc - top * 40n);
    } else arcs.push(arc);
    arc = 0n;
  }
  if (open) throw new DerError('identifier cut off', offset);
  return arcs.join('.');
}

export function readOctets(node: DerNode | undefined): Uint8Array {
  return expectTag(node, tags.octets).content;
}

/** A BIT STRING of whole octets. */
export function readBits(node: DerNode | undefined): Uint8Array {
  const { content, offset } = expectTag(node, tags.bits);
  if (content[0] !== 0) throw new DerError('bit string not of whole octets', offset);
  return content.subarray(1);
}

/** Text of one of the usual string types. */
export function readText(node: DerNode | undefined): string {
  if (node === undefined) throw new DerError('text missing', 0);
  const { tag, content, offset } = node;
  if (tag === tags.utf8) return decode('utf-8', content, offset);
  if (tag === tags.bmp) return decode('utf-16be', content, offset);
  // T61String (0x14) is Latin-1 in practice.
  if (tag === tags.printable || tag === tags.ia5 || tag === 0x12 || tag === 0x14 || tag === 0x1a)
    return String.fromCharCode(...content.subarray(0, 65_536));
  throw new DerError('expected a text', offset);
}

function decode(encoding: string, content: Uint8Array, offset: number): string {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    throw new DerError('text in a bad encoding', offset);
  }
}

/** An instant, from UTCTime (years 1950 to 2049) or GeneralizedTime; both in UTC or with an offset. */
export function readTime(node: DerNode | undefined): Date {
  if (node === undefined) throw new DerError('time missing', 0);
  const { tag, content, offset } = node;
  if ((tag !== tags.utcTime && tag !== tags.generalizedTime) || content.length > 32)
    throw new DerError('expected a time', offset);
  let text = String.fromCharCode(...content);
  if (tag === tags.utcTime) text = (Number(text.slice(0, 2)) < 50 ? '20' : '19') + text;
  const match =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{1,9})?(?:Z|([+-]\d\d)(\d\d))$/.exec(text) ?? undefined;
  if (match === undefined) throw new DerError('time not understood', offset);
  const [, year, month, day, hour, minute, second, fraction = '', zoneHour, zoneMinute = '00'] = match;
  const zone = zoneHour === undefined ? 'Z' : `${zoneHour}:${zoneMinute}`;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${fraction.slice(0, 4)}${zone}`);
  if (Number.isNaN(date.getTime())) throw new DerError('no such time', offset);
  return date;
}
