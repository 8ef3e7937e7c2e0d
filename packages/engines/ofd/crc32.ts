const byByte = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});
/** What an octet gives with so many zeros after it: four octets are taken at once. */
const after = [byByte];
for (let zeros = 1; zeros < 4; zeros += 1)
  after.push((after[zeros - 1] ?? byByte).map((value) => (value >>> 8) ^ (byByte[value & 0xff] ?? 0)));
const [after0 = byByte, after1 = byByte, after2 = byByte, after3 = byByte] = after;

/** CRC-32 as ZIP (APPNOTE 4.4.7) and PNG use it. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) {
    crc ^= view.getUint32(at, true);
    crc =
      (after3[crc & 0xff] ?? 0) ^
      (after2[(crc >>> 8) & 0xff] ?? 0) ^
      (after1[(crc >>> 16) & 0xff] ?? 0) ^
      (after0[crc >>> 24] ?? 0);
  }
  for (; at < bytes.length; at += 1) crc = (crc >>> 8) ^ (byByte[(crc ^ (bytes[at] ?? 0)) & 0xff] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}
