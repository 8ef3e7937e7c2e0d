/** What drawing and writing need of a TrueType or OpenType font. Lengths in units of the em. */
export interface Sfnt {
  readonly unitsPerEm: number;
  readonly glyphCount: number;
  /** Whether outlines are in `glyf`, else in `CFF `. */
  readonly trueType: boolean;
  /** Glyph of a character, 0 where the font has none. */
  glyphOf(codePoint: number): number;
  advanceOf(glyph: number): number;
  table(tag: string): DataView | undefined;
}

/** Reads the tables of a font; `undefined` where the bytes are no font that can be used. */
export function readSfnt(bytes: Uint8Array): Sfnt | undefined {
  try {
    return sfntOf(bytes);
  } catch (error) {
    // A table shorter than it says.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function sfntOf(bytes: Uint8Array): Sfnt | undefined {
  const tables = readTables(bytes);
  const [head, maxp, hhea, hmtx] = ['head', 'maxp', 'hhea', 'hmtx'].map((tag) => tables?.get(tag));
  if (!tables || !head || !maxp || !hhea || !hmtx) return undefined;
  const unitsPerEm = head.getUint16(18);
  const glyphCount = maxp.getUint16(4);
  const metrics = Math.min(hhea.getUint16(34), Math.floor(hmtx.byteLength / 4));
  if (unitsPerEm === 0 || metrics === 0) return undefined;
  const cmap = tables.get('cmap');
  return {
    unitsPerEm,
    glyphCount,
    trueType: tables.has('glyf') && tables.has('loca'),
    glyphOf: (cmap && readCmap(cmap)) ?? (() => 0),
    advanceOf: (glyph) => hmtx.getUint16(4 * Math.min(Math.max(0, glyph), metrics - 1)),
    table: (tag) => tables.get(tag),
  };
}

function readTables(bytes: Uint8Array): Map<string, DataView> | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(0);
  if (version !== 0x00010000 && version !== 0x4f54544f && version !== 0x74727565) return undefined;
  const tables = new Map<string, DataView>();
  for (let index = 0; index < view.getUint16(4); index += 1) {
    const at = 12 + 16 * index;
    const tag = String.fromCharCode(...bytes.subarray(at, at + 4));
    const offset = view.getUint32(at + 8);
    const length = view.getUint32(at + 12);
    if (offset + length <= bytes.length)
      tables.set(tag, new DataView(bytes.buffer, bytes.byteOffset + offset, length));
  }
  return tables;
}

/** The best character map of Unicode, or of symbols. */
function readCmap(cmap: DataView): ((codePoint: number) => number) | undefined {
  const order = ['3.10', '0.6', '0.4', '0.3', '3.1', '0.2', '0.1', '0.0', '3.0', '1.0'];
  let best: { rank: number; offset: number } | undefined;
  for (let index = 0; index < cmap.getUint16(2); index += 1) {
    const at = 4 + 8 * index;
    const rank = order.indexOf(`${cmap.getUint16(at)}.${cmap.getUint16(at + 2)}`);
    if (rank >= 0 && (best === undefined || rank < best.rank))
      best = { rank, offset: cmap.getUint32(at + 4) };
  }
  if (!best) return undefined;
  const table = new DataView(cmap.buffer, cmap.byteOffset + best.offset, cmap.byteLength - best.offset);
  const lookup = mapOf(table);
  return lookup && ((codePoint) => guarded(() => lookup(codePoint)));
}

function guarded(read: () => number): number {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return 0;
    throw error;
  }
}

function mapOf(table: DataView): ((codePoint: number) => number) | undefined {
  const format = table.getUint16(0);
  if (format === 0) return (code) => (code < 256 ? table.getUint8(6 + code) : 0);
  if (format === 4) return (code) => segmentGlyph(table, code);
  if (format === 6) {
    const first = table.getUint16(6);
    const count = table.getUint16(8);
    return (code) => (code >= first && code < first + count ? table.getUint16(10 + 2 * (code - first)) : 0);
  }
  return format === 12 ? (code) => groupGlyph(table, code) : undefined;
}

/** Format 4: segments of the basic plane, in order of their ends. */
function segmentGlyph(table: DataView, code: number): number {
  if (code > 0xffff) return 0;
  const double = table.getUint16(6);
  let low = 0;
  let high = double / 2 - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (table.getUint16(14 + 2 * middle) < code) low = middle + 1;
    else high = middle;
  }
  const at = 2 * low;
  const start = table.getUint16(16 + double + at);
  if (code < start || code > table.getUint16(14 + at)) return 0;
  const delta = table.getUint16(16 + 2 * double + at);
  const rangeAt = 16 + 3 * double + at;
  const range = table.getUint16(rangeAt);
  if (range === 0) return (code + delta) & 0xffff;
  const glyph = table.getUint16(rangeAt + range + 2 * (code - start));
  return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
}

/** Format 12: groups of any plane, in order. */
function groupGlyph(table: DataView, code: number): number {
  let low = 0;
  let high = table.getUint32(12) - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const at = 16 + 12 * middle;
    if (code < table.getUint32(at)) high = middle - 1;
    else if (code > table.getUint32(at + 4)) low = middle + 1;
    else return table.getUint32(at + 8) + code - table.getUint32(at);
  }
  return 0;
}
