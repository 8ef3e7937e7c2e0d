import type { Box, Color, ColorSpace, Matrix, Shading, Stroke } from './model.ts';
import { attributeOf, childNamed, childrenNamed, numberOf, numbersIn, type XmlElement } from './xml.ts';

/** Largest length that is taken seriously, in millimetres: a page of a hundred metres. */
const far = 100_000;

/** A box `x y width height`; an empty one where it is missing or no box. */
export function readBox(text: string | undefined): Box {
  const [x = 0, y = 0, width = 0, height = 0] = numbersIn(text).map((value) =>
    Math.max(-far, Math.min(far, value)),
  );
  return { x, y, width: Math.max(0, width), height: Math.max(0, height) };
}

export function readMatrix(text: string | undefined): Matrix | undefined {
  const [a, b, c, d, e, f] = numbersIn(text);
  return a === undefined || b === undefined || c === undefined || d === undefined
    ? undefined
    : [a, b, c, d, e ?? 0, f ?? 0];
}

/** The graphic state that an object or a set of drawing parameters gives. */
export function readStroke(xml: XmlElement): Stroke {
  return {
    lineWidth: numberOf(xml, 'LineWidth'),
    cap: xml.attributes.get('Cap'),
    join: xml.attributes.get('Join'),
    miterLimit: numberOf(xml, 'MiterLimit'),
    dash: numbersIn(xml.attributes.get('DashPattern')).slice(0, 32),
    dashOffset: numberOf(xml, 'DashOffset'),
    fillColor: readColor(childNamed(xml, 'FillColor')),
    strokeColor: readColor(childNamed(xml, 'StrokeColor')),
  };
}

export function readColor(xml: XmlElement | undefined): Color | undefined {
  if (!xml) return undefined;
  const axial = childNamed(xml, 'AxialShd');
  const radial = childNamed(xml, 'RadialShd');
  return {
    space: xml.attributes.get('ColorSpace'),
    value: channels(xml.attributes.get('Value')),
    index: numberOf(xml, 'Index'),
    alpha: Math.min(255, Math.max(0, numberOf(xml, 'Alpha') ?? 255)) / 255,
    shading: axial ? readShading(axial, 'axial') : radial ? readShading(radial, 'radial') : undefined,
  };
}

/** Channel values, decimal or, with a number sign, hexadecimal. */
function channels(text: string | undefined): number[] {
  return (text?.trim().split(/\s+/, 4) ?? [])
    .map((word) => (word.startsWith('#') ? Number.parseInt(word.slice(1), 16) : Number(word)))
    .filter((value) => Number.isFinite(value));
}

function readShading(xml: XmlElement, kind: Shading['kind']): Shading {
  const [startX = 0, startY = 0] = numbersIn(attributeOf(xml, 'StartPoint'));
  const [endX = 0, endY = 0] = numbersIn(attributeOf(xml, 'EndPoint'));
  const segments = childrenNamed(xml, 'Segment').slice(0, 100);
  return {
    kind,
    start: [startX, startY],
    end: [endX, endY],
    startRadius: Math.abs(numberOf(xml, 'StartRadius') ?? 0),
    endRadius: Math.abs(numberOf(xml, 'EndRadius') ?? 0),
    stops: segments.flatMap((segment, index) => {
      const color = readColor(childNamed(segment, 'Color'));
      const at = numberOf(segment, 'Position') ?? index / Math.max(1, segments.length - 1);
      return color ? [{ at: Math.min(1, Math.max(0, at)), color: { ...color, shading: undefined } }] : [];
    }),
  };
}

export function readColorSpace(xml: XmlElement): ColorSpace {
  const type = (attributeOf(xml, 'Type') ?? 'RGB').toUpperCase();
  return {
    type: type === 'GRAY' ? 'Gray' : type === 'CMYK' ? 'CMYK' : 'RGB',
    bits: Math.min(16, Math.max(1, numberOf(xml, 'BitsPerComponent') ?? 8)),
    palette: childrenNamed(childNamed(xml, 'Palette'), 'CV').map((entry) =>
      channels(entry.children.filter((child) => typeof child === 'string').join('')),
    ),
  };
}

/** A colour as CSS: `#rrggbb`, without its alpha. Black where it says nothing. */
export function cssColor(color: Color | undefined, spaces: ReadonlyMap<string, ColorSpace>): string {
  const space = color?.space === undefined ? undefined : spaces.get(color.space);
  const value = (color?.index === undefined ? undefined : space?.palette[color.index]) ?? color?.value ?? [];
  const top = 2 ** (space?.bits ?? 8) - 1;
  const unit = value.map((channel) => Math.min(1, Math.max(0, channel / top)));
  return `#${toRgb(unit, space?.type)
    .map((channel) =>
      Math.round(channel * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

function toRgb(unit: readonly number[], type: ColorSpace['type'] | undefined): number[] {
  const [first = 0, second = 0, third = 0, key = 0] = unit;
  if (type === 'Gray' || unit.length === 1) return [first, first, first];
  if (type === 'CMYK' || unit.length === 4) return [first, second, third].map((ink) => (1 - ink) * (1 - key));
  return [first, second, third];
}
