import type { Package } from './package.ts';
import type { XmlElement } from './xml.ts';

/** Millimetres from the top left of whatever holds it. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** a b c d e f: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type Matrix = readonly [number, number, number, number, number, number];

/** An OFD file: nearly always one document, by the standard any number. */
export interface OfdDocument {
  readonly package: Package;
  readonly docs: readonly Doc[];
  /** All pages in order, those of several documents one after the other. */
  readonly pages: readonly Page[];
}

export interface Doc {
  /** Path of its Document.xml. */
  readonly path: string;
  readonly info: DocInfo;
  readonly resources: Resources;
  readonly pages: readonly Page[];
  readonly attachments: readonly Attachment[];
  readonly tags: readonly CustomTag[];
  /** Path of Signatures.xml as OFD.xml gives it, found or not. */
  readonly signatures: string | undefined;
  /** Document.xml whole: outlines, permissions, actions and whatever else is not read here. */
  readonly xml: XmlElement;
}

export interface DocInfo {
  readonly id: string | undefined;
  readonly title: string | undefined;
  readonly author: string | undefined;
  readonly subject: string | undefined;
  readonly abstract: string | undefined;
  readonly keywords: readonly string[];
  readonly creator: string | undefined;
  readonly creatorVersion: string | undefined;
  /** As written, a date. */
  readonly created: string | undefined;
  readonly modified: string | undefined;
  readonly customData: ReadonlyMap<string, string>;
  readonly xml: XmlElement | undefined;
}

export interface Page {
  readonly id: string;
  readonly path: string;
  /** Physical size. */
  readonly box: Box;
  readonly layers: readonly Layer[];
  /** Templates before the page's own layers, and after them. */
  readonly background: readonly Layer[];
  readonly foreground: readonly Layer[];
  readonly annotations: readonly Annotation[];
  readonly resources: Resources;
  readonly xml: XmlElement;
}

export interface Layer {
  readonly type: string;
  readonly drawParam: string | undefined;
  readonly objects: readonly PageObject[];
}

export interface Annotation {
  readonly id: string | undefined;
  readonly type: string;
  readonly subtype: string | undefined;
  readonly visible: boolean;
  readonly parameters: ReadonlyMap<string, string>;
  readonly boundary: Box;
  readonly objects: readonly PageObject[];
  readonly xml: XmlElement;
}

export interface Attachment {
  readonly id: string | undefined;
  readonly name: string;
  readonly format: string | undefined;
  readonly visible: boolean;
  readonly usage: string | undefined;
  /** Path in the package; `undefined` where the file is missing. */
  readonly path: string | undefined;
  readonly xml: XmlElement;
}

/** A file that links names of data to objects of pages. */
export interface CustomTag {
  readonly type: string;
  readonly path: string | undefined;
  /** By name of an element that refers to objects, or has text. */
  readonly fields: readonly {
    readonly name: string;
    readonly value: string | undefined;
    readonly objects: readonly string[];
  }[];
  readonly xml: XmlElement | undefined;
}

export interface Resources {
  readonly fonts: ReadonlyMap<string, Font>;
  readonly media: ReadonlyMap<string, Media>;
  readonly drawParams: ReadonlyMap<string, DrawParam>;
  readonly colorSpaces: ReadonlyMap<string, ColorSpace>;
  /** Drawings of their own that composite objects place; their content is read when drawn. */
  readonly composites: ReadonlyMap<string, XmlElement>;
}

export interface Font {
  readonly id: string;
  readonly name: string;
  readonly family: string | undefined;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly serif: boolean;
  readonly fixedWidth: boolean;
  /** The embedded font file. */
  readonly bytes: Uint8Array | undefined;
}

export interface Media {
  readonly id: string;
  readonly type: string;
  readonly format: string | undefined;
  readonly path: string | undefined;
  readonly bytes: Uint8Array | undefined;
}

export interface ColorSpace {
  readonly type: 'Gray' | 'RGB' | 'CMYK';
  readonly bits: number;
  readonly palette: readonly (readonly number[])[];
}

/** Lengths in millimetres. */
export interface Stroke {
  readonly lineWidth: number | undefined;
  readonly cap: string | undefined;
  readonly join: string | undefined;
  readonly miterLimit: number | undefined;
  readonly dash: readonly number[];
  readonly dashOffset: number | undefined;
  readonly fillColor: Color | undefined;
  readonly strokeColor: Color | undefined;
}

export interface DrawParam extends Stroke {
  readonly relative: string | undefined;
}

export interface Color {
  readonly space: string | undefined;
  /** Channel values as written, in the range of the colour space. */
  readonly value: readonly number[];
  readonly index: number | undefined;
  /** 0 to 1. */
  readonly alpha: number;
  readonly shading: Shading | undefined;
}

export interface Shading {
  readonly kind: 'axial' | 'radial';
  readonly start: readonly [number, number];
  readonly end: readonly [number, number];
  readonly startRadius: number;
  readonly endRadius: number;
  readonly stops: readonly { readonly at: number; readonly color: Color }[];
}

export interface ObjectBase extends Stroke {
  readonly id: string | undefined;
  readonly boundary: Box;
  readonly ctm: Matrix | undefined;
  readonly visible: boolean;
  readonly drawParam: string | undefined;
  /** 0 to 1. */
  readonly alpha: number;
  readonly clips: readonly Clip[];
  readonly xml: XmlElement;
}

/** What is drawn lies inside one of the areas of every clip. */
export interface Clip {
  readonly areas: readonly {
    readonly ctm: Matrix | undefined;
    readonly object: PathObject | TextObject;
  }[];
}

export interface TextObject extends ObjectBase {
  readonly kind: 'text';
  readonly font: string | undefined;
  readonly size: number;
  readonly stroked: boolean;
  readonly filled: boolean;
  readonly horizontalScale: number;
  readonly weight: number;
  readonly italic: boolean;
  /** Degrees: how lines run, and how characters stand in them. */
  readonly readDirection: number;
  readonly charDirection: number;
  readonly codes: readonly TextCode[];
  readonly glyphs: readonly GlyphRun[];
}

/** A run of characters. Offsets are those from each character to the next. */
export interface TextCode {
  readonly x: number;
  readonly y: number;
  readonly deltaX: readonly number[];
  readonly deltaY: readonly number[];
  readonly text: string;
}

/** Glyphs that replace some characters of all runs together, counted from `position`. */
export interface GlyphRun {
  readonly position: number;
  readonly characters: number;
  readonly glyphs: readonly number[];
}

export interface PathObject extends ObjectBase {
  readonly kind: 'path';
  readonly data: string;
  readonly stroked: boolean;
  readonly filled: boolean;
  readonly evenOdd: boolean;
}

export interface ImageObject extends ObjectBase {
  readonly kind: 'image';
  readonly resource: string | undefined;
}

export interface CompositeObject extends ObjectBase {
  readonly kind: 'composite';
  readonly resource: string | undefined;
}

export interface GroupObject {
  readonly kind: 'group';
  readonly objects: readonly PageObject[];
}

/** An object of a kind this engine does not know: kept, not drawn. */
export interface UnknownObject {
  readonly kind: 'unknown';
  readonly xml: XmlElement;
}

export type PageObject =
  TextObject | PathObject | ImageObject | CompositeObject | GroupObject | UnknownObject;
