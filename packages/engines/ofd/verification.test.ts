import { describe, expect, it } from 'vitest';
import * as der from '../der/index.ts';
import {
  addSignatureTo,
  buildPackage,
  defaultDigest,
  makeSealMemory,
  makeSm2,
  prepareSignature,
  readCertificate,
  readDateTime,
  readSeal,
  readSignatureLists,
  verifyDocument,
  withFiles,
  type CheckName,
  type Package,
  type Sm2,
} from './index.ts';
import { licence, maker, makeSeal, makeSigner, resign, sign, signer, signInput } from './testkit.ts';

const plain = buildPackage(licence());
const signed = sign(plain);
const now = { at: new Date('2026-09-01') };

function checkOf(pkg: Package | Uint8Array, name: CheckName, index = 0) {
  return verifyDocument(pkg, now).signatures[index]?.checks.find((check) => check.name === name);
}

describe('seals that were checked before', () => {
  /** A check that counts what it is asked. */
  const counting = () => {
    const plainSm2 = makeSm2();
    const counted = { asked: 0 };
    const verify: Sm2['verify'] = (...call) => {
      counted.asked += 1;
      return plainSm2.verify(...call);
    };
    return { counted, sm2: { verify } };
  };

  it('are not checked again, and one that differs in an octet is another seal', () => {
    const { counted, sm2 } = counting();
    const ports = { ...now, sm2, seals: makeSealMemory() };
    const verdicts = () => verifyDocument(signed, ports).verdict;
    expect([verdicts(), verdicts(), counted.asked]).toEqual(['valid', 'valid', 3]);
    const forged = Uint8Array.from(makeSeal());
    const at = forged.length - 5;
    forged[at] = (forged[at] ?? 0) ^ 1;
    const found = verifyDocument(sign(plain, { seal: forged }), ports);
    expect(found.verdict).toBe('invalid');
    // A bad seal is remembered as one.
    expect(verifyDocument(sign(plain, { seal: forged }), ports)).toEqual(found);
  });

  it('are forgotten when others were asked for since', () => {
    const { counted, sm2 } = counting();
    const ports = { ...now, sm2, seals: makeSealMemory({ most: 1 }) };
    const other = sign(plain, { seal: makeSeal({ name: '另一枚印章' }) });
    for (const document of [signed, other, signed]) verifyDocument(document, ports);
    expect(counted.asked).toBe(6);
  });
});

describe('what other producers write', () => {
  const valid = (change: (xml: string) => string) => verifyDocument(resign(signed, change), now).verdict;

  it('keeps the verdict', () => {
    expect(valid((xml) => xml)).toBe('valid');
    expect(
      valid((xml) => xml.replace(/<ofd:Provider [^>]*\/>/, '<ofd:Provider>somebody</ofd:Provider>')),
    ).toBe('valid');
    expect(
      valid((xml) =>
        xml.replace(
          /<ofd:Provider [^>]*\/>/,
          '<ofd:Provider><ofd:ProviderName>x</ofd:ProviderName></ofd:Provider>',
        ),
      ),
    ).toBe('valid');
    expect(valid((xml) => xml.replace('1.2.156.10197.1.401', 'sm3'))).toBe('valid');
    expect(valid((xml) => xml.replaceAll('ofd:', '').replace('xmlns:ofd', 'xmlns'))).toBe('valid');
    expect(valid((xml) => xml.replace(/<ofd:Seal>.*<\/ofd:Seal>/, ''))).toBe('valid');
  });

  it('reads the name of the provider in all its places', () => {
    const names = [
      '<ofd:Provider ProviderName="x"/>',
      '<ofd:Provider><ofd:ProviderName>x</ofd:ProviderName></ofd:Provider>',
      '<ofd:Provider>x</ofd:Provider>',
    ].map((provider) => {
      const pkg = resign(signed, (xml) => xml.replace(/<ofd:Provider [^>]*\/>/, provider));
      return readSignatureLists(pkg)[0]?.signatures[0]?.provider?.name;
    });
    expect(names).toEqual(['x', 'x', 'x']);
  });

  it.each([
    ['20260804020809Z', '2026-08-04T02:08:09.000Z'],
    ['20260804100809', '2026-08-04T02:08:09.000Z'],
    ['2026-08-04T10:08:09+08:00', '2026-08-04T02:08:09.000Z'],
    ['2026-08-04T02:08:09.5Z', '2026-08-04T02:08:09.500Z'],
    ['2026-08-04 10:08:09', '2026-08-04T02:08:09.000Z'],
    ['2026-13-04 10:08:09', undefined],
    ['soon', undefined],
  ])('reads the time %s', (text, instant) => {
    expect(readDateTime(text)?.toISOString()).toBe(instant);
  });

  it.each([
    ['SHA-256', 'SHA-256', 'valid', /unchanged \(SHA-256\)/],
    ['2.16.840.1.101.3.4.2.1', 'SHA-256', 'valid', /unchanged \(SHA-256\)/],
    ['SHA1', 'SHA-1', 'valid', /weak/],
    ['MD5', 'SM3', 'invalid', /MD5 is broken/],
    ['1.2.3.4.5', 'SM3', 'invalid', /digest 1\.2\.3\.4\.5 is not known/],
  ] as const)('judges the digest %s', (method, digest, verdict, detail) => {
    const pkg = resign(signed, (xml) =>
      xml
        .replace('1.2.156.10197.1.401', method)
        .replaceAll(/FileRef="\/([^"]*)"><ofd:CheckValue>[^<]*/g, (_, name: string) => {
          const bytes = defaultDigest(digest, signed.files.get(name) ?? new Uint8Array());
          return `FileRef="/${name}"><ofd:CheckValue>${btoa(String.fromCharCode(...bytes))}`;
        }),
    );
    expect(verifyDocument(pkg, now).verdict).toBe(verdict);
    expect(checkOf(pkg, 'references')?.detail).toMatch(detail);
  });
});

