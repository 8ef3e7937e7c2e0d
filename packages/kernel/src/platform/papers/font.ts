import { open, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import fontkit from '@pdf-lib/fontkit';
import { measureWith } from '@quancheng/engines/ofd';
import type { Face, Ruler, Rulers } from './sheet.ts';

/** What of HarfBuzz's subsetter is called; pointers are offsets into its memory. */
interface HarfBuzz {
  readonly memory: WebAssembly.Memory;
  _initialize(): void;
  malloc(size: number): number;
  hb_blob_create(data: number, length: number, mode: number, user: number, destroy: number): number;
  hb_blob_destroy(blob: number): void;
  hb_blob_get_data(blob: number, length: number): number;
  hb_blob_get_length(blob: number): number;
  hb_face_create(blob: number, index: number): number;
  hb_face_destroy(face: number): void;
  hb_face_reference_blob(face: number): number;
  hb_set_add(set: number, value: number): void;
  hb_subset_input_create_or_fail(): number;
  hb_subset_input_destroy(input: number): void;
  hb_subset_input_unicode_set(input: number): number;
  hb_subset_input_set(input: number, which: number): number;
  hb_subset_input_set_flags(input: number, flags: number): void;
  hb_subset_preprocess(face: number): number;
  hb_subset_or_fail(face: number, input: number): number;
}

interface Font {
  hb: HarfBuzz;
  /** Stays in the memory of HarfBuzz for as long as the process lives: reading it takes longer than a subset. */
  face: number;
  ruler: Ruler;
  covers: Coverage;
}

/** Whether a face has a character. */
export type Coverage = (character: string) => boolean;

// Constants of hb.h and hb-subset.h.
const readOnly = 1;
const dropTableTag = 3;
const noHinting = 1;
const noLayoutClosure = 0x200;
/** A character that no font has shows as a box, not as nothing. */
const notdefOutline = 0x40;

/** Papers set one glyph a character, so what substitutes, positions or sets upright is of no use to them. */
const dropped = ['GSUB', 'GPOS', 'GDEF', 'BASE', 'STAT', 'vhea', 'vmtx'];

const sources: Readonly<Record<Face, string>> = {
  regular: '@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf',
  bold: '@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf',
  rare: '@expo-google-fonts/noto-serif-jp/400Regular/NotoSerifJP_400Regular.ttf',
};
const { resolve } = createRequire(import.meta.url);

let library: Promise<WebAssembly.Module> | undefined;
const fonts = new Map<Face, Promise<Font>>();

/** Noto Serif SC, cut down to the characters of one text. */
export async function subsetFor(text: string, face: Face = 'regular'): Promise<Uint8Array> {
  const { hb, ...font } = await fontOf(face);
  const input = hb.hb_subset_input_create_or_fail();
  hb.hb_subset_input_set_flags(input, noHinting | noLayoutClosure | notdefOutline);
  const drop = hb.hb_subset_input_set(input, dropTableTag);
  for (const tag of dropped) hb.hb_set_add(drop, numberOf(tag));
  const characters = hb.hb_subset_input_unicode_set(input);
  for (const character of text) hb.hb_set_add(characters, character.codePointAt(0) ?? 0);
  const subset = hb.hb_subset_or_fail(font.face, input);
  hb.hb_subset_input_destroy(input);
  if (subset === 0) throw new Error('HarfBuzz could not subset the font');
  const blob = hb.hb_face_reference_blob(subset);
  const start = hb.hb_blob_get_data(blob, 0);
  const bytes = new Uint8Array(hb.memory.buffer).slice(start, start + hb.hb_blob_get_length(blob));
  hb.hb_blob_destroy(blob);
  hb.hb_face_destroy(subset);
  return bytes;
}

/** Measures of the faces that texts are set in. */
export async function loadRulers(): Promise<Rulers> {
  return { regular: await loadRuler('regular'), bold: await loadRuler('bold') };
}

/** Measures of a face, before it is known which characters its font must have. */
export async function loadRuler(face: Face): Promise<Ruler> {
  return (await fontOf(face)).ruler;
}

export async function loadCoverage(face: Face): Promise<Coverage> {
  // Without the font of rare characters those show as boxes.
  return isInstalled(face) ? (await fontOf(face)).covers : () => false;
}

function isInstalled(face: Face): boolean {
  try {
    return resolve(sources[face]) !== '';
  } catch {
    return false;
  }
}

function fontOf(face: Face): Promise<Font> {
  const font = fonts.get(face) ?? load(sources[face]);
  fonts.set(face, font);
  return font;
}

/** One for each face: the memory of one holds no three fonts of this size. */
async function openLibrary(): Promise<HarfBuzz> {
  library ??= readFile(resolve('harfbuzzjs/dist/harfbuzz-subset.wasm')).then((code) =>
    WebAssembly.compile(code),
  );
  const hb = (await WebAssembly.instantiate(await library)).exports as unknown as HarfBuzz;
  hb._initialize();
  return hb;
}

async function load(source: string): Promise<Font> {
  const hb = await openLibrary();
  const whole = await readInto(hb, resolve(source));
  const data = whole.byteOffset;
  const blob = hb.hb_blob_create(data, whole.length, readOnly, 0, 0);
  const read = hb.hb_face_create(blob, 0);
  const face = hb.hb_subset_preprocess(read);
  hb.hb_face_destroy(read);
  hb.hb_blob_destroy(blob);
  const tables = tablesOf(whole, ['cmap', 'head', 'hhea', 'hmtx', 'maxp']);
  const map = fontkit.create(tables);
  const known = new Map<string, boolean>();
  const covers = (character: string): boolean => {
    const has = known.get(character) ?? map.hasGlyphForCodePoint(character.codePointAt(0) ?? 0);
    known.set(character, has);
    return has;
  };
  return { hb, face, ruler: rulerOf(tables), covers };
}

/** A file in the memory of HarfBuzz, which is the only copy of it. */
async function readInto(hb: HarfBuzz, file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const at = hb.malloc(size);
    const bytes = Buffer.from(hb.memory.buffer, at, size);
    for (let read = 0; read < size;) {
      const { bytesRead } = await handle.read(bytes, read, size - read, read);
      if (bytesRead === 0) throw new Error(`${file} ended early`);
      read += bytesRead;
    }
    return bytes;
  } finally {
    await handle.close();
  }
}

