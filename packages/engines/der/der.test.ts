import fc from 'fast-check';
import { fromBER, Integer, ObjectIdentifier, Sequence } from 'asn1js';
import { expect, it } from 'vitest';
import * as der from './index.ts';

const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));

it('writes what it reads, and what another reader understands', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 300n), max: 2n ** 300n }), (value) => {
      const bytes = der.integer(value);
      expect(der.readInteger(der.readDer(bytes))).toBe(value);
      const other = fromBER(bytes).result;
      expect(other instanceof Integer && other.toBigInt()).toBe(value);
    }),
    { seed: 1, numRuns: 200 },
  );
  const uuid = '2.25.329800735698586629295641978511506172918';
  expect(der.readOid(der.readDer(der.oid(uuid)))).toBe(uuid);
  const arc = fc.nat({ max: 2 ** 31 - 1 });
  fc.assert(
    fc.property(fc.nat({ max: 39 }), fc.array(arc, { maxLength: 8 }), (second, arcs) => {
      const dotted = [1, second, ...arcs].join('.');
      const bytes = der.oid(dotted);
      expect(der.readOid(der.readDer(bytes))).toBe(dotted);
      const other = fromBER(bytes).result;
      expect(other instanceof ObjectIdentifier && other.getValue()).toBe(dotted);
    }),
    { seed: 2, numRuns: 200 },
  );
});

it('lays out a nested structure with long lengths', () => {
  const bytes = der.sequence(
    der.octets(new Uint8Array(70_000)),
    der.explicit(0, der.utf8('春水𠮷')),
    der.generalizedTime(new Date('2026-08-04T02:08:09Z')),
    der.utcTime(new Date('2026-08-04T02:08:09Z')),
    der.bits(Uint8Array.of(1, 2)),
    der.boolean(true),
  );
  const [data, tagged, general, utc, bitString, yes] = der.childrenOf(der.readDer(bytes));
  expect(der.readOctets(data)).toHaveLength(70_000);
  const inner = der.childrenOf(der.expectTag(tagged, 0xa0))[0];
  expect(der.readText(inner)).toBe('春水𠮷');
  expect(der.readTime(general)).toEqual(new Date('2026-08-04T02:08:09Z'));
  expect(der.readTime(utc)).toEqual(new Date('2026-08-04T02:08:09Z'));
  expect(der.readBits(bitString)).toEqual(Uint8Array.of(1, 2));
  expect(der.readBoolean(yes)).toBe(true);
  const other = fromBER(bytes).result;
  expect(other instanceof Sequence && other.valueBlock.value.length).toBe(6);
});

it.each([
  ['trailing bytes', '0201 01 00'],
  ['an indefinite length', '3080 0000'],
  ['a length longer than necessary', '028101 01'],
  ['a length of two octets where one does', '3082007f'],
  ['a tag of several octets', '1f8101 00'],
  ['an element longer than the bytes', '0405 0102'],
  ['an element without a length', '30'],
  ['nothing at all', ''],
])('refuses %s', (_name, text) => {
  expect(() => der.readDer(hex(text))).toThrow(der.DerError);
});

it.each([
  ['an integer with a spare octet', '0202 0001', der.readInteger],
  ['an integer without content', '0200', der.readInteger],
  ['an identifier with a leading zero group', '0603 2a8001', der.readOid],
  ['an identifier cut off', '0602 2a81', der.readOid],
  ['a bit string of broken octets', '0302 0480', der.readBits],
  ['a time without zone', '180e 3230323630383034313030383039', der.readTime],
  ['a time that does not exist', '180f 32303236313330343130303830395a', der.readTime],
  ['a text in a bad encoding', '0c01 ff', der.readText],
])('refuses %s', (_name, text, read) => {
  expect(() => read(der.readDer(hex(text)))).toThrow(der.DerError);
});

it('refuses elements nested without end', () => {
  let bytes = der.sequence();
  for (let depth = 0; depth < 200; depth += 1) bytes = der.sequence(bytes);
  const walk = (node: der.DerNode): void => der.childrenOf(node).forEach(walk);
  expect(() => walk(der.readDer(bytes))).toThrow(/too deep/);
});

it('answers any bytes with an element or a DerError', () => {
  const walk = (node: der.DerNode): void => {
    if ((node.tag & 0x20) !== 0) der.childrenOf(node).forEach(walk);
  };
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        walk(der.readDer(bytes));
      } catch (error) {
        expect(error).toBeInstanceOf(der.DerError);
      }
    }),
    { seed: 3, numRuns: 2000 },
  );
});
