import { defaultDigest, type Digest } from './crypto.ts';
import { readBodies, readPageIds } from './document.ts';
import { OfdError } from './errors.ts';
import type { Box } from './model.ts';
import { findFile, locate, openPackage, withFiles, zipPackage, type Package } from './package.ts';
import { short } from './path-data.ts';
import { toBase64 } from './bytes.ts';
import { readSeal, sm2WithSm3 } from './seal.ts';
import { readSignatureLists } from './signatures.ts';
import { encodeSignedValue, encodeToSign } from './signed-value.ts';
import { tag, textTag, xmlFile } from './write-xml.ts';
import type { Deflate } from './zip-write.ts';

export interface StampInput {
  /** Page, counted from 0 over the whole file. */
  readonly page: number;
  readonly boundary: Box;
  /** The part of the picture that shows, counted from the picture's corner. */
  readonly clip?: Box;
}

export interface SignInput {
  /** The seal, SESeal in DER. */
  readonly seal: Uint8Array;
  /** The signer's certificate in DER. */
  readonly certificate: Uint8Array;
  readonly at: Date;
  readonly stamps: readonly StampInput[];
  /** Closes the document: the list of signatures is protected too, and no other signature can follow. */
  readonly last?: boolean;
  readonly provider?: { readonly name: string; readonly company?: string; readonly version?: string };
  readonly digest?: Digest;
}

/** A signature that waits for its value. */
export interface PreparedSignature {
  /** DER to be signed with SM2 (SM3, user id 1234567812345678) by the holder of the certificate's key. */
  readonly toSign: Uint8Array;
  readonly certificate: Uint8Array;
  /** The document with everything but the signed value. */
  readonly package: Package;
  readonly valuePath: string;
}

/**
 * First step: lays out the signature and says what is to be signed. Every file of the package is protected,
 * those of signatures before included; so a second one countersigns the first.
 * @throws {OfdError} closed where the last signature wanted no other
 */
export function prepareSignature(source: Package | Uint8Array, input: SignInput): PreparedSignature {
  const pkg = source instanceof Uint8Array ? openPackage(source) : source;
  readSeal(input.seal);
  const digest = input.digest ?? defaultDigest;
  const list = placeList(pkg);
  refuseClosed(pkg, list.path);
  const folder = freeFolder(pkg, list.path);
  const valuePath = `${folder}/SignedValue.dat`;
  const sealPath = `${folder}/Seal.esl`;
  const added = addEntry(list.xml, `/${folder}/Signature.xml`, input.stamps.length);
  const draft = withFiles(
    list.package,
    new Map([
      [sealPath, input.seal],
      [list.path, new TextEncoder().encode(added.xml)],
    ]),
  );
  const open = new Set([`${folder}/Signature.xml`, valuePath, ...(input.last ? [] : [list.path])]);
  const references = [...draft.files]
    .filter(([name]) => !open.has(name))
    .map(([name, bytes]) =>
      tag('Reference', { FileRef: `/${name}` }, textTag('CheckValue', toBase64(digest('SM3', bytes)))),
    );
  const signature = xmlFile(
    'Signature',
    {},
    signedInfo(pkg, input, sealPath, references, added.firstStamp),
    textTag('SignedValue', `/${valuePath}`),
  );
  const path = `${folder}/Signature.xml`;
  return {
    toSign: encodeToSign({
      seal: input.seal,
      time: input.at,
      dataHash: digest('SM3', signature),
      property: `/${path}`,
    }),
    certificate: input.certificate,
    package: withFiles(draft, new Map([[path, signature]])),
    valuePath,
  };
}

/**
 * Second step: puts the signature in.
 * @param signature r‖s of 64 octets, or DER
 * @throws {OfdError} badSignature where it is none of SM2
 */
export function addSignature(
  prepared: PreparedSignature,
  signature: Uint8Array,
  timeStamp?: Uint8Array,
): Package {
  const { toSign, certificate, valuePath } = prepared;
  const value = encodeSignedValue(toSign, certificate, signature, timeStamp);
  return withFiles(prepared.package, new Map([[valuePath, value]]));
}

/** The second step, and the file. */
export function addSignatureTo(
  prepared: PreparedSignature,
  signature: Uint8Array,
  timeStamp?: Uint8Array,
  deflate?: Deflate,
): Uint8Array {
  return zipPackage(addSignature(prepared, signature, timeStamp), deflate);
}

/**
 * A seam seal: one picture cut into upright strips, the first page's at the left of the picture and at the right
 * edge of its page, so that the whole shows only where all pages are fanned out.
 * @param sizes pages in order, millimetres
 * @param y top of the picture on each page
 */
export function seamStamps(
  sizes: readonly { width: number }[],
  picture: { width: number; height: number },
  y: number,
): StampInput[] {
  const strip = picture.width / sizes.length;
  return sizes.map(({ width }, page) => ({
    page,
    // The box is that of the whole picture, most of which the clip hides or the page's edge would.
    boundary: { x: width - strip * (page + 1), y, width: picture.width, height: picture.height },
    clip: { x: strip * page, y: 0, width: strip, height: picture.height },
  }));
}

