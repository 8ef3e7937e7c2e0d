import { OfdError } from './errors.ts';
import { readSfnt, type Sfnt } from './sfnt.ts';
import type { DocumentInput } from './write-input.ts';
import { tag, textTag, xmlFile } from './write-xml.ts';

/** IDs are unique in the whole document and counted from 1. */
export class Ids {
  last = 0;

  next(): number {
    this.last += 1;
    return this.last;
  }
}

/** Refuses an input that names something it does not bring. */
export function missing(what: string, id: string): never {
  throw new OfdError('badInput', `there is no ${what} "${id.slice(0, 40)}"`);
}

export type PlacedFont = { id: number; file: string | undefined; sfnt: Sfnt | undefined };

export function placeFonts(
  input: DocumentInput,
  ids: Ids,
  files: Map<string, Uint8Array>,
): Map<string, PlacedFont> {
  const fonts = new Map<string, PlacedFont>();
  for (const font of input.fonts ?? []) {
    const id = ids.next();
    const sfnt = font.bytes && readSfnt(font.bytes);
    if (font.bytes && !sfnt)
      throw new OfdError('badInput', `font "${font.name}" is no TrueType or OpenType file`);
    const file = sfnt && `font_${id}.${sfnt.trueType ? 'ttf' : 'otf'}`;
    if (font.bytes && file !== undefined) files.set(`Doc_0/Res/${file}`, font.bytes);
    fonts.set(font.id, { id, file, sfnt });
  }
  return fonts;
}

export type PlacedImage = { id: number; file: string; format: string };

export function placeImages(
  input: DocumentInput,
  ids: Ids,
  files: Map<string, Uint8Array>,
): Map<string, PlacedImage> {
  const images = new Map<string, PlacedImage>();
  for (const { id: name, bytes } of input.images ?? []) {
    const [format, ending] =
      bytes[0] === 0x89 && bytes[1] === 0x50
        ? ['PNG', 'png']
        : bytes[0] === 0xff && bytes[1] === 0xd8
          ? ['JPEG', 'jpg']
          : missing('PNG or JPEG in image', name);
    const id = ids.next();
    const file = `image_${id}.${ending}`;
    files.set(`Doc_0/Res/${file}`, bytes);
    images.set(name, { id, file, format });
  }
  return images;
}

export function resourceFile(
  input: DocumentInput,
  fonts: ReadonlyMap<string, PlacedFont>,
  images: ReadonlyMap<string, PlacedImage>,
): Uint8Array {
  const fontTags = (input.fonts ?? []).map((font) => {
    const { id, file } = fonts.get(font.id) ?? missing('font', font.id);
    const attributes = { ID: id, FontName: font.name, FamilyName: font.family ?? font.name };
    return tag('Font', { ...attributes, Bold: font.bold, Serif: font.serif }, textTag('FontFile', file));
  });
  const imageTags = [...images.values()].map(({ id, file, format }) =>
    tag('MultiMedia', { ID: id, Type: 'Image', Format: format }, textTag('MediaFile', file)),
  );
  return xmlFile(
    'Res',
    { BaseLoc: 'Res' },
    fontTags.length > 0 ? tag('Fonts', {}, ...fontTags) : undefined,
    imageTags.length > 0 ? tag('MultiMedias', {}, ...imageTags) : undefined,
  );
}
