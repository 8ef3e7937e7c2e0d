import type { Matrix } from './model.ts';
import { short } from './path-data.ts';

type Attributes = Readonly<Record<string, string | number | undefined>>;

/**
 * An SVG element. Attributes that are `undefined` are left out; children are SVG already. There is no `style`
 * attribute and no script anywhere: a page may show these drawings under a strict content policy.
 */
export function svg(name: string, attributes: Attributes, ...children: string[]): string {
  let written = '';
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    written += ` ${key}="${typeof value === 'number' ? short(value) : escapeSvg(value)}"`;
  }
  const content = children.join('');
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

export function escapeSvg(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

export function translate(x: number, y: number): string | undefined {
  return x === 0 && y === 0 ? undefined : `translate(${short(x)} ${short(y)})`;
}

export function matrixText(matrix: Matrix): string {
  // Glyphs and unit images are scaled by small factors: six digits that count, not four places.
  return `matrix(${matrix.map((value) => String(Number(value.toPrecision(6)))).join(' ')})`;
}

/** Transforms one after the other, leaving out those that do nothing. */
export function transforms(...parts: (string | undefined)[]): string | undefined {
  return parts.filter((part) => part !== undefined).join(' ') || undefined;
}
