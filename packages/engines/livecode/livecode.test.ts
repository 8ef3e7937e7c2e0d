import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeBase45, encodeBase45 } from './base45.ts';
import { decodeCbor, encodeCbor } from './cbor.ts';
import {
  createCollector,
  LiveCodeError,
  openTrust,
  textsOf,
  verifyLiveCode,
  type Octets,
  type Trust,
} from './index.ts';
import { makeHouse, makePhone, type House, type Phone } from './testkit.ts';

const values = {
  holder: '张㛃𠮷',
  number: '990102000000000042',
  validFrom: '2020-12-01',
  'fields.grade': '65 周岁及以上',
};
const base64 = (octets: Uint8Array) => Buffer.from(octets).toString('base64');
const after = (seconds: number) => new Date(Date.now() + seconds * 1000);

let house: House;
let phone: Phone;
let trust: Trust;
const trusting = (snapshot: string, roots = [base64(house.root)]) => openTrust({ roots, snapshot });
const verdictOf = async (code: Uint8Array, at = new Date(), by = trust) =>
  (await verifyLiveCode(code, by, at)).verdict;

beforeAll(async () => {
  house = await makeHouse();
  phone = await makePhone(house, values);
  trust = await trusting(house.snapshot());
});

describe('a live code', () => {
  it('shows what its holder chose and nothing else, checked without a network', async () => {
    const chosen = phone.items.filter(({ name }) => name === 'holder' || name === 'fields.grade');
    const code = await phone.show(new Date(), chosen);
    expect(await verifyLiveCode(code, trust, new Date())).toMatchObject({
      verdict: 'valid',
      clockOff: 0,
      card: { type: 'elderly-card', typeName: '老年人优待证' },
      items: [
        { name: 'holder', value: '张㛃𠮷' },
        { name: 'fields.grade', value: '65 周岁及以上' },
      ],
    });
    expect(Buffer.from(code).includes(Buffer.from(values.number))).toBe(false);
  });

  it('is refused once its time is over, as a copy of it is, and before its time', async () => {
    const shown = new Date();
    const code = await phone.show(shown);
    const at = (seconds: number) => new Date(shown.getTime() + seconds * 1000);
    expect(await verifyLiveCode(code, trust, at(100))).toMatchObject({ verdict: 'valid', clockOff: 55 });
    expect(await verifyLiveCode(code, trust, at(-100))).toMatchObject({ verdict: 'valid', clockOff: 100 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 45 + 122, max: 86_000 }), async (seconds) => {
        expect(await verifyLiveCode(code, trust, at(seconds))).toMatchObject({
          verdict: 'expired-code',
          items: [],
        });
        expect(await verdictOf(code, at(-seconds))).toBe('early-code');
      }),
      { numRuns: 20 },
    );
    const lastDay = await phone.show(after(90_000));
    expect(await verdictOf(lastDay, after(90_000))).toBe('expired-card');
  });

  it('is not believed with any octet changed, cut or added', async () => {
    const code = await phone.show(new Date());
    await fc.assert(
      fc.asyncProperty(fc.nat(code.length - 1), fc.integer({ min: 1, max: 255 }), async (at, other) => {
        const changed = code.slice();
        changed[at] = (changed[at] ?? 0) ^ other;
        expect(['unreadable', 'unknown-issuer', 'changed']).toContain(await verdictOf(changed));
        expect(await verdictOf(code.slice(0, at))).toBe('unreadable');
      }),
      { numRuns: 400 },
    );
    expect(await verdictOf(Uint8Array.of(...code, 0))).toBe('unreadable');
  });

  it('cannot take the part of another card, nor be made by another key', async () => {
    const other = await makePhone(house, { ...values, holder: '李四' });
    const [holder] = other.items;
    const mixed = phone.items.map((item) => (item.name === 'holder' && holder ? holder : item));
    expect(await verdictOf(await phone.show(new Date(), mixed))).toBe('changed');
    const twice = [...phone.items, ...phone.items.slice(0, 1)];
    expect(await verdictOf(await phone.show(new Date(), twice))).toBe('changed');
    const stolen = await makePhone(house, values);
    Object.assign(stolen.card, phone.card);
    expect(await verdictOf(await stolen.show(new Date(), phone.items))).toBe('changed');
    const stranger = await makePhone(await makeHouse(), values);
    expect(await verdictOf(await stranger.show(new Date()))).toBe('unknown-issuer');
  });

  it('says how its card stood at the time of the snapshot', async () => {
    const code = await phone.show(new Date());
    expect(await verdictOf(code, undefined, await trusting(house.snapshot({ 7: 1 })))).toBe('revoked');
    expect(await verdictOf(code, undefined, await trusting(house.snapshot({ 7: 2 })))).toBe('suspended');
    expect(await verdictOf(code, undefined, await trusting(house.snapshot({ 6: 1, 8: 3 })))).toBe('valid');
    // Issued before the snapshot, which is a day old by now.
    const old = await makePhone(house, values, { issuedAt: after(-100_000) });
    const yesterday = await trusting(house.snapshot({}, after(-86_400)));
    expect(await verifyLiveCode(await old.show(new Date()), yesterday, new Date())).toMatchObject({
      verdict: 'valid-as-of',
      statusAsOf: yesterday.asOf,
    });
    expect(await verifyLiveCode(code, yesterday, new Date())).toMatchObject({
      verdict: 'valid-as-of',
      statusAsOf: null,
    });
    const unlisted = await makePhone(house, values, { place: 100_000 });
    expect(await verdictOf(await unlisted.show(new Date()))).toBe('valid-as-of');
  });
});

