import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bits, element, explicit, integer, oid, sequence, tags, unsigned } from '../der/index.ts';
import { examineRequest, readRequest, type CheckSignature } from './index.ts';
import { check } from './testkit.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const curve = (name: string) => ['EC', '-pkeyopt', `ec_paramgen_curve:${name}`];
const rsa = (bits: number) => ['RSA', '-pkeyopt', `rsa_keygen_bits:${bits}`];

describe.runIf(hasOpenssl)('a request that OpenSSL made', () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(path.join(os.tmpdir(), 'qc-request-'));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  function make(key: readonly string[], how: readonly string[] = []): Buffer {
    const [keyFile, file] = [path.join(dir, 'key.pem'), path.join(dir, 'made.csr')];
    const run = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
    run('genpkey', '-algorithm', ...key, '-out', keyFile);
    const subject = ['-utf8', '-subj', '/C=CN/CN=张三/serialNumber=7'];
    run('req', '-new', '-key', keyFile, ...subject, ...how, '-outform', 'DER', '-out', file);
    return readFileSync(file);
  }

  it.each([
    ['P-256', curve('P-256'), []],
    ['P-384', curve('P-384'), ['-sha384']],
    ['RSA', rsa(2048), ['-sha256']],
    ['SM2', ['SM2'], ['-sm3', '-sigopt', 'distid:1234567812345678']],
    // With wishes of its own.
    ['P-256', curve('P-256'), ['-addext', 'basicConstraints=CA:TRUE']],
  ])('over %s is read, and no other octet counts', (kind, key, how) => {
    const der = make(key, how);
    const found = examineRequest(der, check);
    expect(found).toMatchObject({ request: { keyKind: kind } });
    if (!('request' in found)) return;
    const { attributes, keyInfo } = found.request;
    expect(attributes.map(({ value }) => value)).toEqual(['CN', '张三', '7']);
    expect(Buffer.from(keyInfo)).toEqual(
      execFileSync('openssl', ['pkey', '-in', path.join(dir, 'key.pem'), '-pubout', '-outform', 'DER']),
    );
    fc.assert(
      fc.property(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const changed = Uint8Array.from(der);
        changed[at] = (changed[at] ?? 0) ^ by;
        expect(examineRequest(changed, check)).toHaveProperty('problem');
      }),
      { numRuns: kind === 'SM2' ? 40 : 300 },
    );
  });

  it.each([
    ['RSA of 1024 bits', rsa(1024)],
    ['another curve', curve('secp256k1')],
    ['Ed25519', ['ED25519']],
    ['a curve in full', [...curve('P-256'), '-pkeyopt', 'ec_param_enc:explicit']],
    ['RSA by a small exponent', [...rsa(2048), '-pkeyopt', 'rsa_keygen_pubexp:3']],
  ])('over %s is refused by its key', (_what, key) => {
    expect(examineRequest(make(key), check)).toEqual({ problem: 'key' });
  });

  it('with SHA-1, or by SM2 under another id, is refused by its signature', () => {
    for (const der of [make(rsa(2048), ['-sha1']), make(['SM2'], ['-sm3'])])
      expect(examineRequest(der, check)).toEqual({ problem: 'signature' });
  });

  it('cut short or with something after it is no request', () => {
    const der = make(curve('P-256'));
    for (const length of [0, 1, 2, 20, der.length - 1])
      expect(examineRequest(der.subarray(0, length), check)).toEqual({ problem: 'unreadable' });
    const longer = Buffer.concat([der, Buffer.of(0)]);
    expect(examineRequest(longer, check)).toEqual({ problem: 'unreadable' });
  });
});

const always: CheckSignature = () => true;

describe('a request that nobody honest made', () => {
  const modulus = (first: number, octets: number) =>
    Uint8Array.of(first, ...Array<number>(octets - 1).fill(0xff));
  const rsaKey = (modulusPart: Uint8Array, exponent: Uint8Array) =>
    sequence(
      sequence(oid('1.2.840.113549.1.1.1'), element(tags.null)),
      bits(sequence(modulusPart, exponent)),
    );
  const requestOver = (keyInfo: Uint8Array, version = 0) => {
    const info = sequence(integer(version), sequence(), keyInfo, explicit(0, new Uint8Array()));
    return sequence(info, sequence(oid('1.2.840.113549.1.1.11')), bits(Uint8Array.of(1)));
  };
  const usual = integer(65_537);

  it.each([
    ['2048 bits', unsigned(modulus(0x80, 256)), usual, true],
    ['2047 bits', unsigned(modulus(0x7f, 256)), usual, false],
    ['8192 bits', unsigned(modulus(0x80, 1024)), usual, true],
    ['8193 bits', unsigned(modulus(0x01, 1025)), usual, false],
    ['a modulus below nothing', element(tags.integer, modulus(0x80, 256)), usual, false],
    ['the exponent 1, by which everyone signs', unsigned(modulus(0x80, 256)), integer(1), false],
  ])('over RSA of %s', (_what, modulusPart, exponent, isTaken) => {
    const found = examineRequest(requestOver(rsaKey(modulusPart, exponent)), always);
    expect(found).toEqual(
      isTaken ? expect.objectContaining({ request: expect.anything() }) : { problem: 'key' },
    );
  });

  it('is of version 1 alone, and has no more parts', () => {
    const key = rsaKey(unsigned(modulus(0x80, 256)), usual);
    expect(examineRequest(requestOver(key, 1), always)).toEqual({ problem: 'unreadable' });
    expect(readRequest(requestOver(key)).keyInfo).toEqual(key);
  });

  it('of any bytes is refused without a throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(examineRequest(bytes, always)).toHaveProperty('problem');
      }),
      { numRuns: 1000 },
    );
  });
});
