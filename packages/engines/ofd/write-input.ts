/** What a document is made of. Lengths in millimetres from the top left of the page, colours as `#rrggbb`. */
export interface DocumentInput {
  /** 32 hexadecimal digits; the default is a digest of the contents, so that the same document is the same file. */
  readonly id?: string;
  readonly title?: string;
  readonly author?: string;
  readonly subject?: string;
  readonly abstract?: string;
  readonly keywords?: readonly string[];
  readonly creator?: string;
  readonly creatorVersion?: string;
  /** Dates as `2026-08-04`. */
  readonly created?: string;
  readonly modified?: string;
  readonly customData?: Readonly<Record<string, string>>;
  readonly fonts?: readonly FontInput[];
  readonly images?: readonly ImageInput[];
  readonly templates?: readonly TemplateInput[];
  readonly pages: readonly PageInput[];
  readonly attachments?: readonly AttachmentInput[];
  readonly tags?: readonly TagInput[];
}

export interface FontInput {
  /** The name by which texts refer to it. */
  readonly id: string;
  readonly name: string;
  readonly family?: string;
  readonly bold?: boolean;
  readonly serif?: boolean;
  /** A TrueType or OpenType file with a character map, cut down to what is used. Without it readers use theirs. */
  readonly bytes?: Uint8Array;
}

export interface ImageInput {
  readonly id: string;
  /** PNG or JPEG. */
  readonly bytes: Uint8Array;
}

export interface TemplateInput {
  readonly id: string;
  readonly objects: readonly ObjectInput[];
}

export interface PageInput {
  readonly width: number;
  readonly height: number;
  readonly objects: readonly ObjectInput[];
  /** Templates behind the page's own objects, by id. */
  readonly background?: readonly string[];
  readonly foreground?: readonly string[];
  readonly annotations?: readonly AnnotationInput[];
}

export interface AnnotationInput {
  readonly type: 'Link' | 'Path' | 'Highlight' | 'Stamp' | 'Watermark';
  readonly subtype?: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly parameters?: Readonly<Record<string, string>>;
  /** Places count from the annotation's corner. */
  readonly objects: readonly ObjectInput[];
}

interface PlacedInput {
  /** The name by which tags refer to it. */
  readonly key?: string;
  /** 0 to 1. */
  readonly alpha?: number;
}

export interface TextInput extends PlacedInput {
  readonly kind: 'text';
  readonly text: string;
  readonly font: string;
  readonly size: number;
  /** Start of the baseline. */
  readonly x: number;
  readonly y: number;
  /**
   * From each character (code point) to the next: one for all, or one for each. The default comes from the font
   * file; without one a character is as wide as its height, one of Latin half as wide.
   */
  readonly deltaX?: number | readonly number[];
  readonly color?: string;
  readonly weight?: number;
  /** Degrees clockwise around the start of the baseline. */
  readonly rotation?: number;
}

export interface StrokeInput {
  readonly color: string;
  readonly width: number;
  readonly dash?: readonly number[];
  readonly cap?: 'Butt' | 'Round' | 'Square';
  readonly join?: 'Miter' | 'Round' | 'Bevel';
}

export interface PathInput extends PlacedInput {
  readonly kind: 'path';
  /** SVG path data of absolute commands M L Q C A Z. */
  readonly data: string;
  readonly stroke?: StrokeInput;
  readonly fill?: string;
  readonly evenOdd?: boolean;
}

export interface PictureInput extends PlacedInput {
  readonly kind: 'image';
  readonly image: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type ObjectInput = TextInput | PathInput | PictureInput;

export interface AttachmentInput {
  readonly name: string;
  /** File name in the package, such as `licence.json`. */
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly format: string;
  readonly visible?: boolean;
  readonly usage?: string;
}

/** Names of data, each linked to the objects that show it. */
export interface TagInput {
  readonly type: string;
  readonly namespace: string;
  /** Keys of objects by field; field names are XML names. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
}