function signedInfo(
  pkg: Package,
  input: SignInput,
  sealPath: string,
  references: readonly string[],
  firstStamp: number,
): string {
  const pages = readPageIds(pkg);
  const stamps = input.stamps.map(({ page, boundary, clip }, index) => {
    const pageRef = pages[page];
    if (pageRef === undefined) throw new OfdError('noPage', String(page + 1));
    return tag('StampAnnot', {
      ID: firstStamp + index,
      PageRef: pageRef,
      Boundary: boxText(boundary),
      Clip: clip && boxText(clip),
    });
  });
  const { name, company, version } = input.provider ?? { name: 'quancheng' };
  return tag(
    'SignedInfo',
    {},
    tag('Provider', { ProviderName: name, Company: company, Version: version }),
    textTag('SignatureMethod', sm2WithSm3),
    textTag('SignatureDateTime', `${input.at.toISOString().slice(0, 19).replaceAll(/[-T:]/g, '')}Z`),
    tag('References', { CheckMethod: '1.2.156.10197.1.401' }, ...references),
    ...stamps,
    tag('Seal', {}, textTag('BaseLoc', `/${sealPath}`)),
  );
}

function boxText({ x, y, width, height }: Box): string {
  return [x, y, width, height].map(short).join(' ');
}

/** The list of signatures as text; where there is none, an empty one that OFD.xml now points to. */
function placeList(pkg: Package): { package: Package; path: string; xml: string } {
  const [first] = readBodies(pkg);
  const decoder = new TextDecoder();
  if (first?.signatures !== undefined) {
    const found = locate(pkg, 'OFD.xml', first.signatures);
    if (!found) throw new OfdError('missing', first.signatures.slice(0, 120));
    return { package: pkg, path: found.name, xml: decoder.decode(found.bytes) };
  }
  const root = first && locate(pkg, 'OFD.xml', first.root);
  const entry = findFile(pkg, 'OFD.xml');
  if (!root || !entry) throw new OfdError('missing', first?.root ?? 'OFD.xml');
  const folder = root.name.slice(0, root.name.lastIndexOf('/') + 1);
  const path = `${folder}Signs/Signatures.xml`;
  const changed = insertBefore(decoder.decode(entry.bytes), 'DocBody', 'Signatures', `/${path}`);
  const list = decoder.decode(xmlFile('Signatures', {}, textTag('MaxSignId', 0)));
  const bytes = new TextEncoder().encode(changed);
  return { package: withFiles(pkg, new Map([[entry.name, bytes]])), path, xml: list };
}

/** Adds an element, under the prefix of its surroundings, at the end of the first element of a name. */
function insertBefore(xml: string, parent: string, name: string, content: string): string {
  const end = new RegExp(`</(?:([\\w.-]+):)?${parent}\\s*>`).exec(xml);
  if (!end) throw new OfdError('badXml', `no end of ${parent}`);
  const prefix = end[1] === undefined ? '' : `${end[1]}:`;
  return `${xml.slice(0, end.index)}<${prefix}${name}>${content}</${prefix}${name}>${xml.slice(end.index)}`;
}

/** The list with one more signature, and the number of its first stamp; numbers go on from the largest. */
function addEntry(xml: string, location: string, stamps: number): { xml: string; firstStamp: number } {
  const numbers = [...xml.matchAll(/(?:MaxSignId>|\sID=["'])[^\d<"']*(\d{1,9})/g)].map((match) =>
    Number(match[1]),
  );
  const id = Math.max(0, ...numbers) + 1;
  const end = /<\/(?:([\w.-]+):)?Signatures\s*>/.exec(xml);
  if (!end) throw new OfdError('badXml', 'no end of Signatures');
  const prefix = end[1] === undefined ? '' : `${end[1]}:`;
  const entry = `<${prefix}Signature ID="${id}" Type="Seal" BaseLoc="${location}"/>`;
  const grown = xml.slice(0, end.index) + entry + xml.slice(end.index);
  return {
    xml: grown.replace(/(MaxSignId\s*>)[^<]*/, (_, start: string) => `${start}${id + stamps}`),
    firstStamp: id + 1,
  };
}

function refuseClosed(pkg: Package, listPath: string): void {
  const closed = readSignatureLists(pkg).some(({ signatures }) =>
    signatures.some(({ references }) => references.some(({ path }) => path === listPath)),
  );
  if (closed) throw new OfdError('closed');
}

function freeFolder(pkg: Package, listPath: string): string {
  const base = listPath.slice(0, listPath.lastIndexOf('/') + 1);
  for (let index = 0; ; index += 1) {
    const folder = `${base}Sign_${index}`;
    if (![...pkg.files.keys()].some((name) => name.startsWith(`${folder}/`))) return folder;
  }
}
