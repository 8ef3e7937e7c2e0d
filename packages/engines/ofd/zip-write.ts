import { deflateSync } from 'fflate';
import { crc32 } from './crc32.ts';

/** A file to be archived; one that was read and not changed brings its packed bytes along. */
export interface ZipSource {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly packed: PackedBytes | undefined;
}

/** A file's bytes as an archive holds them: stored as they are (0) or deflated (8), with the CRC of what they were. */
export interface PackedBytes {
  readonly method: 0 | 8;
  readonly crc: number;
  readonly data: Uint8Array;
}

/** 1 January 1980, the first day ZIP knows: the same document gives the same bytes on every day. */
const date = 0x21;
const utf8Names = 0x0800;

/** Raw DEFLATE (RFC 1951); a server has a faster one than what also runs in browsers. */
export type Deflate = (bytes: Uint8Array) => Uint8Array;

const plainDeflate: Deflate = (bytes) => deflateSync(bytes, { level: 6 });

/** An archive in the given order. */
export function writeZip(sources: readonly ZipSource[], deflate: Deflate = plainDeflate): Uint8Array {
  const encoder = new TextEncoder();
  const files = sources.map(({ name, bytes, packed }) => ({
    name: encoder.encode(name),
    size: bytes.length,
    ...(packed ?? packBytes(bytes, deflate)),
  }));
  const length = files.reduce((sum, { name, data }) => sum + 76 + 2 * name.length + data.length, 22);
  const out = new Uint8Array(length);
  const view = new DataView(out.buffer);
  let at = 0;
  const offsets: number[] = [];
  for (const file of files) {
    offsets.push(at);
    view.setUint32(at, 0x04034b50, true);
    writeCommon(view, at + 4, file);
    out.set(file.name, at + 30);
    out.set(file.data, at + 30 + file.name.length);
    at += 30 + file.name.length + file.data.length;
  }
  const directory = at;
  for (const [index, file] of files.entries()) {
    view.setUint32(at, 0x02014b50, true);
    view.setUint16(at + 4, 20, true);
    writeCommon(view, at + 6, file);
    view.setUint32(at + 42, offsets[index] ?? 0, true);
    out.set(file.name, at + 46);
    at += 46 + file.name.length;
  }
  view.setUint32(at, 0x06054b50, true);
  view.setUint16(at + 8, files.length, true);
  view.setUint16(at + 10, files.length, true);
  view.setUint32(at + 12, at - directory, true);
  view.setUint32(at + 16, directory, true);
  return out;
}

interface PackedFile extends PackedBytes {
  readonly name: Uint8Array;
  readonly size: number;
}

/** The fields both headers share, from "version needed" to the length of the name. */
function writeCommon(view: DataView, at: number, file: PackedFile): void {
  view.setUint16(at, 20, true);
  view.setUint16(at + 2, utf8Names, true);
  view.setUint16(at + 4, file.method, true);
  view.setUint16(at + 8, date, true);
  view.setUint32(at + 10, file.crc, true);
  view.setUint32(at + 14, file.data.length, true);
  view.setUint32(at + 18, file.size, true);
  view.setUint16(at + 22, file.name.length, true);
}

export function packBytes(bytes: Uint8Array, deflate: Deflate = plainDeflate): PackedBytes {
  const crc = crc32(bytes);
  const data = deflate(bytes);
  return data.length < bytes.length ? { method: 8, crc, data } : { method: 0, crc, data: bytes };
}
