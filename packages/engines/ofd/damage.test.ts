import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildPackage, readSeal, readSignedValue, verifyDocument, withFiles, zipPackage } from './index.ts';
import { licence, makeSeal, onlyOfdError, readAll, refusal, sign } from './testkit.ts';

const signed = sign(buildPackage(licence()));
const file = zipPackage(signed);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a byte changed anywhere that is protected', () => {
  // Everything that a reference names, and the signature's own two files.
  const names = [...signed.files.keys()].filter((name) => !name.endsWith('Signatures.xml'));

  it('is found', () => {
    const place = fc.constantFrom(...names).chain((name) =>
      fc.record({
        name: fc.constant(name),
        at: fc.nat({ max: (signed.files.get(name)?.length ?? 1) - 1 }),
        flip: fc.integer({ min: 1, max: 255 }),
      }),
    );
    fc.assert(
      fc.property(place, ({ name, at, flip }) => {
        const bytes = Uint8Array.from(signed.files.get(name) ?? []);
        bytes[at] = (bytes[at] ?? 0) ^ flip;
        const changed = withFiles(signed, new Map([[name, bytes]]));
        onlyOfdError(() => expect(verifyDocument(zipPackage(changed)).verdict).not.toBe('valid'));
      }),
      { seed: 38540, numRuns: 100 },
    );
  });

  it('is found in every octet around the value of the signature', () => {
    const name = 'Doc_0/Signs/Sign_0/SignedValue.dat';
    const value = signed.files.get(name) ?? new Uint8Array();
    // Certificate's end, algorithm, and the frame of the signature value, none of which is signed itself.
    for (let at = value.length - 110; at < value.length - 60; at += 1) {
      const bytes = Uint8Array.from(value, (byte, index) => (index === at ? byte ^ 0x41 : byte));
      expect(verifyDocument(withFiles(signed, new Map([[name, bytes]]))).verdict).toBe('invalid');
    }
  });
});

describe('damaged files', () => {
  const mutation = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    bytes: fc.uint8Array({ minLength: 0, maxLength: 6 }),
    cut: fc.nat({ max: 40 }),
  });
  const mutate = (
    bytes: Uint8Array,
    { at, bytes: put, cut }: { at: number; bytes: Uint8Array; cut: number },
  ) => {
    const start = Math.floor(at * bytes.length);
    return Uint8Array.from([...bytes.subarray(0, start), ...put, ...bytes.subarray(start + cut)]);
  };

  it('are read or refused as archives', () => {
    fc.assert(
      fc.property(mutation, (change) => onlyOfdError(() => readAll(mutate(file, change)))),
      { seed: 1, numRuns: 150 },
    );
    for (let length = 0; length < file.length; length += 97)
      expect(refusal(() => readAll(file.subarray(0, length)))).toBe('notZip');
  });

  it('are read or refused as XML', () => {
    const names = [...signed.files.keys()].filter((name) => name.endsWith('.xml'));
    fc.assert(
      fc.property(fc.constantFrom(...names), mutation, (name, change) => {
        const bytes = mutate(signed.files.get(name) ?? new Uint8Array(), change);
        onlyOfdError(() => readAll(withFiles(signed, new Map([[name, bytes]]))));
      }),
      { seed: 2, numRuns: 250 },
    );
  });

  it('are read or refused with numbers that make no sense', () => {
    const numbers = fc.constantFrom(
      '-1',
      '1e308',
      'NaN',
      '99999999999',
      '0',
      '',
      'g g g',
      '-0.0001',
      '#',
      'g 1e9 1',
    );
    const names = [...signed.files.keys()].filter((name) =>
      /Content|Annotation|Document|Signature\./.test(name),
    );
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.nat(), numbers, (name, which, number) => {
        const xml = new TextDecoder().decode(signed.files.get(name));
        const values = [...xml.matchAll(/(?<=[">])[-\d.g ]+(?=["<])/g)];
        const match = values[which % Math.max(1, values.length)];
        if (!match) return;
        const changed = xml.slice(0, match.index) + number + xml.slice(match.index + match[0].length);
        onlyOfdError(() => readAll(withFiles(signed, new Map([[name, utf8(changed)]]))));
      }),
      { seed: 3, numRuns: 250 },
    );
  });

  it('are read or refused as DER', () => {
    const value = signed.files.get('Doc_0/Signs/Sign_0/SignedValue.dat') ?? new Uint8Array();
    const seal = makeSeal();
    fc.assert(
      fc.property(mutation, (change) => {
        onlyOfdError(() => readSignedValue(mutate(value, change)));
        onlyOfdError(() => readSeal(mutate(seal, change)));
      }),
      { seed: 4, numRuns: 500 },
    );
  });

  it('are read or refused as fonts and pictures', () => {
    const names = [...signed.files.keys()].filter((name) => name.includes('/Res/'));
    fc.assert(
      fc.property(fc.constantFrom(...names), mutation, (name, change) => {
        const bytes = mutate(signed.files.get(name) ?? new Uint8Array(), change);
        onlyOfdError(() => readAll(withFiles(signed, new Map([[name, bytes]]))));
      }),
      { seed: 5, numRuns: 150 },
    );
  });

  it('may be anything', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => onlyOfdError(() => readAll(bytes))),
      { seed: 6, numRuns: 300 },
    );
  });
});
