import {
  drawSvgPath,
  PDFHexString,
  PDFName,
  PDFString,
  rgb,
  type PDFDocument,
  type PDFPage,
  type PDFRef,
} from 'pdf-lib';

/** A seal as it is drawn: a path in millimetres from its top left corner, and its size. */
export interface SealPicture {
  readonly path: string;
  readonly width: number;
  readonly height: number;
}

/** Where a seal stands on its page, in millimetres from the top left corner to its own, and how large it is there. */
export interface SealPlace {
  readonly picture: SealPicture;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PdfSignature {
  /** Who signs, as readers show it. */
  readonly name: string;
  readonly reason: string;
  readonly at: Date;
  /** Signs the covered bytes: CMS in DER, detached (PAdES, ETSI EN 319 142-1). */
  sign(covered: Uint8Array): Promise<Uint8Array>;
}

/** Room for the signature with its certificates and its time stamp, in octets; what is left stays zero. */
const room = 12_288;
const unknown = 9_999_999_999;
const mm = 72 / 25.4;
const red = rgb(0.86, 0.08, 0.08);

/** Puts a field for a signature on a page, drawn as its seal. The rest is done once the file is laid out. */
export function addSignatureField(
  pdf: PDFDocument,
  page: PDFPage,
  { picture, ...place }: SealPlace,
  signature: Pick<PdfSignature, 'name' | 'reason' | 'at'>,
): void {
  const { context } = pdf;
  const range = context.obj([0, unknown, unknown, unknown]);
  const value = context.register(
    context.obj({
      Type: 'Sig',
      Filter: 'Adobe.PPKLite',
      SubFilter: 'ETSI.CAdES.detached',
      ByteRange: range,
      Contents: PDFHexString.of('0'.repeat(room * 2)),
      M: PDFString.fromDate(signature.at),
      Name: PDFHexString.fromText(signature.name),
      Reason: PDFHexString.fromText(signature.reason),
    }),
  );
  const [width, height] = [place.width * mm, place.height * mm];
  const left = place.x * mm;
  const bottom = page.getHeight() - place.y * mm - height;
  const widget = context.register(
    context.obj({
      Type: 'Annot',
      Subtype: 'Widget',
      FT: 'Sig',
      T: PDFHexString.fromText('电子印章'),
      V: value,
      P: page.ref,
      F: 132, // printed, and locked
      Rect: [left, bottom, left + width, bottom + height],
      AP: { N: appearanceOf(pdf, picture) },
    }),
  );
  page.node.addAnnot(widget);
  pdf.catalog.set(PDFName.of('AcroForm'), context.obj({ SigFlags: 3, Fields: [widget] }));
}

function appearanceOf(pdf: PDFDocument, { path, width, height }: SealPicture): PDFRef {
  const operators = drawSvgPath(path, {
    x: 0,
    y: height * mm,
    scale: mm,
    color: red,
    borderColor: undefined,
    borderWidth: 0,
  });
  const stream = pdf.context.formXObject(operators, {
    BBox: pdf.context.obj([0, 0, width * mm, height * mm]),
  });
  return pdf.context.register(stream);
}

/** Fills in what a file with a signature field covers, and its signature. */
export async function signLaidOut(file: Uint8Array, signature: PdfSignature): Promise<Uint8Array> {
  const text = Buffer.from(file.buffer, file.byteOffset, file.byteLength).toString('latin1');
  const from = text.indexOf(`<${'0'.repeat(64)}`);
  const to = text.indexOf('>', from) + 1;
  const range = [0, from, to, file.length - to].join(' ');
  const hole = [0, unknown, unknown, unknown].join(' ');
  const at = text.indexOf(hole);
  if (from < 0 || at < 0) throw new Error('the file has no field for a signature');
  const signed = Uint8Array.from(file);
  signed.set(Buffer.from(range.padEnd(hole.length), 'latin1'), at);
  const cms = await signature.sign(Buffer.concat([signed.subarray(0, from), signed.subarray(to)]));
  if (cms.length > room) throw new Error(`a signature of ${cms.length} octets does not fit in ${room}`);
  signed.set(Buffer.from(Buffer.from(cms).toString('hex'), 'latin1'), from + 1);
  return signed;
}
