import { fromBase64 } from './bytes.ts';
import { readBodies } from './document.ts';
import { OfdError } from './errors.ts';
import { bounds } from './limits.ts';
import type { Box } from './model.ts';
import { locate, type Package } from './package.ts';
import { readBox } from './styles.ts';
import { attributeOf, childNamed, childrenNamed, rawText, readXml, textIn, type XmlElement } from './xml.ts';

/** The signatures of a package as its XML describes them; nothing is checked yet. */
export interface SignatureList {
  /** Path of Signatures.xml; `undefined` where OFD.xml names one that is not there. */
  readonly path: string | undefined;
  readonly signatures: readonly SignatureRecord[];
  /** Files that are named but missing, or cannot be read. */
  readonly problems: readonly string[];
}

export interface SignatureRecord {
  readonly id: string;
  /** Seal, or Sign for a signature without one. */
  readonly type: string;
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly provider: { readonly name: string; readonly company: string | undefined } | undefined;
  readonly method: string | undefined;
  readonly at: Date | undefined;
  readonly digest: string | undefined;
  readonly references: readonly {
    /** As written. */
    readonly file: string;
    /** Where that is in the package. */
    readonly path: string | undefined;
    readonly bytes: Uint8Array | undefined;
    readonly expected: Uint8Array | undefined;
  }[];
  readonly stamps: readonly Stamp[];
  /** Seal.esl as named, and found. */
  readonly sealFile: { readonly path: string; readonly bytes: Uint8Array | undefined } | undefined;
  readonly value: { readonly path: string; readonly bytes: Uint8Array } | undefined;
}

/** A seal's place on a page, or that of its part inside `clip`, which counts from the picture's corner. */
export interface Stamp {
  readonly id: string;
  readonly pageRef: string;
  readonly boundary: Box;
  readonly clip: Box | undefined;
}

/** @throws {OfdError} where OFD.xml cannot be read; what is wrong with signatures is in `problems` */
export function readSignatureLists(pkg: Package): SignatureList[] {
  return readBodies(pkg).flatMap(({ signatures }) =>
    signatures === undefined ? [] : [readSignatureList(pkg, signatures)],
  );
}

function readSignatureList(pkg: Package, location: string): SignatureList {
  const found = locate(pkg, 'OFD.xml', location);
  if (!found) return { path: undefined, signatures: [], problems: [location] };
  const problems: string[] = [];
  const signatures: SignatureRecord[] = [];
  const list = attempt(() => readXml(found.bytes, found.name));
  if (!list) return { path: found.name, signatures, problems: [found.name] };
  const entries = childrenNamed(list, 'Signature');
  if (entries.length > bounds.signatures) throw new OfdError('tooLarge', `${entries.length} signatures`);
  for (const entry of entries) {
    const base = attributeOf(entry, 'BaseLoc') ?? '';
    const file = locate(pkg, found.name, base);
    const xml = file && attempt(() => readXml(file.bytes, file.name));
    if (file && xml) signatures.push(readRecord(pkg, file, xml, entry));
    else problems.push(base);
  }
  return { path: found.name, signatures, problems };
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof OfdError) return undefined;
    throw error;
  }
}

function readRecord(
  pkg: Package,
  file: { name: string; bytes: Uint8Array },
  xml: XmlElement,
  entry: XmlElement,
): SignatureRecord {
  const info = childNamed(xml, 'SignedInfo');
  const list = childNamed(info, 'References');
  const sealPath = textIn(childNamed(childNamed(info, 'Seal'), 'BaseLoc'));
  const value = locate(pkg, file.name, textIn(childNamed(xml, 'SignedValue')) ?? '');
  return {
    id: attributeOf(entry, 'ID') ?? '',
    type: attributeOf(entry, 'Type') ?? 'Seal',
    path: file.name,
    bytes: file.bytes,
    provider: readProvider(info),
    method: attributeOf(info, 'SignatureMethod'),
    at: readDateTime(attributeOf(info, 'SignatureDateTime')),
    digest: attributeOf(list, 'CheckMethod'),
    references: childrenNamed(list, 'Reference').map((reference) => {
      const location = attributeOf(reference, 'FileRef') ?? '';
      const target = locate(pkg, file.name, location);
      return {
        file: location,
        path: target?.name,
        bytes: target?.bytes,
        expected: fromBase64(rawText(childNamed(reference, 'CheckValue')).trim()),
      };
    }),
    stamps: childrenNamed(info, 'StampAnnot').map((stamp) => ({
      id: attributeOf(stamp, 'ID') ?? '',
      pageRef: attributeOf(stamp, 'PageRef') ?? '',
      boundary: readBox(attributeOf(stamp, 'Boundary')),
      clip: attributeOf(stamp, 'Clip') === undefined ? undefined : readBox(attributeOf(stamp, 'Clip')),
    })),
    sealFile:
      sealPath === undefined ? undefined : { path: sealPath, bytes: locate(pkg, file.name, sealPath)?.bytes },
    value: value && { path: value.name, bytes: value.bytes },
  };
}

/** The provider, as attributes of one element, or of SignedInfo, or as elements or text inside. */
function readProvider(info: XmlElement | undefined): SignatureRecord['provider'] {
  const element = childNamed(info, 'Provider');
  const name =
    attributeOf(element, 'ProviderName') ??
    attributeOf(info, 'ProviderName') ??
    attributeOf(info, 'Provider');
  return name === undefined
    ? undefined
    : { name, company: attributeOf(element, 'Company') ?? attributeOf(info, 'Company') };
}

/**
 * An instant as producers write it: `20260804100809Z`, ISO 8601, `2026-08-04 10:08:09`. Without a zone it is
 * the time of China.
 */
export function readDateTime(text: string | undefined): Date | undefined {
  const match =
    /^(\d{4})[-/]?(\d\d)[-/]?(\d\d)[T ]?(\d\d):?(\d\d):?(\d\d)(?:\.(\d{1,3})\d*)?\s*(Z|[+-]\d\d:?\d\d)?$/.exec(
      text?.trim() ?? '',
    );
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', zone = '+08:00'] = match;
  const offset = /^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
  const date = new Date(
    `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0')}${offset}`,
  );
  return Number.isNaN(date.getTime()) ? undefined : date;
}
