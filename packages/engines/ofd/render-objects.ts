import { toBase64 } from './bytes.ts';
import { bounds } from './limits.ts';
import type {
  Box,
  Clip,
  CompositeObject,
  ImageObject,
  Layer,
  ObjectBase,
  PageObject,
  PathObject,
} from './model.ts';
import { layersOfDrawing } from './page-objects.ts';
import { readOfdPath, writePath } from './path-data.ts';
import { define, lineAttributes, paint, spend, stateOf, type Drawing } from './render-context.ts';
import { drawText } from './render-text.ts';
import { matrixText, svg, transforms, translate } from './svg.ts';

export function drawLayers(layers: readonly Layer[], drawing: Drawing): string {
  return layers
    .map((layer) => {
      const param =
        layer.drawParam === undefined ? undefined : drawing.resources.drawParams.get(layer.drawParam);
      return drawObjects(layer.objects, { ...drawing, layer: param ?? drawing.layer });
    })
    .join('');
}

export function drawObjects(objects: readonly PageObject[], drawing: Drawing): string {
  if (drawing.depth > bounds.nesting) return '';
  return objects.map((object) => drawObject(object, drawing)).join('');
}

function drawObject(object: PageObject, drawing: Drawing): string {
  spend(drawing.shared, 0);
  if (object.kind === 'unknown') return '';
  if (object.kind === 'group') return drawObjects(object.objects, { ...drawing, depth: drawing.depth + 1 });
  if (!object.visible) return '';
  const content = drawContent(object, drawing);
  if (content === '') return '';
  spend(drawing.shared, content.length);
  return inClips(object, content, drawing);
}

function drawContent(object: Exclude<PageObject, { kind: 'group' | 'unknown' }>, drawing: Drawing): string {
  switch (object.kind) {
    case 'text':
      return drawText(object, drawing);
    case 'path':
      return drawPath(object, drawing);
    case 'image':
      return drawImage(object, drawing);
    case 'composite':
      return drawComposite(object, drawing);
  }
}

/**
 * The object in its place. Boxes are not cut to: producers set those of texts and hairlines too small, and what
 * lies inside is then lost.
 */
function inClips(object: ObjectBase, content: string, drawing: Drawing): string {
  const transform = transforms(
    translate(object.boundary.x, object.boundary.y),
    object.ctm && matrixText(object.ctm),
  );
  const opacity = object.alpha < 1 ? object.alpha : undefined;
  const clipped = object.clips.reduce(
    (inner, clip) => svg('g', { 'clip-path': `url(#${clipId(clip, drawing)})` }, inner),
    content,
  );
  return transform === undefined && opacity === undefined
    ? clipped
    : svg('g', { transform, opacity }, clipped);
}

function clipId(clip: Clip, drawing: Drawing): string {
  return define(drawing.shared, clip, (id) =>
    svg(
      'clipPath',
      { id },
      ...clip.areas.map(({ ctm, object }) => {
        const transform = transforms(
          ctm && matrixText(ctm),
          translate(object.boundary.x, object.boundary.y),
          object.ctm && matrixText(object.ctm),
        );
        // Text as a clip is rare; its box stands for it.
        const { width, height } = object.boundary;
        return object.kind === 'path'
          ? svg('path', {
              d: writePath(readOfdPath(object.data), 'svg'),
              transform,
              'clip-rule': object.evenOdd ? 'evenodd' : undefined,
            })
          : svg('rect', { width, height, transform });
      }),
    ),
  );
}

function drawPath(object: PathObject, drawing: Drawing): string {
  const d = writePath(readOfdPath(object.data), 'svg');
  if (d === '' || (!object.filled && !object.stroked)) return '';
  const state = stateOf(object, drawing);
  return svg('path', {
    d,
    ...(object.filled ? paint('fill', state.fillColor, drawing) : { fill: 'none' }),
    'fill-rule': object.evenOdd ? 'evenodd' : undefined,
    ...(object.stroked ? { ...paint('stroke', state.strokeColor, drawing), ...lineAttributes(state) } : {}),
  });
}

/** An image fills the unit square of its space, or, where it says nothing of one, its box. */
function drawImage(object: ImageObject, drawing: Drawing): string {
  const { width, height } = object.boundary;
  const bytes = drawing.resources.media.get(object.resource ?? '')?.bytes;
  const picture = bytes && pictureId(bytes, drawing);
  const scale = object.ctm ? undefined : matrixText([width, 0, 0, height, 0, 0]);
  return picture === undefined
    ? svg('rect', { width: 1, height: 1, fill: '#eeeeee', transform: scale })
    : svg('use', { href: `#${picture}`, transform: scale });
}

function pictureId(bytes: Uint8Array, drawing: Drawing): string | undefined {
  const url = pictureUrl(bytes);
  if (url === undefined) return undefined;
  return define(drawing.shared, bytes, (id) =>
    svg('image', { id, width: 1, height: 1, preserveAspectRatio: 'none', href: url }),
  );
}

const pictureKinds: readonly (readonly [string, readonly number[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  ['image/bmp', [0x42, 0x4d]],
];

/**
 * A data: URL of a picture that browsers draw, told by its first bytes; `undefined` for others, such as TIFF and
 * JBIG2, and for SVG, which is no picture but a document.
 */
export function pictureUrl(bytes: Uint8Array): string | undefined {
  const kind = pictureKinds.find(([, start]) => start.every((byte, at) => bytes[at] === byte));
  return kind && `data:${kind[0]};base64,${toBase64(bytes)}`;
}

function drawComposite(object: CompositeObject, drawing: Drawing): string {
  const unit = drawing.resources.composites.get(object.resource ?? '');
  return unit ? drawLayers(layersOfDrawing(unit), { ...drawing, depth: drawing.depth + 1 }) : '';
}

/** A box as a clip, in the space where it is used. */
export function boxClip(box: Box, drawing: Drawing): string {
  return define(drawing.shared, box, (id) => svg('clipPath', { id }, svg('rect', { ...box })));
}
