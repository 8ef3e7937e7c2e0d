import { deflateRawSync } from 'node:zlib';
import {
  buildPackage,
  packFiles,
  type DocumentInput,
  type Package,
  type StampInput,
} from '@quancheng/engines/ofd';
import type { Layout } from '@quancheng/pack-sdk';
import { digest } from '../crypto/index.ts';
import { makeArchivable } from './archive.ts';
import { drawOfd } from './draw-ofd.ts';
import { drawPdf } from './draw-pdf.ts';
import { drawSvg } from './draw-svg.ts';
import { loadRulers } from './font.ts';
import { fontsOf, withRareFace, type Fonts } from './fonts.ts';
import { layOut } from './layout.ts';
import type { LicenceData, OfdSealing, PaperData, Sealing } from './model.ts';
import { describe, savePdf } from './save.ts';
import { sealPlace } from './seal-place.ts';
import type { Sheet } from './sheet.ts';
import { addSignatureField, type PdfSignature } from './signature.ts';

/** What a licence is drawn for: the seals that will stand on it, known by how they look. */
export interface DrawnFor {
  ofd?: { size: OfdSealing['size'] } | 'unsealed';
  pdf?: DrawnSeal | 'unsealed';
}

interface DrawnSeal {
  picture: Sealing['picture'];
  signature: Omit<PdfSignature, 'sign'>;
  data?: PaperData | undefined;
}

/** Files as they are before they are sealed: whole where they bear none. */
export interface Drawn {
  ofd?: { document: Package; stamp: StampInput | undefined };
  /** With room for its signature, where it will bear one. */
  pdf?: Uint8Array;
}

export async function drawLicence(layout: Layout, data: LicenceData, { ofd, pdf }: DrawnFor): Promise<Drawn> {
  const { sheets: drawn } = layOut(layout, data, await loadRulers());
  const sheets = await withRareFace(drawn);
  const fonts = await fontsOf(sheets);
  const attached = dataOf(data);
  return {
    ...(ofd === undefined ? {} : { ofd: drawOfdFile(sheets, fonts, data, attached, ofd) }),
    ...(pdf === undefined ? {} : { pdf: await drawPdfFile(sheets, fonts, data, attached, pdf) }),
  };
}

export async function drawPreview(layout: Layout, data: LicenceData): Promise<string> {
  return drawSvg(layOut(layout, data, await loadRulers()).sheets);
}

/** What the record says, for programs. */
function dataOf({ photo: _, ...data }: LicenceData): PaperData {
  return {
    name: 'licence.json',
    mediaType: 'application/json',
    bytes: Buffer.from(JSON.stringify(data)),
    description: '证照数据',
  };
}

function drawOfdFile(
  sheets: readonly Sheet[],
  fonts: Fonts,
  data: LicenceData,
  attached: PaperData,
  sealing: Exclude<DrawnFor['ofd'], undefined>,
): NonNullable<Drawn['ofd']> {
  const { shown, ...drawn } = drawOfd(sheets, fonts);
  const input: DocumentInput = {
    ...drawn,
    // The same licence is the same document; a digest of all its files would take longer than to draw it.
    id: digest('SM3', attached.bytes).toString('hex').slice(0, 32),
    title: data.type.name,
    author: data.issuer,
    subject: data.number,
    created: data.issuedOn,
    creator: 'quancheng',
    attachments: [{ name: attached.description, file: attached.name, format: 'json', bytes: attached.bytes }],
    tags: [{ type: 'licence', namespace: 'urn:quancheng:licence', fields: shown }],
  };
  // Packed here, what a seal does not change is not packed again.
  const document = packFiles(buildPackage(input), deflateRawSync);
  if (sealing === 'unsealed') return { document, stamp: undefined };
  const { page, ...boundary } = sealPlace(sheets, sealing.size);
  return { document, stamp: { page, boundary } };
}

async function drawPdfFile(
  sheets: readonly Sheet[],
  fonts: Fonts,
  licence: LicenceData,
  attached: PaperData,
  sealing: Exclude<DrawnFor['pdf'], undefined>,
): Promise<Uint8Array> {
  const pdf = await drawPdf(sheets, fonts);
  const about = { title: licence.type.name, author: licence.issuer };
  describe(pdf, { ...about, subject: licence.number });
  if (sealing === 'unsealed') {
    await makeArchivable(pdf, { ...about, at: new Date(`${licence.issuedOn}T00:00:00Z`), data: attached });
    return savePdf(pdf);
  }
  const { picture, signature, data = attached } = sealing;
  await makeArchivable(pdf, { ...about, at: signature.at, data });
  const { page, ...place } = sealPlace(sheets, picture);
  addSignatureField(pdf, pdf.getPage(page), { picture, ...place }, signature);
  return savePdf(pdf);
}
