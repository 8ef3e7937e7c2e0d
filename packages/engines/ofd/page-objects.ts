import { OfdError } from './errors.ts';
import { bounds } from './limits.ts';
import type { Clip, Layer, ObjectBase, PageObject, PathObject, TextCode, TextObject } from './model.ts';
import { readBox, readMatrix, readStroke } from './styles.ts';
import {
  attributeOf,
  childNamed,
  childrenNamed,
  elementsOf,
  numberOf,
  numbersIn,
  rawText,
  type XmlElement,
} from './xml.ts';

/** The layers of a page, a template or a drawing. */
export function readLayers(page: XmlElement): Layer[] {
  const content = childNamed(page, 'Content');
  const layers = childrenNamed(content, 'Layer');
  // A drawing of its own holds objects without a layer around them.
  const holders = layers.length > 0 || content === undefined ? layers : [content];
  return holders.map((layer) => ({
    type: layer.attributes.get('Type') ?? 'Body',
    drawParam: layer.attributes.get('DrawParam'),
    objects: readObjects(layer),
  }));
}

const drawings = new WeakMap<XmlElement, Layer[]>();

/** The layers of a drawing that is placed again and again, read once. */
export function layersOfDrawing(unit: XmlElement): Layer[] {
  const layers = drawings.get(unit) ?? readLayers(unit);
  drawings.set(unit, layers);
  return layers;
}

/** The objects in an element, in the order of the file. */
export function readObjects(parent: XmlElement, depth = 0): PageObject[] {
  if (depth > bounds.nesting) throw new OfdError('tooLarge', 'groups nested too deep');
  return elementsOf(parent).flatMap((xml): PageObject[] => {
    switch (xml.name) {
      case 'TextObject':
        return [readText(xml)];
      case 'PathObject':
        return [readPath(xml)];
      case 'ImageObject':
        return [{ ...readBase(xml), kind: 'image', resource: attributeOf(xml, 'ResourceID') }];
      case 'CompositeObject':
        return [{ ...readBase(xml), kind: 'composite', resource: attributeOf(xml, 'ResourceID') }];
      case 'PageBlock':
      case 'Layer':
        return [{ kind: 'group', objects: readObjects(xml, depth + 1) }];
      default:
        return [{ kind: 'unknown', xml }];
    }
  });
}

function readBase(xml: XmlElement): ObjectBase {
  return {
    ...readStroke(xml),
    id: xml.attributes.get('ID'),
    boundary: readBox(attributeOf(xml, 'Boundary')),
    ctm: readMatrix(xml.attributes.get('CTM')),
    visible: xml.attributes.get('Visible') !== 'false',
    drawParam: xml.attributes.get('DrawParam'),
    alpha: Math.min(255, Math.max(0, numberOf(xml, 'Alpha') ?? 255)) / 255,
    clips: childrenNamed(childNamed(xml, 'Clips'), 'Clip').map(readClip),
    xml,
  };
}

function readClip(clip: XmlElement): Clip {
  return {
    areas: childrenNamed(clip, 'Area').flatMap((area): Clip['areas'] => {
      const ctm = readMatrix(area.attributes.get('CTM'));
      const path = childNamed(area, 'Path');
      const text = childNamed(area, 'Text');
      if (path) return [{ ctm, object: readPath(path) }];
      return text ? [{ ctm, object: readText(text) }] : [];
    }),
  };
}

function readPath(xml: XmlElement): PathObject {
  return {
    ...readBase(xml),
    kind: 'path',
    data: rawText(childNamed(xml, 'AbbreviatedData')),
    stroked: xml.attributes.get('Stroke') !== 'false',
    filled: xml.attributes.get('Fill') === 'true',
    evenOdd: xml.attributes.get('Rule') === 'Even-Odd',
  };
}

function readText(xml: XmlElement): TextObject {
  const codes: TextCode[] = [];
  for (const code of childrenNamed(xml, 'TextCode')) {
    const before = codes[codes.length - 1];
    codes.push({
      x: numberOf(code, 'X') ?? before?.x ?? 0,
      y: numberOf(code, 'Y') ?? before?.y ?? 0,
      deltaX: readDeltas(code.attributes.get('DeltaX')),
      deltaY: readDeltas(code.attributes.get('DeltaY')),
      text: rawText(code),
    });
  }
  return {
    ...readBase(xml),
    kind: 'text',
    font: attributeOf(xml, 'Font'),
    size: Math.abs(numberOf(xml, 'Size') ?? 3.175),
    stroked: xml.attributes.get('Stroke') === 'true',
    filled: xml.attributes.get('Fill') !== 'false',
    horizontalScale: numberOf(xml, 'HScale') ?? 1,
    weight: numberOf(xml, 'Weight') ?? 400,
    italic: xml.attributes.get('Italic') === 'true',
    readDirection: numberOf(xml, 'ReadDirection') ?? 0,
    charDirection: numberOf(xml, 'CharDirection') ?? 0,
    codes,
    glyphs: childrenNamed(xml, 'CGTransform').map((run) => ({
      position: numberOf(run, 'CodePosition') ?? 0,
      characters: Math.max(1, numberOf(run, 'CodeCount') ?? 1),
      glyphs: numbersIn(rawText(childNamed(run, 'Glyphs'))),
    })),
  };
}

/** Offsets, in which `g 4 1.59` stands for four times 1.59. */
function readDeltas(text: string | undefined): number[] {
  const deltas: number[] = [];
  const words = text?.trim().split(/\s+/, bounds.deltas) ?? [];
  for (let at = 0; at < words.length; at += 1) {
    const repeated = words[at] === 'g' || words[at] === 'G';
    const count = repeated ? Math.floor(Number(words[at + 1])) : 1;
    const value = Number(words[repeated ? at + 2 : at]);
    if (!(count >= 0) || !Number.isFinite(value) || words[at] === '') break;
    if (deltas.length + count > bounds.deltas) throw new OfdError('tooLarge', 'text offsets');
    for (let copy = 0; copy < count; copy += 1) deltas.push(value);
    if (repeated) at += 2;
  }
  return deltas;
}
