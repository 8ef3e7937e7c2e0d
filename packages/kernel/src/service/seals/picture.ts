import {
  glyphsOf,
  OfdError,
  sealObjects,
  sealPictureOfd,
  sealSize,
  type SealSpec,
} from '@quancheng/engines/ofd';
import { fontFor } from '../../platform/papers/index.ts';
import { sealErrors } from './errors.ts';
import { usages, type SealRow } from './model.ts';

/** A seal as it is drawn: one filled path of SVG in millimetres from its top left corner. */
export interface Drawn {
  path: string;
  width: number;
  height: number;
}

type Wanted = Pick<SealRow, 'kind' | 'usage' | 'name' | 'spec'>;

/** Draws a seal; `number` is its code, which a round or oval one shows once it is made. */
export async function drawSeal(wanted: Wanted, number: string | null): Promise<Drawn> {
  return drawnOf(await specOf(wanted, number));
}

/** The same, also as the OFD document that SESeal carries. */
export async function drawForMaking(wanted: Wanted, number: string): Promise<Drawn & { ofd: Uint8Array }> {
  const spec = await specOf(wanted, number);
  return { ...drawnOf(spec), ofd: sealPictureOfd(spec) };
}

async function specOf({ kind, usage, name, spec }: Wanted, number: string | null): Promise<SealSpec> {
  const line = spec.line ?? (usage === 'official' ? undefined : usages[usage].zh);
  const text = `${name}${line ?? ''}${number ?? ''}之印`;
  const font = glyphsOf(await fontFor(text));
  refuseMissing(text, font);
  const code = number === null ? {} : { code: number };
  const { width, height } = spec;
  if (kind === 'person-name')
    return { shape: 'name', name, ...font, ...(width === undefined ? {} : { size: width }) };
  if (kind === 'agency-round') {
    const size = width === undefined ? {} : { diameter: width };
    return { shape: 'round', name, ...code, ...font, ...(line === undefined ? {} : { line }), ...size };
  }
  const size = { ...(width === undefined ? {} : { width }), ...(height === undefined ? {} : { height }) };
  return { shape: 'oval', name, ...code, ...font, ...(line === undefined ? {} : { lines: [line] }), ...size };
}

/** What fonts draw in place of a character that they lack; U+FFFF is none at all. */
const lacking = '\uffff';

/** A seal must say its name, with no box or gap in it. */
function refuseMissing(text: string, { glyphs }: ReturnType<typeof glyphsOf>): void {
  const [placeholder] = glyphs(lacking);
  const missing = Array.from(text).filter(
    (letter) => letter.trim() !== '' && glyphs(letter)[0]?.path === placeholder?.path,
  );
  if (missing.length === 0) return;
  const letters = [...new Set(missing)].join('');
  throw sealErrors.badDrawing({
    reason: { zh: `字库里没有“${letters}”。`, en: `the font lacks “${letters}”.` },
  });
}

function drawnOf(spec: SealSpec): Drawn {
  try {
    const { width, height } = sealSize(spec);
    const parts = sealObjects(spec).map(({ data, stroke }) =>
      stroke === undefined ? data : frameOf(spec.shape, { width, height }, stroke.width),
    );
    return { path: parts.join(' '), width, height };
  } catch (error) {
    if (error instanceof OfdError) throw sealErrors.badDrawing({ reason: error.text });
    throw error;
  }
}

/** The border as an area: its outer edge, and its inner one the other way round. */
function frameOf(
  shape: SealSpec['shape'],
  { width, height }: { width: number; height: number },
  line: number,
): string {
  const [right, bottom] = [width - line, height - line];
  if (shape === 'name')
    return `M0 0L${width} 0L${width} ${height}L0 ${height}Z M${line} ${line}L${line} ${bottom}L${right} ${bottom}L${right} ${line}Z`;
  const [a, b] = [width / 2, height / 2];
  const [innerA, innerB] = [a - line, b - line];
  return [
    `M0 ${b}A${a} ${b} 0 0 1 ${width} ${b}A${a} ${b} 0 0 1 0 ${b}Z`,
    `M${line} ${b}A${innerA} ${innerB} 0 0 0 ${right} ${b}A${innerA} ${innerB} 0 0 0 ${line} ${b}Z`,
  ].join(' ');
}

const red = '#d7000f';

/** As large as the seal itself. */
export function svgOf({ path, width, height }: Drawn): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}mm" height="${height}mm" viewBox="0 0 ${width} ${height}"><path fill="${red}" d="${path}"/></svg>`;
}