describe('a forged document', () => {
  const value = 'Doc_0/Signs/Sign_0/SignedValue.dat';
  const invalid = (pkg: Package, name: CheckName, detail: RegExp) => {
    expect(verifyDocument(pkg, now).verdict).toBe('invalid');
    expect(checkOf(pkg, name)).toMatchObject({ ok: false, detail: expect.stringMatching(detail) });
  };
  const bytesOf = (name: string) => signed.files.get(name) ?? new Uint8Array();

  it('has bytes after its signature', () => {
    const longer = Uint8Array.from([...bytesOf(value), 0]);
    invalid(withFiles(signed, new Map([[value, longer]])), 'signature', /trailing bytes/);
  });

  it('lost its signed value, or its list of signatures', () => {
    const without = (gone: string): Package => ({
      files: new Map([...signed.files].filter(([name]) => name !== gone)),
    });
    invalid(without(value), 'signature', /missing/);
    invalid(without('Doc_0/Signs/Signatures.xml'), 'signature', /announced but cannot be read/);
    invalid(without('Doc_0/Signs/Sign_0/Signature.xml'), 'signature', /announced but cannot be read/);
  });

  it('bears the seal of others', () => {
    const stranger = makeSigner(9, '外人');
    invalid(sign(plain, {}, stranger), 'sealInList', /not among those/);
    const digests = (certificate: Uint8Array) =>
      makeSeal({
        signers: {
          kind: 'digests',
          digests: [{ type: '1.2.156.10197.1.401', value: defaultDigest('SM3', certificate) }],
        },
      });
    expect(verifyDocument(sign(plain, { seal: digests(signer.certificate) }), now).verdict).toBe('valid');
    invalid(sign(plain, { seal: digests(stranger.certificate) }), 'sealInList', /not among those/);
  });

  it('bears a seal that nobody made', () => {
    const seal = makeSeal();
    const { signature } = readSeal(seal);
    const forged = Uint8Array.from(seal);
    forged.set(signature.map((byte) => byte ^ 1).slice(-1), seal.length - 1);
    invalid(sign(plain, { seal: forged }), 'sealSignature', /changed after it was made/);
  });

  it('shows another seal than it was signed with', () => {
    const other = makeSeal({ name: '别的章' });
    const pkg = resign(withFiles(signed, new Map([['Doc_0/Signs/Sign_0/Seal.esl', other]])), (xml) =>
      xml.replaceAll(/FileRef="\/Doc_0\/Signs\/Sign_0\/Seal.esl"><ofd:CheckValue>[^<]*/g, () => {
        const digest = btoa(String.fromCharCode(...defaultDigest('SM3', other)));
        return `FileRef="/Doc_0/Signs/Sign_0/Seal.esl"><ofd:CheckValue>${digest}`;
      }),
    );
    invalid(pkg, 'sealFile', /another than the seal/);
  });

  it('protects nothing', () => {
    invalid(
      resign(signed, (xml) => xml.replaceAll(/<ofd:Reference .*?<\/ofd:Reference>/g, '')),
      'references',
      /protects no file/,
    );
  });

  it('has a file more than was signed: said, and no fault of the signature', () => {
    const more = withFiles(signed, new Map([['Doc_0/Annots/new.xml', new Uint8Array([60])]]));
    expect(verifyDocument(more, now).verdict).toBe('valid');
    expect(checkOf(more, 'coverage')).toMatchObject({
      ok: false,
      detail: expect.stringContaining('Doc_0/Annots/new.xml'),
    });
  });
});