describe('what a checker keeps', () => {
  it('counts only as it was signed, under a root that is known', async () => {
    const snapshot = house.snapshot({ 7: 1 });
    const [header = '', , signature = ''] = snapshot.split('.');
    const [, innocent = ''] = house.snapshot().split('.');
    await expect(trusting(`${header}.${innocent}.${signature}`)).rejects.toThrow('changed');
    const { root } = await makeHouse();
    await expect(trusting(snapshot, [base64(root)])).rejects.toThrow('root');
    await expect(trusting('no.snapshot')).rejects.toThrow(LiveCodeError);
  });
});

describe('what a screen shows', () => {
  it('comes together from parts in any order and again and again, and from no others', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 6000 }),
        fc.array(fc.nat(), { maxLength: 30 }),
        (octets, picks) => {
          const texts = textsOf(octets).map(({ text }) => text);
          const collector = createCollector();
          for (const pick of picks) collector.add(texts[pick % texts.length] ?? '');
          const rest = createCollector();
          const found = [...texts].reverse().map((text) => rest.add(` ${text}\n`));
          expect(found.at(-1)).toEqual({ done: octets });
          expect(found.slice(0, -1).every((one) => 'have' in one)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
    const [one, other] = [1, 2].map((fill) => textsOf(new Uint8Array(2500).fill(fill)));
    const forged = (other?.[1]?.text ?? '').replace(/P.{8}/, (one?.[0]?.text ?? '').slice(3, 12));
    const collector = createCollector();
    collector.add(one?.[0]?.text ?? '');
    collector.add(one?.[2]?.text ?? '');
    expect(() => collector.add(forged)).toThrow(LiveCodeError);
  });
});

describe('whatever else is scanned', () => {
  it('is no live code, and nothing breaks by it', async () => {
    const code = await phone.show(new Date());
    const made = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      // Almost right: octets of a true code moved, doubled and cut.
      fc
        .tuple(fc.nat(code.length), fc.nat(code.length), fc.uint8Array({ maxLength: 9 }))
        .map(([from, to, between]) => Uint8Array.of(...code.slice(0, from), ...between, ...code.slice(to))),
    );
    await fc.assert(
      fc.asyncProperty(made, async (octets: Uint8Array) => {
        fc.pre(Buffer.compare(octets, code) !== 0);
        expect(['unreadable', 'unknown-issuer', 'changed']).toContain(await verdictOf(octets));
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `QC1:${text}`),
        ),
        (text) => {
          try {
            createCollector().add(text);
          } catch (error) {
            expect(error).toBeInstanceOf(LiveCodeError);
          }
        },
      ),
    );
    // Lengths that lie take no memory.
    for (const lie of [
      [0x9b, 0, 0, 0, 255, 255, 255, 255, 255],
      [0x5a, 255, 255, 255, 255],
      [0x9f, 1, 0xff],
    ])
      expect(await verdictOf(Uint8Array.from(lie))).toBe('unreadable');
    expect(await verdictOf(new Uint8Array(9000).fill(0x81))).toBe('unreadable');
  });

  it('is written in one way only', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (octets) => {
        let value;
        try {
          value = decodeCbor(octets);
        } catch (error) {
          expect(error).toBeInstanceOf(LiveCodeError);
          return;
        }
        expect(encodeCbor(value)).toEqual(Uint8Array.from(octets));
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (octets) => {
        expect(decodeBase45(encodeBase45(octets))).toEqual(Uint8Array.from(octets) as Octets);
      }),
    );
    // The examples of RFC 9285 and RFC 8949.
    expect(encodeBase45(new TextEncoder().encode('Hello!!'))).toBe('%69 VD92EX0');
    expect(() => decodeBase45('GGW')).toThrow(LiveCodeError);
    expect(Buffer.from(encodeCbor([1_000_000_000_000, '水', [1, 24]])).toString('hex')).toBe(
      '831b000000e8d4a5100063e6b0b482011818',
    );
  });
});
