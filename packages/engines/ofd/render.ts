import { readDocument } from './document.ts';
import { OfdError } from './errors.ts';
import { defaultLimits } from './limits.ts';
import type { Annotation, Layer, OfdDocument, Page } from './model.ts';
import { openPackage } from './package.ts';
import { newShared, spend, type Drawing, type Shared } from './render-context.ts';
import { boxClip, drawLayers, drawObjects, pictureUrl } from './render-objects.ts';
import { readSeal, type SealInfo } from './seal.ts';
import { readSignatureLists, type SignatureRecord, type Stamp } from './signatures.ts';
import { readSignedValue } from './signed-value.ts';
import { svg, translate } from './svg.ts';

export interface RenderOptions {
  /** Begins every ID of the drawing: give each drawing of one HTML page its own. */
  readonly idPrefix?: string;
  /** Whether seals are drawn; the default is yes. */
  readonly seals?: boolean;
}

/**
 * A page as SVG, in millimetres: templates, layers, annotations, seals. Pictures are data: URLs, embedded fonts
 * outlines; there is no script, no style sheet and no address of elsewhere.
 * @param number counted from 0 over the whole file
 * @throws {OfdError} noPage; tooLarge where a page unfolds without end
 */
export function renderPage(document: OfdDocument, number: number, options: RenderOptions = {}): string {
  const page = document.pages[number];
  if (!page) throw new OfdError('noPage', String(number + 1));
  const shared = newShared(options.idPrefix ?? `p${number}-`);
  const { x, y, width, height } = page.box;
  const content = drawPage(page, shared);
  const stamps = options.seals === false ? '' : drawStamps(document, page, shared);
  return svg(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: `${width}mm`,
      height: `${height}mm`,
      viewBox: [x, y, width, height].join(' '),
    },
    shared.definitions.length > 0 ? svg('defs', {}, ...shared.definitions) : '',
    svg('rect', { x, y, width, height, fill: '#ffffff' }),
    content,
    stamps,
  );
}

function drawPage(page: Page, shared: Shared, depth = 0): string {
  const drawing: Drawing = { resources: page.resources, shared, layer: undefined, depth };
  const order = ['Background', 'Body', 'Foreground'];
  const rank = (layer: Layer) => order.indexOf(layer.type);
  return [
    drawLayers(page.background, drawing),
    drawLayers(
      [...page.layers].sort((a, b) => rank(a) - rank(b)),
      drawing,
    ),
    drawLayers(page.foreground, drawing),
    ...page.annotations.map((annotation) => drawAnnotation(annotation, drawing)),
  ].join('');
}

function drawAnnotation(annotation: Annotation, drawing: Drawing): string {
  if (!annotation.visible || annotation.objects.length === 0) return '';
  const { x, y } = annotation.boundary;
  return svg('g', { transform: translate(x, y) }, drawObjects(annotation.objects, drawing));
}

function drawStamps(document: OfdDocument, page: Page, shared: Shared): string {
  const drawing: Drawing = { resources: page.resources, shared, layer: undefined, depth: 1 };
  return readSignatureLists(document.package)
    .flatMap(({ signatures }) => signatures)
    .flatMap((record) => {
      const stamps = record.stamps.filter(({ pageRef }) => pageRef === page.id);
      const picture = stamps.length > 0 ? pictureOf(record) : undefined;
      return picture ? stamps.map((stamp) => drawStamp(stamp, picture, drawing)) : [];
    })
    .join('');
}

/** The picture that was signed with; where that cannot be read, the one that lies beside it. */
function pictureOf(record: SignatureRecord): SealInfo['picture'] | undefined {
  const { value, sealFile } = record;
  return (
    (value && orUndefined(() => readSignedValue(value.bytes).seal.picture)) ??
    (sealFile?.bytes && orUndefined(() => readSeal(sealFile.bytes ?? new Uint8Array()).picture))
  );
}

function drawStamp(stamp: Stamp, picture: SealInfo['picture'], drawing: Drawing): string {
  const { boundary, clip } = stamp;
  if (boundary.width === 0 || boundary.height === 0) return '';
  const content = drawPicture(picture.data, boundary.width, boundary.height, drawing);
  spend(drawing.shared, content.length);
  const placed = svg('g', { transform: translate(boundary.x, boundary.y) }, content);
  if (!clip) return placed;
  const box = { ...clip, x: boundary.x + clip.x, y: boundary.y + clip.y };
  return svg('g', { 'clip-path': `url(#${boxClip(box, drawing)})` }, placed);
}

/** A seal's picture over a width and height: a raster image, or an OFD document of one page. */
function drawPicture(data: Uint8Array, width: number, height: number, drawing: Drawing): string {
  const url = pictureUrl(data);
  if (url !== undefined) return svg('image', { width, height, preserveAspectRatio: 'none', href: url });
  const limits = { ...defaultLimits, entries: 200, totalBytes: 16 << 20 };
  const page = orUndefined(() => readDocument(openPackage(data, limits)).pages[0]);
  if (!page) return svg('rect', { width, height, fill: 'none', stroke: '#cc0000', 'stroke-width': 0.2 });
  const { box } = page;
  return svg(
    'svg',
    {
      width,
      height,
      viewBox: [box.x, box.y, box.width, box.height].join(' '),
      preserveAspectRatio: 'none',
    },
    drawPage(page, drawing.shared, drawing.depth + 1),
  );
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof OfdError) return undefined;
    throw error;
  }
}
