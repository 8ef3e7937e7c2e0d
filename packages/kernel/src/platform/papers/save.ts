import { deflateSync } from 'node:zlib';
import { PDFContentStream, PDFName, PDFRawStream, type PDFContext, type PDFDocument } from 'pdf-lib';

/** Lets a document pack what it embeds by Node's own zlib: pdf-lib packs in JavaScript, which takes ten times as long. */
export function packByZlib({ context }: PDFDocument): void {
  const packed: PDFContext['flateStream'] = (contents, dict = {}) => {
    const bytes = typeof contents === 'string' ? Buffer.from(contents, 'latin1') : contents;
    return context.stream(deflateSync(bytes), { ...dict, Filter: 'FlateDecode' });
  };
  context.flateStream = packed;
}

/** What a PDF says of itself to readers. */
export function describe(pdf: PDFDocument, about: { title: string; author: string; subject: string }): void {
  pdf.setTitle(about.title);
  pdf.setAuthor(about.author);
  pdf.setSubject(about.subject);
  pdf.setLanguage('zh-CN');
}

/** The whole file, its pages packed by zlib too, every object where it can be found. */
export async function savePdf(pdf: PDFDocument): Promise<Uint8Array> {
  await pdf.flush();
  for (const [ref, object] of pdf.context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFContentStream)) continue;
    const { dict } = object;
    dict.set(PDFName.of('Filter'), PDFName.of('FlateDecode'));
    pdf.context.assign(ref, PDFRawStream.of(dict, deflateSync(object.getUnencodedContents())));
  }
  return pdf.save({ useObjectStreams: false, addDefaultPage: false });
}
