/** A page as it is drawn, alike in every kind of file. Lengths in millimetres from its top left corner. */
export interface Sheet {
  width: number;
  height: number;
  /** In the order in which they are drawn. */
  marks: Mark[];
  /** Middle of the seal, where one belongs on this page, and how wide it may be. */
  seal?: { x: number; y: number; most: number };
}

export type Mark = TextMark | PathMark | PhotoMark;

/** What a text is set in; `rare` has characters that the others lack. */
export type Face = 'regular' | 'bold' | 'rare';

/** One line of text. */
export interface TextMark {
  kind: 'text';
  text: string;
  face: Face;
  size: number;
  /** Start of its baseline. */
  x: number;
  y: number;
  /** How far each character (code point) reaches, `spacing` included. */
  advances: readonly number[];
  /** What was put between characters beyond what their font says. */
  spacing: number;
  color: string;
  /** Degrees clockwise around the start of the baseline. */
  turn: number;
  /** Names of the data that it shows. */
  shows: readonly string[];
  /** Words behind the others, which may lie beneath them. */
  isBehind: boolean;
}

export interface PathMark {
  kind: 'path';
  /** SVG path data of the absolute commands M L Q C Z. */
  data: string;
  fill?: string;
  stroke?: { color: string; width: number };
  /** Nothing may lie over it. */
  isCode?: true;
}

export interface PhotoMark {
  kind: 'photo';
  x: number;
  y: number;
  width: number;
  height: number;
  /** PNG or JPEG. */
  bytes: Uint8Array;
}

/** How far each character of a text reaches, in ems. */
export type Ruler = (text: string) => number[];
export type Rulers = Readonly<Record<'regular' | 'bold', Ruler>>;

export const ink = '#1a1f21';
export const grey = '#6b7378';

/** A typographic point in millimetres. */
export const point = 25.4 / 72;

/** Width of one line of text. */
export function widthOf({ advances, spacing }: Pick<TextMark, 'advances' | 'spacing'>): number {
  return advances.reduce((sum, advance) => sum + advance, 0) - spacing;
}

/** A length to a hundredth of a millimetre, finer than any printer, as it stands in path data. */
export const short = (value: number): string => String(Math.round(value * 100) / 100 || 0);
