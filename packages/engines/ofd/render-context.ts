import { OfdError } from './errors.ts';
import { bounds } from './limits.ts';
import type { Color, DrawParam, ObjectBase, Resources, Stroke } from './model.ts';
import type { Sfnt } from './sfnt.ts';
import { cssColor } from './styles.ts';
import { svg } from './svg.ts';

/** One drawing in the making. Everything that is used twice stands once among the definitions. */
export interface Drawing {
  readonly resources: Resources;
  readonly shared: Shared;
  /** The drawing parameters of the layer. */
  readonly layer: DrawParam | undefined;
  readonly depth: number;
}

export interface Shared {
  readonly prefix: string;
  readonly definitions: string[];
  readonly known: Map<unknown, string>;
  /** Embedded fonts by number. */
  readonly fonts: Map<Sfnt, number>;
  objects: number;
  characters: number;
}

export function newShared(prefix: string): Shared {
  return {
    prefix,
    definitions: [],
    known: new Map(),
    fonts: new Map(),
    objects: bounds.objects,
    characters: bounds.characters,
  };
}

/** Counts one object against what a page may hold. */
export function spend(shared: Shared, characters: number): void {
  shared.objects -= 1;
  shared.characters -= characters;
  if (shared.objects < 0 || shared.characters < 0) throw new OfdError('tooLarge', 'the drawing of a page');
}

/** The ID of a definition, which is made when it is first asked for. */
export function define(shared: Shared, key: unknown, make: (id: string) => string): string {
  const known = shared.known.get(key);
  if (known !== undefined) return known;
  const id = `${shared.prefix}${shared.known.size}`;
  shared.known.set(key, id);
  const definition = make(id);
  spend(shared, definition.length);
  shared.definitions.push(definition);
  return id;
}

/** An object's graphic state: its own, over its drawing parameters, over those of the layer. */
export function stateOf(object: ObjectBase, drawing: Drawing): Stroke {
  const own = object.drawParam === undefined ? undefined : drawing.resources.drawParams.get(object.drawParam);
  return [...chain(own, drawing.resources), ...chain(drawing.layer, drawing.resources)].reduce<Stroke>(
    inherit,
    object,
  );
}

function chain(first: DrawParam | undefined, resources: Resources): DrawParam[] {
  const params: DrawParam[] = [];
  for (let param = first; param && params.length < 8;) {
    params.push(param);
    param = param.relative === undefined ? undefined : resources.drawParams.get(param.relative);
  }
  return params;
}

function inherit(state: Stroke, from: Stroke): Stroke {
  return {
    lineWidth: state.lineWidth ?? from.lineWidth,
    cap: state.cap ?? from.cap,
    join: state.join ?? from.join,
    miterLimit: state.miterLimit ?? from.miterLimit,
    dash: state.dash.length > 0 ? state.dash : from.dash,
    dashOffset: state.dashOffset ?? from.dashOffset,
    fillColor: state.fillColor ?? from.fillColor,
    strokeColor: state.strokeColor ?? from.strokeColor,
  };
}

/** Attributes of a paint: `fill` and `fill-opacity`, or those of the stroke. */
export function paint(
  kind: 'fill' | 'stroke',
  color: Color | undefined,
  drawing: Drawing,
): Record<string, string | number | undefined> {
  const spaces = drawing.resources.colorSpaces;
  const alpha = color?.alpha ?? 1;
  const shade = color?.shading;
  const value =
    color && shade && shade.stops.length > 0 ? `url(#${gradient(color, drawing)})` : cssColor(color, spaces);
  return { [kind]: value, [`${kind}-opacity`]: alpha < 1 ? alpha : undefined };
}

function gradient(color: Color, drawing: Drawing): string {
  return define(drawing.shared, color, (id) => {
    const shading = color.shading;
    const stops = (shading?.stops ?? []).map(({ at, color: stop }) =>
      svg('stop', {
        offset: at,
        'stop-color': cssColor(stop, drawing.resources.colorSpaces),
        'stop-opacity': stop.alpha < 1 ? stop.alpha : undefined,
      }),
    );
    const [x1, y1] = shading?.start ?? [0, 0];
    const [x2, y2] = shading?.end ?? [0, 0];
    const common = { id, gradientUnits: 'userSpaceOnUse' };
    return shading?.kind === 'radial'
      ? svg(
          'radialGradient',
          { ...common, fx: x1, fy: y1, fr: shading.startRadius, cx: x2, cy: y2, r: shading.endRadius },
          ...stops,
        )
      : svg('linearGradient', { ...common, x1, y1, x2, y2 }, ...stops);
  });
}

const caps: Readonly<Record<string, string>> = { Round: 'round', Square: 'square' };
const joins: Readonly<Record<string, string>> = { Round: 'round', Bevel: 'bevel' };

/** Attributes of a line: OFD's default is 0.353 mm, butt caps and mitred joins. */
export function lineAttributes(state: Stroke): Record<string, string | number | undefined> {
  const dashed = state.dash.length > 0 && state.dash.some((length) => length > 0);
  return {
    'stroke-width': state.lineWidth ?? 0.353,
    'stroke-linecap': caps[state.cap ?? ''],
    'stroke-linejoin': joins[state.join ?? ''],
    'stroke-miterlimit': state.miterLimit,
    'stroke-dasharray': dashed ? state.dash.map(Math.abs).join(' ') : undefined,
    'stroke-dashoffset': dashed ? state.dashOffset : undefined,
  };
}
