import { Inflate, inflateSync } from 'fflate';
import { sameBytes } from './bytes.ts';
import { crc32 } from './crc32.ts';
import { OfdError } from './errors.ts';
import type { Limits } from './limits.ts';
import { normalisePath } from './paths.ts';
import type { PackedBytes } from './zip-write.ts';

/** A file as the archive holds it, and unpacked. */
export interface ZipEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly packed: PackedBytes;
}

interface Header {
  readonly name: string;
  readonly nameBytes: Uint8Array;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  readonly offset: number;
}

const endSignature = 0x06054b50;
const centralSignature = 0x02014b50;
const localSignature = 0x04034b50;

/**
 * Reads an archive (APPNOTE 6.3) by its central directory. Everything that could make two readers see two
 * different documents is refused: names that differ between the two headers, files that overlap, one name
 * twice. Sizes are checked as declared and again while unpacking.
 * @throws {OfdError}
 */
export function readZip(bytes: Uint8Array, limits: Limits): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headers = readDirectory(view, limits).filter(({ name }) => !/[/\\]$/.test(name));
  checkSizes(headers, limits);
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  let end = 0;
  for (const header of headers.sort((a, b) => a.offset - b.offset)) {
    const name = normalisePath(header.name);
    if (names.has(name)) throw new OfdError('duplicate', name);
    names.add(name);
    if (header.offset < end) throw new OfdError('notZip');
    const start = dataStart(view, header);
    end = start + header.packedSize;
    if (end > bytes.length) throw new OfdError('notZip');
    entries.push(unpack(name, header, bytes.subarray(start, end)));
  }
  return entries;
}

function readDirectory(view: DataView, limits: Limits): Header[] {
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  const size = view.getUint32(end + 12, true);
  let at = view.getUint32(end + 16, true);
  // Disks, and the larger forms of ZIP64, belong to archives beyond what is accepted anyway.
  if (view.getUint32(end + 4, true) !== 0 || view.getUint16(end + 8, true) !== count || at + size > end)
    throw new OfdError('notZip');
  if (count > limits.entries) throw new OfdError('tooLarge', `${count} files`);
  const headers: Header[] = [];
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > end || view.getUint32(at, true) !== centralSignature) throw new OfdError('notZip');
    const nameLength = view.getUint16(at + 28, true);
    const next = at + 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > end) throw new OfdError('notZip');
    const nameBytes = bytesAt(view, at + 46, nameLength);
    headers.push({
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packedSize: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
      name: decodeName(nameBytes),
      nameBytes,
    });
    at = next;
  }
  return headers;
}

/** The end record, whose comment must reach the last byte: a second one inside a comment finds nobody. */
function findEnd(view: DataView): number {
  const first = Math.max(0, view.byteLength - 22 - 0xffff);
  for (let at = view.byteLength - 22; at >= first; at -= 1) {
    if (view.getUint32(at, true) !== endSignature) continue;
    if (at + 22 + view.getUint16(at + 20, true) === view.byteLength) return at;
  }
  throw new OfdError('notZip');
}

function checkSizes(headers: readonly Header[], limits: Limits): void {
  let total = 0;
  for (const { name, size, packedSize } of headers) {
    total += size;
    if (size > limits.entryBytes) throw new OfdError('tooLarge', `${name.slice(0, 80)}, ${size} bytes`);
    if (total > limits.totalBytes) throw new OfdError('tooLarge', `more than ${limits.totalBytes} bytes`);
    if (size > limits.ratioFrom && size > packedSize * limits.ratio)
      throw new OfdError('tooLarge', `${name.slice(0, 80)} unpacks to ${size} bytes`);
  }
}

function dataStart(view: DataView, header: Header): number {
  const { offset, nameBytes } = header;
  if (offset + 30 > view.byteLength || view.getUint32(offset, true) !== localSignature)
    throw new OfdError('notZip');
  const nameLength = view.getUint16(offset + 26, true);
  const start = offset + 30 + nameLength + view.getUint16(offset + 28, true);
  if (start > view.byteLength || !sameBytes(bytesAt(view, offset + 30, nameLength), nameBytes))
    throw new OfdError('notZip');
  return start;
}

function bytesAt(view: DataView, offset: number, length: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + offset, length);
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Names are UTF-8 whatever the flag says; old Chinese archivers wrote GBK. */
function decodeName(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return new TextDecoder('gbk').decode(bytes);
  }
}

function unpack(name: string, header: Header, data: Uint8Array): ZipEntry {
  const { flags, method, size, crc } = header;
  if ((flags & 1) !== 0) throw new OfdError('encrypted', name);
  if (method !== 0 && method !== 8) throw new OfdError('compression', name);
  const bytes = method === 0 ? data : inflate(data, size);
  if (bytes.length !== size || crc32(bytes) !== crc) throw new OfdError('notZip');
  return { name, bytes, packed: { method, crc, data } };
}

/** Packed bytes that may be unpacked in one go: at worst a thousand times as many, which are then thrown away. */
const atOnce = 65_536;

function inflate(data: Uint8Array, size: number): Uint8Array {
  try {
    // One octet of room more than declared shows a stream that goes on.
    return data.length <= atOnce
      ? inflateSync(data, { out: new Uint8Array(size + 1) })
      : inflatePieces(data, size);
  } catch (error) {
    // Damaged streams throw errors of the library's own.
    throw error instanceof OfdError ? error : new OfdError('notZip');
  }
}

/** Unpacks piece by piece, so that a stream larger than it declares ends when it passes that size. */
function inflatePieces(data: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size);
  let length = 0;
  const stream = new Inflate((piece) => {
    if (length + piece.length > size) throw new OfdError('notZip');
    out.set(piece, length);
    length += piece.length;
  });
  const step = 32_768;
  for (let at = 0; at < data.length; at += step)
    stream.push(data.subarray(at, at + step), at + step >= data.length);
  return out.subarray(0, length);
}
