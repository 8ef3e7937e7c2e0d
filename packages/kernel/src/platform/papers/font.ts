import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import subsetFont from 'subset-font';

let whole: Promise<Buffer> | undefined;

/** Noto Serif SC (OFL), which covers the rare characters of names, cut down to the characters of one text. */
export async function fontFor(text: string): Promise<Uint8Array> {
  whole ??= readFile(
    createRequire(import.meta.url).resolve(
      '@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf',
    ),
  );
  return subsetFont(await whole, text, { targetFormat: 'truetype' });
}
