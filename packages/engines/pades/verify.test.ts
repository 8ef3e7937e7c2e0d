import { spawnSync } from 'node:child_process';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPdf, verifyPdf } from './index.ts';

/** Signed by OpenSSL, as a stranger would. */
let dir: string;
const openssl = (command: string, ...more: string[]) => {
  const { status, stderr } = spawnSync('openssl', [...command.split(' '), ...more], {
    cwd: dir,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
};

beforeAll(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'qc-pades-'));
  const made = (name: string, ...key: string[]) =>
    openssl(
      `req -x509 -nodes -sha256 -days 30 -subj /CN=${name} -keyout ${name}.key -out ${name}.pem`,
      ...key,
    );
  made('rsa', '-newkey', 'rsa:2048');
  made('ec', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256');
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const room = 8192;
const plain = Buffer.from('%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n% 济南\n', 'utf8');

function sign(file: Buffer, name: string, ...how: string[]): Buffer {
  return append(file, () =>
    openssl(
      `cms -sign -binary -in covered -outform DER -out signed -signer ${name}.pem -inkey ${name}.key`,
      ...how,
    ),
  );
}

/** Adds a signature as an incremental update does: behind what is there, over all of it. `make` signs `covered`. */
function append(file: Buffer, make: () => void): Buffer {
  const head = `3 0 obj <</Type /Sig /SubFilter /adbe.pkcs7.detached /ByteRange `;
  const width = 50;
  const contents = ' /Contents ';
  const from = file.length + head.length + width + contents.length;
  const to = from + room * 2 + 2;
  const tail = Buffer.from('>> endobj\n%%EOF\n');
  const range = `[0 ${from} ${to} ${tail.length}]`.padEnd(width);
  const before = Buffer.concat([file, Buffer.from(head + range + contents)]);
  writeFileSync(path.join(dir, 'covered'), Buffer.concat([before, tail]));
  make();
  const hex = readFileSync(path.join(dir, 'signed'))
    .toString('hex')
    .padEnd(room * 2, '0');
  return Buffer.concat([before, Buffer.from(`<${hex}>`), tail]);
}

const digests: Record<string, string> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
const hashes: Record<string, string> = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
};
const check = (file: Uint8Array) =>
  verifyPdf(file, {
    at: new Date(),
    digest: (oid, bytes) => {
      const name = digests[oid];
      return name === undefined ? undefined : createHash(name).update(bytes).digest();
    },
    check: (keyInfo, { tbs, algorithm, signature }) => {
      try {
        const key = createPublicKey({ key: Buffer.from(keyInfo), format: 'der', type: 'spki' });
        return verify(hashes[algorithm.oid], tbs, key, signature);
      } catch {
        return false;
      }
    },
  });
const failed = (file: Uint8Array) =>
  check(file).signatures.flatMap(({ checks }) =>
    checks.flatMap(({ name, ok }) => (ok || name === 'trust' ? [] : [name])),
  );

describe('a PDF', () => {
  it.each([
    ['rsa', ['-md', 'sha256']],
    ['rsa', ['-md', 'sha512']],
    ['ec', ['-md', 'sha256']],
    ['ec', ['-md', 'sha256', '-cades']],
    ['rsa', ['-md', 'sha256', '-keyid']],
  ])('signed by %s %j is valid, and says by whom and when', (name, how) => {
    const { verdict, signatures } = check(sign(plain, name, ...how));
    expect([verdict, signatures[0]?.signerName]).toEqual(['valid', name]);
    expect(Date.parse(signatures[0]?.signedAt ?? '')).toBeGreaterThan(Date.now() - 60_000);
  });

  it('without a signature is unsigned', () => {
    expect(isPdf(plain)).toBe(true);
    expect(check(plain)).toEqual({ verdict: 'unsigned', signatures: [] });
  });

  it('is invalid once a byte of it has changed, wherever that is', () => {
    const file = sign(plain, 'ec');
    const from = file.indexOf('/Contents <') + 10;
    const to = file.indexOf('>', from) + 1;
    const place = fc.nat({ max: file.length - 1 }).filter((index) => index < from || index >= to);
    fc.assert(
      fc.property(place, fc.integer({ min: 1, max: 255 }), (index, change) => {
        const changed = Uint8Array.from(file);
        changed[index] = (changed[index] ?? 0) ^ change;
        expect(check(changed).verdict).not.toBe('valid');
      }),
      { numRuns: 300 },
    );
  });

  it('never fails with anything but a result, however its signature was changed', () => {
    const file = sign(plain, 'ec');
    const from = file.indexOf('/Contents <') + 11;
    const place = fc.nat({ max: 1500 });
    fc.assert(
      fc.property(place, fc.constantFrom(...'0123456789abcdefG>'), (index, digit) => {
        const changed = Buffer.from(file);
        changed.write(digit, from + index);
        expect(['valid', 'invalid']).toContain(check(changed).verdict);
      }),
      { numRuns: 300 },
    );
  });

  it('whose signature does not hold names nobody, whether its content was changed or not', () => {
    const file = sign(plain, 'ec');
    const changed = Buffer.from(file);
    changed.write('0', file.indexOf('济南'));
    // What was signed differs, and the signature itself is as it was.
    expect([failed(changed), check(changed).signatures[0]?.signerName]).toEqual([['dataHash'], 'ec']);
    // The last octets of the signature, before the zeros that fill its room.
    const end = /0+>/.exec(file.toString('latin1').slice(file.indexOf('/Contents <')))?.index ?? 0;
    for (const broken of [file, changed].map((bytes) => Buffer.from(bytes))) {
      const at = file.indexOf('/Contents <') + end - 4;
      broken.write(broken.toString('latin1', at, at + 2) === 'aa' ? 'ab' : 'aa', at, 'latin1');
      const [signature] = check(broken).signatures;
      expect(signature).toMatchObject({ verdict: 'invalid' });
      expect(signature?.signerName).toBeUndefined();
      expect(signature?.checks.find(({ name }) => name === 'signature')?.ok).toBe(false);
    }
  });

  it('with a time stamp over all of it is valid, and told when that was', () => {
    openssl(
      'req -x509 -nodes -sha256 -days 30 -subj /CN=tsa -newkey rsa:2048 -keyout tsa.key -out tsa.pem',
      '-addext',
      'extendedKeyUsage=critical,timeStamping',
    );
    const lines = [
      'serial=./serial',
      'signer_cert=./tsa.pem',
      'signer_key=./tsa.key',
      'signer_digest=sha256',
    ];
    const policy = ['default_policy=1.2.3.4', 'digests=sha256', 'ess_cert_id_alg=sha256'];
    writeFileSync(
      path.join(dir, 'tsa.cnf'),
      ['[tsa]', 'default_tsa=t', '[t]', ...lines, ...policy].join('\n'),
    );
    const stamp = () => {
      openssl('ts -query -data covered -sha256 -cert -out query');
      openssl('ts -reply -config tsa.cnf -queryfile query -token_out -out signed');
    };
    const file = append(sign(plain, 'ec'), stamp);
    const { verdict, signatures } = check(file);
    expect([verdict, signatures.map(({ method }) => method)]).toEqual([
      'valid',
      [expect.any(String), 'ETSI.RFC3161'],
    ]);
    expect(Date.parse(signatures[1]?.stampedAt ?? '')).toBeGreaterThan(Date.now() - 60_000);
    expect(check(Buffer.concat([file, plain])).verdict).toBe('invalid');
  });

  it('that only speaks of signatures is unsigned', () => {
    const text = Buffer.from('(The key /ByteRange, see /ByteRange.) Tj');
    expect(check(Buffer.concat([plain, text])).verdict).toBe('unsigned');
  });

  it('signed twice is valid, and says of the first signature that the file has grown', () => {
    const file = sign(sign(plain, 'rsa'), 'ec');
    expect([check(file).verdict, failed(file)]).toEqual(['valid', ['coverage']]);
    expect(check(file).signatures.map(({ signerName }) => signerName)).toEqual(['rsa', 'ec']);
  });

  it.each([
    [
      'something is added behind it',
      (file: Buffer) => Buffer.concat([file, Buffer.from('4 0 obj')]),
      ['references'],
    ],
    [
      'the hole is wider than the signature, with room for something else',
      (file: Buffer) => {
        const at = file.indexOf('/Contents <') + 11;
        const hidden = Buffer.from(file);
        hidden.write('> /Evil <', at + room * 2 - 20);
        return hidden;
      },
      ['signature'],
    ],
    [
      'its range begins behind the beginning',
      (file: Buffer) => Buffer.from(file.toString('latin1').replace('[0 ', '[9 '), 'latin1'),
      ['signature'],
    ],
    [
      'another signature is announced that covers nothing',
      (file: Buffer) => Buffer.concat([file, Buffer.from('5 0 obj <</Type /Sig /ByteRange 6 0 R>>')]),
      ['signature', 'references'],
    ],
    [
      'the signature is of something else',
      (file: Buffer) => {
        const other = sign(Buffer.concat([plain, Buffer.from('%\n')]), 'ec');
        const hole = (of: Buffer) => of.indexOf('/Contents <') + 10;
        const copy = Buffer.from(file);
        other.copy(copy, hole(file), hole(other), hole(other) + room * 2 + 2);
        return copy;
      },
      ['dataHash'],
    ],
    ['there is no certificate with it', () => sign(plain, 'ec', '-nocerts'), ['signature']],
    [
      'nothing binds the signature to a certificate',
      () => sign(plain, 'rsa', '-noattr'),
      ['dataHash', 'signature'],
    ],
    ['its digest is no longer safe', () => sign(plain, 'rsa', '-md', 'sha1'), ['dataHash', 'signature']],
  ])('is invalid where %s', (_name, change, names) => {
    const file = change(sign(plain, 'ec'));
    expect([check(file).verdict, failed(file)]).toEqual(['invalid', names]);
  });
});
