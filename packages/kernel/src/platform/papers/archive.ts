import { createHash } from 'node:crypto';
import { AFRelationship, PDFHexString, PDFName, PDFString, type PDFDocument } from 'pdf-lib';
import { srgbProfile } from './colour-profile.ts';
import type { PaperData } from './model.ts';

interface Described {
  title: string;
  author: string;
  at: Date;
  data?: PaperData | undefined;
}

/**
 * Gives a file what PDF/A-3 (ISO 19005-3) asks for around its pages: metadata, what its colours mean, an identifier,
 * and attachments that say how they belong to it.
 */
export async function makeArchivable(
  pdf: PDFDocument,
  { title, author, at, data }: Described,
): Promise<void> {
  const { context, catalog } = pdf;
  pdf.setCreationDate(at);
  pdf.setModificationDate(at);
  pdf.setProducer('quancheng');
  pdf.setCreator('quancheng');
  if (data) {
    await pdf.attach(data.bytes, data.name, {
      mimeType: data.mediaType,
      description: data.description,
      creationDate: at,
      modificationDate: at,
      afRelationship: AFRelationship.Source,
    });
  }
  const metadata = context.stream(Buffer.from(xmpOf(title, author, at)), {
    Type: 'Metadata',
    Subtype: 'XML',
  });
  catalog.set(PDFName.of('Metadata'), context.register(metadata));
  const profile = context.register(context.flateStream(srgbProfile(), { N: 3 }));
  const intent = context.obj({
    Type: 'OutputIntent',
    S: 'GTS_PDFA1',
    OutputConditionIdentifier: PDFString.of('sRGB'),
    DestOutputProfile: profile,
  });
  catalog.set(PDFName.of('OutputIntents'), context.obj([intent]));
  const id = PDFHexString.of(
    createHash('md5').update(`${title} ${author} ${at.toISOString()}`).digest('hex'),
  );
  context.trailerInfo.ID = context.obj([id, id]);
}

function xmpOf(title: string, author: string, at: Date): string {
  const time = at.toISOString().replace(/\.\d+Z$/, 'Z');
  return `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escape(title)}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>${escape(author)}</rdf:li></rdf:Seq></dc:creator>
<xmp:CreateDate>${time}</xmp:CreateDate><xmp:ModifyDate>${time}</xmp:ModifyDate><xmp:CreatorTool>quancheng</xmp:CreatorTool>
<pdf:Producer>quancheng</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`;
}

const escape = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