function rulerOf(tables: Uint8Array): Ruler {
  const measure = measureWith(tables);
  const known = new Map<string, number>();
  return (text) =>
    Array.from(text, (character) => {
      const width = known.get(character) ?? measure(character, 1);
      known.set(character, width);
      return width;
    });
}

/** A font with some of its tables: what measures it need not keep all outlines. */
function tablesOf(font: Buffer, tags: readonly string[]): Buffer {
  const entries = Array.from({ length: font.readUInt16BE(4) }, (_, index) => 12 + 16 * index).filter((at) =>
    tags.includes(font.toString('latin1', at, at + 4)),
  );
  const head = Buffer.alloc(12 + 16 * entries.length);
  head.writeUInt32BE(0x00010000);
  head.writeUInt16BE(entries.length, 4);
  const parts: Uint8Array[] = [head];
  let offset = head.length;
  entries.forEach((entry, index) => {
    const [from, length] = [font.readUInt32BE(entry + 8), font.readUInt32BE(entry + 12)];
    font.copy(head, 12 + 16 * index, entry, entry + 16);
    head.writeUInt32BE(offset, 12 + 16 * index + 8);
    parts.push(font.subarray(from, from + length));
    offset += length;
  });
  return Buffer.concat(parts);
}

/** A table's tag as HarfBuzz counts it. */
function numberOf(tag: string): number {
  return [...tag].reduce((number, letter) => number * 256 + letter.charCodeAt(0), 0);
}
