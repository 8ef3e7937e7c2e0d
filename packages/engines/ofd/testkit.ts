import { sm2 } from 'sm-crypto-v2';
import * as der from '../der/index.ts';
import { fromHex } from './bytes.ts';
import { defaultDigest } from './crypto.ts';
import { readDocument } from './document.ts';
import { OfdError } from './errors.ts';
import { openPackage, withFiles, type Package } from './package.ts';
import { renderPage } from './render.ts';
import { encodeSealInfo, sealFrom, sm2WithSm3, type SealInfo } from './seal.ts';
import { addSignature, prepareSignature, type SignInput } from './sign.ts';
import { encodeSignedValue, encodeToSign, readSignedValue } from './signed-value.ts';
import { textOf } from './text.ts';
import { verifyDocument } from './verify.ts';
import type { DocumentInput } from './write-input.ts';

export interface KeyPair {
  readonly certificate: Uint8Array;
  readonly publicKey: Uint8Array;
  /** The scalar. */
  readonly secret: Uint8Array;
  sign(message: Uint8Array): Uint8Array;
}

/** An SM2 key made from a number, with a certificate that it signs itself. */
export function makeSigner(seed: number, name: string, from = '2026-01-01', to = '2031-01-01'): KeyPair {
  const privateKey = (0x1234_5678n * BigInt(seed) + 77n).toString(16).padStart(64, '0');
  const publicHex = sm2.getPublicKeyFromPrivateKey(privateKey);
  const publicKey = fromHex(publicHex);
  const sign = (message: Uint8Array): Uint8Array =>
    fromHex(sm2.doSignature(message, privateKey, { hash: true, publicKey: publicHex }));
  const algorithm = der.sequence(der.oid(sm2WithSm3));
  const subject = der.sequence(der.setOf(der.sequence(der.oid('2.5.4.3'), der.utf8(name))));
  const tbs = der.sequence(
    der.explicit(0, der.integer(2)),
    der.integer(seed),
    algorithm,
    subject,
    der.sequence(der.utcTime(new Date(from)), der.utcTime(new Date(to))),
    subject,
    der.sequence(
      der.sequence(der.oid('1.2.840.10045.2.1'), der.oid('1.2.156.10197.1.301')),
      der.bits(publicKey),
    ),
  );
  const signature = asDer(sign(tbs));
  return {
    certificate: der.sequence(tbs, algorithm, der.bits(signature)),
    publicKey,
    secret: fromHex(privateKey),
    sign,
  };
}

function asDer(plain: Uint8Array): Uint8Array {
  return der.sequence(der.unsigned(plain.subarray(0, 32)), der.unsigned(plain.subarray(32)));
}

export const signer = makeSigner(1, '春水示例局 签名');
export const maker = makeSigner(2, '印章制作示例');

/** The smallest picture: one red point. */
export const redPng = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=='),
  (letter) => letter.charCodeAt(0),
);

/** A seal for `signer`, with what a test wants otherwise. */
export function makeSeal(other: Partial<SealInfo> = {}): Uint8Array {
  const info = encodeSealInfo({
    vendor: 'quancheng',
    id: '37010000000001',
    type: 1,
    name: '春水示例局',
    signers: { kind: 'certificates', certificates: [signer.certificate] },
    created: new Date('2026-01-01'),
    from: new Date('2026-01-01'),
    to: new Date('2030-01-01'),
    picture: { type: 'PNG', data: redPng, width: 42, height: 42 },
    extensions: [],
    ...other,
  });
  return sealFrom(info, maker.certificate, maker.sign(info));
}

/**
 * A TrueType font in which every given character is a square of half the em in the middle of an em, and as wide as `advanceOf` says, in
 * thousandths of the em.
 */
export function makeFont(characters: string, advanceOf: (character: string) => number): Uint8Array {
  const all = [...new Set(characters)].sort((a, b) => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0));
  const count = all.length + 1;
  const square = words(1, 250, 0, 750, 500, 3, 0);
  // Four points on the curve, each coordinate of two octets.
  const outline = join(square, bytes(1, 1, 1, 1), words(250, 500, 0, -500), words(0, 0, 500, 0), bytes(0, 0));
  const size = outline.length + (outline.length % 2);
  const groups = all.flatMap((character, index) => {
    const code = character.codePointAt(0) ?? 0;
    return [code, code, index + 1];
  });
  const tables: Record<string, Uint8Array> = {
    cmap: join(
      words(0, 1, 3, 10),
      longs(12),
      words(12, 0),
      longs(16 + 12 * all.length, 0, all.length, ...groups),
    ),
    glyf: join(...all.map(() => join(outline, new Uint8Array(size - outline.length)))),
    head: join(
      longs(0x00010000, 0x00010000, 0, 0x5f0f3cf5),
      words(0, 1000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1000, 1000, 0, 8, 2, 1, 0),
    ),
    hhea: join(longs(0x00010000), words(800, -200, 0, 1000, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, count)),
    hmtx: words(...['', ...all].flatMap((character) => [character === '' ? 500 : advanceOf(character), 0])),
    loca: longs(0, ...Array.from({ length: count }, (_, index) => index * size)),
    maxp: join(longs(0x00010000), words(count, ...Array.from({ length: 13 }, () => 0))),
  };
  const names = Object.keys(tables).sort();
  let offset = 12 + 16 * names.length;
  const directory = names.map((name) => {
    const length = tables[name]?.length ?? 0;
    const entry = join(new TextEncoder().encode(name), longs(0, offset, length));
    offset += Math.ceil(length / 4) * 4;
    return entry;
  });
  const contents = names.map((name) => {
    const table = tables[name] ?? new Uint8Array();
    return join(table, new Uint8Array((4 - (table.length % 4)) % 4));
  });
  return join(longs(0x00010000), words(names.length, 0, 0, 0), ...directory, ...contents);
}

