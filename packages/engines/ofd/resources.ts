import { folderOf } from './paths.ts';
import type { ColorSpace, DrawParam, Font, Media, Resources } from './model.ts';
import { findFile, locate, type Package } from './package.ts';
import { readColorSpace, readStroke } from './styles.ts';
import {
  attributeOf,
  childNamed,
  childrenNamed,
  elementsOf,
  textIn,
  readXml,
  type XmlElement,
} from './xml.ts';

interface Collected extends Resources {
  readonly fonts: Map<string, Font>;
  readonly media: Map<string, Media>;
  readonly drawParams: Map<string, DrawParam>;
  readonly colorSpaces: Map<string, ColorSpace>;
  readonly composites: Map<string, XmlElement>;
}

/**
 * The resources of the files that `owner` names in elements called `names`, over those of `outer`. A file that
 * is missing gives nothing: a page without its font still has its text.
 */
export function readResources(
  pkg: Package,
  from: string,
  owner: XmlElement | undefined,
  names: readonly string[],
  outer?: Resources,
): Resources {
  const all: Collected = {
    fonts: new Map(outer?.fonts),
    media: new Map(outer?.media),
    drawParams: new Map(outer?.drawParams),
    colorSpaces: new Map(outer?.colorSpaces),
    composites: new Map(outer?.composites),
  };
  for (const { name } of elementsOf(owner).filter((element) => names.includes(element.name)))
    for (const location of childrenNamed(owner, name)) {
      const found = locate(pkg, from, textIn(location) ?? '');
      if (found) addFile(pkg, found.name, readXml(found.bytes, found.name), all);
    }
  return all;
}

function addFile(pkg: Package, path: string, res: XmlElement, all: Collected): void {
  const base = attributeOf(res, 'BaseLoc') ?? '';
  const file = (location: string | undefined) =>
    location === undefined ? undefined : findResource(pkg, path, base, location);
  for (const [list, item, add] of [
    ['Fonts', 'Font', (id, xml) => all.fonts.set(id, readFont(id, xml, file))],
    ['MultiMedias', 'MultiMedia', (id, xml) => all.media.set(id, readMedia(id, xml, file))],
    ['DrawParams', 'DrawParam', (id, xml) => all.drawParams.set(id, readDrawParam(xml))],
    ['ColorSpaces', 'ColorSpace', (id, xml) => all.colorSpaces.set(id, readColorSpace(xml))],
    ['CompositeGraphicUnits', 'CompositeGraphicUnit', (id, xml) => all.composites.set(id, xml)],
  ] satisfies [string, string, (id: string, xml: XmlElement) => unknown][]) {
    for (const holder of childrenNamed(res, list))
      for (const xml of childrenNamed(holder, item)) {
        const id = xml.attributes.get('ID');
        if (id !== undefined) add(id, xml);
      }
  }
}

type FindFile = (location: string | undefined) => { name: string; bytes: Uint8Array } | undefined;

/** A file below the `BaseLoc` of its resource file; producers also leave that out. */
function findResource(
  pkg: Package,
  path: string,
  base: string,
  location: string,
): { name: string; bytes: Uint8Array } | undefined {
  const below = /^[/\\]/.test(location) ? location : `${base}/${location}`;
  return (
    locate(pkg, path, below) ??
    locate(pkg, path, location) ??
    findFile(pkg, `${folderOf(path)}/Res/${location}`)
  );
}

function readFont(id: string, xml: XmlElement, file: FindFile): Font {
  return {
    id,
    name: attributeOf(xml, 'FontName') ?? '',
    family: attributeOf(xml, 'FamilyName'),
    bold: attributeOf(xml, 'Bold') === 'true',
    italic: attributeOf(xml, 'Italic') === 'true',
    serif: attributeOf(xml, 'Serif') === 'true',
    fixedWidth: attributeOf(xml, 'FixedWidth') === 'true',
    bytes: file(textIn(childNamed(xml, 'FontFile')))?.bytes,
  };
}

function readMedia(id: string, xml: XmlElement, file: FindFile): Media {
  const found = file(textIn(childNamed(xml, 'MediaFile')));
  return {
    id,
    type: attributeOf(xml, 'Type') ?? 'Image',
    format: attributeOf(xml, 'Format'),
    path: found?.name,
    bytes: found?.bytes,
  };
}

function readDrawParam(xml: XmlElement): DrawParam {
  return { ...readStroke(xml), relative: attributeOf(xml, 'Relative') };
}
