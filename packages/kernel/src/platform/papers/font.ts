import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

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
}

// Constants of hb.h and hb-subset.h.
const readOnly = 1;
const dropTableTag = 3;
const noHinting = 1;
const noLayoutClosure = 0x200;

/** Papers set one glyph a character, so what substitutes, positions or sets upright is of no use to them. */
const dropped = ['GSUB', 'GPOS', 'GDEF', 'BASE', 'STAT', 'vhea', 'vmtx'];

let font: Promise<Font> | undefined;

/** Noto Serif SC (OFL), which covers the rare characters of names, cut down to the characters of one text. */
export async function fontFor(text: string): Promise<Uint8Array> {
  font ??= load();
  const { hb, face } = await font;
  const input = hb.hb_subset_input_create_or_fail();
  hb.hb_subset_input_set_flags(input, noHinting | noLayoutClosure);
  const drop = hb.hb_subset_input_set(input, dropTableTag);
  for (const tag of dropped) hb.hb_set_add(drop, numberOf(tag));
  const characters = hb.hb_subset_input_unicode_set(input);
  for (const character of text) hb.hb_set_add(characters, character.codePointAt(0) ?? 0);
  const subset = hb.hb_subset_or_fail(face, input);
  hb.hb_subset_input_destroy(input);
  if (subset === 0) throw new Error('HarfBuzz could not subset the font');
  const blob = hb.hb_face_reference_blob(subset);
  const start = hb.hb_blob_get_data(blob, 0);
  const bytes = new Uint8Array(hb.memory.buffer).slice(start, start + hb.hb_blob_get_length(blob));
  hb.hb_blob_destroy(blob);
  hb.hb_face_destroy(subset);
  return bytes;
}

async function load(): Promise<Font> {
  const { resolve } = createRequire(import.meta.url);
  const { instance } = await WebAssembly.instantiate(
    await readFile(resolve('harfbuzzjs/dist/harfbuzz-subset.wasm')),
  );
  const hb = instance.exports as unknown as HarfBuzz;
  hb._initialize();
  const whole = await readFile(
    resolve('@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf'),
  );
  const data = hb.malloc(whole.length);
  new Uint8Array(hb.memory.buffer).set(whole, data);
  const blob = hb.hb_blob_create(data, whole.length, readOnly, 0, 0);
  const read = hb.hb_face_create(blob, 0);
  const face = hb.hb_subset_preprocess(read);
  hb.hb_face_destroy(read);
  hb.hb_blob_destroy(blob);
  return { hb, face };
}

/** A table's tag as HarfBuzz counts it. */
function numberOf(tag: string): number {
  return [...tag].reduce((number, letter) => number * 256 + letter.charCodeAt(0), 0);
}