function join(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function bytes(...values: number[]): Uint8Array {
  return Uint8Array.from(values);
}

function words(...values: number[]): Uint8Array {
  return bytes(...values.flatMap((value) => [(value >> 8) & 0xff, value & 0xff]));
}

function longs(...values: number[]): Uint8Array {
  return bytes(
    ...values.flatMap((value) => [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff]),
  );
}

export const licenceText = '姓名：㛃𠮷先生 ABC 有效期至2030年1月1日 <&">';

/** A licence of one page with a font, a template, a picture, an attachment, a tag and a watermark. */
export function licence(other: Partial<DocumentInput> = {}): DocumentInput {
  const font = makeFont(licenceText, (character) => (character < '\u2000' ? 500 : 1000));
  const line = { kind: 'path', data: 'M 20 60 L 190 60', stroke: { color: '#9c5223', width: 0.25 } } as const;
  return {
    title: '居住证 <示例> & "测试"',
    author: '春水示例局',
    created: '2026-08-04',
    keywords: ['居住证', '示例'],
    creator: 'quancheng',
    customData: { 证照编号: '1.2.156.3005.2' },
    fonts: [{ id: 'song', name: 'Noto Serif SC', bytes: font }],
    images: [{ id: 'photo', bytes: redPng }],
    templates: [
      { id: 'form', objects: [{ kind: 'text', text: '姓名', font: 'song', size: 4, x: 20, y: 20 }, line] },
    ],
    pages: [
      {
        width: 210,
        height: 297,
        background: ['form'],
        objects: [
          { kind: 'text', text: licenceText, font: 'song', size: 5, x: 20, y: 40, key: 'holder' },
          { kind: 'image', image: 'photo', x: 150, y: 70, width: 30, height: 40, key: 'photo' },
          { kind: 'path', data: 'M 10 10 A 5 5 0 1 1 20 10 Q 15 15 10 10 Z', fill: '#ff0000', evenOdd: true },
        ],
        annotations: [
          {
            type: 'Watermark',
            x: 0,
            y: 0,
            width: 210,
            height: 297,
            parameters: { purpose: '仅供测试' },
            objects: [
              {
                kind: 'text',
                text: '有效',
                font: 'song',
                size: 20,
                x: 60,
                y: 200,
                rotation: -30,
                alpha: 0.2,
              },
            ],
          },
        ],
      },
    ],
    attachments: [
      { name: 'data', file: 'licence.json', format: 'json', bytes: new TextEncoder().encode('{"a":1}') },
    ],
    tags: [
      {
        type: 'licence',
        namespace: 'urn:quancheng:licence',
        fields: { 持证人: ['holder'], photo: ['photo'] },
      },
    ],
    ...other,
  };
}

/** What signing takes, for the first page, by `signer`. */
export function signInput(other: Partial<SignInput> = {}): SignInput {
  return {
    seal: makeSeal(),
    certificate: signer.certificate,
    at: new Date('2026-08-04T02:08:09Z'),
    stamps: [{ page: 0, boundary: { x: 120, y: 200, width: 42, height: 42 } }],
    ...other,
  };
}

/** A signed package: both steps with the key of the test. */
export function sign(source: Package | Uint8Array, other: Partial<SignInput> = {}, key = signer): Package {
  const prepared = prepareSignature(source, signInput({ certificate: key.certificate, ...other }));
  return addSignature(prepared, key.sign(prepared.toSign));
}

/** The first signature made again after its description was changed, as other producers would have written it. */
export function resign(pkg: Package, change: (xml: string) => string): Package {
  const seal = readSignedValue(pkg.files.get('Doc_0/Signs/Sign_0/SignedValue.dat') ?? new Uint8Array()).seal
    .der;
  const path = 'Doc_0/Signs/Sign_0/Signature.xml';
  const xml = new TextDecoder().decode(pkg.files.get(path));
  const changed = new TextEncoder().encode(change(xml));
  const toSign = encodeToSign({
    seal,
    time: new Date('2026-08-04T02:08:09Z'),
    dataHash: defaultDigest('SM3', changed),
    property: `/${path}`,
  });
  const value = encodeSignedValue(toSign, signer.certificate, signer.sign(toSign));
  return withFiles(
    pkg,
    new Map([
      [path, changed],
      ['Doc_0/Signs/Sign_0/SignedValue.dat', value],
    ]),
  );
}

/** Everything a reader does with a file it was given. */
export function readAll(source: Package | Uint8Array): void {
  const pkg = source instanceof Uint8Array ? openPackage(source) : source;
  verifyDocument(pkg, { sm2: { verify: () => false } });
  const document = readDocument(pkg);
  textOf(document);
  for (const number of document.pages.keys()) renderPage(document, number);
}

/** Runs a reader, which may refuse with an error of this engine and with no other. */
export function onlyOfdError(read: () => void): void {
  refusal(read);
}

/** The code of the error with which a reader refuses; `none` where it does not. */
export function refusal(read: () => void): string {
  try {
    read();
  } catch (error) {
    if (error instanceof OfdError) return error.code;
    throw error;
  }
  return 'none';
}