describe('validity, trust and time stamps', () => {
  it('are judged at the time of signing', () => {
    const ended = makeSeal({ to: new Date('2026-08-20') });
    const pkg = sign(plain, { seal: ended });
    expect(checkOf(pkg, 'sealValidity')).toMatchObject({
      ok: true,
      detail: expect.stringContaining('has ended since'),
    });
    const late = sign(plain, { at: new Date('2032-01-01') });
    expect(verifyDocument(late, now).verdict).toBe('valid');
    expect(checkOf(late, 'sealValidity')?.ok).toBe(false);
    expect(checkOf(late, 'certificateValidity')?.ok).toBe(false);
  });

  it('ask for both certificates, and leave the verdict alone', () => {
    const asked: string[] = [];
    const { verdict, signatures } = verifyDocument(signed, {
      ...now,
      trust: (certificate) => {
        const { name } = readCertificate(certificate);
        asked.push(name);
        return name === '印章制作示例'
          ? { ok: false, detail: 'unknown maker' }
          : { ok: true, detail: 'known' };
      },
    });
    expect(asked).toEqual(['春水示例局 签名', '印章制作示例']);
    expect(verdict).toBe('valid');
    expect(signatures[0]?.checks.find(({ name }) => name === 'trust')).toMatchObject({
      ok: false,
      detail: 'unknown maker',
    });
  });

  const stampOver = (bytes: Uint8Array) => {
    const info = der.sequence(
      der.integer(1),
      der.oid('1.2.3'),
      der.sequence(der.sequence(der.oid('1.2.156.10197.1.401')), der.octets(defaultDigest('SM3', bytes))),
      der.integer(7),
      der.generalizedTime(new Date('2026-08-04T03:00:00Z')),
    );
    const content = der.sequence(der.oid('1.2.840.113549.1.9.16.1.4'), der.explicit(0, der.octets(info)));
    const signedData = der.sequence(der.integer(3), der.setOf(), content, der.setOf());
    return der.sequence(der.oid('1.2.840.113549.1.7.2'), der.explicit(0, signedData));
  };

  it('take a stamp of this signature, and no other', () => {
    const prepared = prepareSignature(plain, signInput());
    const raw = signer.sign(prepared.toSign);
    const over = der.sequence(der.unsigned(raw.subarray(0, 32)), der.unsigned(raw.subarray(32)));
    const stamped = addSignatureTo(prepared, raw, stampOver(over));
    expect(verifyDocument(stamped, now).verdict).toBe('valid');
    expect(checkOf(stamped, 'timeStamp')?.detail).toContain('2026-08-04T03:00:00.000Z');
    const refused = verifyDocument(stamped, { ...now, timeStamp: () => ({ ok: false, detail: 'no' }) });
    expect(refused.verdict).toBe('invalid');
    const foreign = addSignatureTo(prepared, raw, stampOver(new Uint8Array(8)));
    expect(checkOf(foreign, 'timeStamp')).toMatchObject({
      ok: false,
      detail: expect.stringContaining('another signature'),
    });
    expect(verifyDocument(foreign, now).verdict).toBe('invalid');
    expect(checkOf(signed, 'timeStamp')).toMatchObject({ ok: true, detail: 'There is no time stamp.' });
  });
});

describe('cryptography', () => {
  const utf8 = (text: string) => new TextEncoder().encode(text);
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

  it('computes the published digests of "abc"', () => {
    expect(hex(defaultDigest('SM3', utf8('abc')))).toBe(
      '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
    );
    expect(hex(defaultDigest('SHA-256', utf8('abc')))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    expect(hex(defaultDigest('SHA-1', utf8('abc')))).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
  });

  it('answers the same with and without a table of the key', () => {
    const fast = makeSm2({ precompute: 3 });
    const message = utf8('春水');
    const signature = signer.sign(message);
    for (let round = 0; round < 6; round += 1) {
      expect(fast.verify(message, signature, signer.publicKey)).toBe(true);
      expect(fast.verify(utf8('泉'), signature, signer.publicKey)).toBe(false);
      expect(fast.verify(message, signature, maker.publicKey)).toBe(false);
    }
  });

  it('is false for malformed signatures and keys', () => {
    const sm2 = makeSm2();
    const message = utf8('x');
    const signature = signer.sign(message);
    const zero = new Uint8Array(64);
    const high = new Uint8Array(64).fill(0xff);
    for (const bad of [
      zero,
      high,
      new Uint8Array(0),
      signature.subarray(1),
      Uint8Array.from([...signature, 0]),
    ])
      expect(sm2.verify(message, bad, signer.publicKey)).toBe(false);
    const offCurve = Uint8Array.from(signer.publicKey, (byte, at) => (at === 64 ? byte ^ 1 : byte));
    expect(sm2.verify(message, signature, offCurve)).toBe(false);
    expect(sm2.verify(message, signature, signer.publicKey.subarray(1))).toBe(false);
  });
});
