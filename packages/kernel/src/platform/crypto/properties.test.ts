import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createHash, createPublicKey } from 'node:crypto';
import fc from 'fast-check';
import { compactVerify, importSPKI } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DomainError } from '../errors/index.ts';
import {
  algorithmNames,
  algorithms,
  decryptBy,
  encryptFor,
  generateKey,
  localMaster,
  mac,
  mayUse,
  mostPlain,
  newSealSecret,
  open,
  seal,
  sign,
  verify,
  type NewKey,
  type SignAlgorithm,
  type SignOptions,
} from './index.ts';

const openssl = '/usr/bin/openssl';
const bytes = fc.uint8Array({ maxLength: 300 });
const message = fc.uint8Array({ minLength: 1, maxLength: 300 });
/** Which byte is changed, and by what. */
const change = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 }));

function changed(whole: Uint8Array, [at, by]: [number, number]): Buffer {
  const copy = Buffer.from(whole);
  const index = at % copy.length;
  copy[index] = (copy[index] ?? 0) ^ by;
  return copy;
}

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return error.entry.code;
    throw error;
  }
  return undefined;
}

describe('the table of algorithms', () => {
  it('makes a key of each, of its length, with a public part where it is a pair', async () => {
    for (const name of algorithmNames) {
      const { secret, publicKey } = await generateKey(name);
      expect([name, publicKey !== null]).toEqual([name, algorithms[name].kind === 'pair']);
      expect(secret.length * 8).toBeGreaterThanOrEqual(algorithms[name].bits);
      expect((await generateKey(name)).secret.equals(secret)).toBe(false);
    }
    const numbers = algorithmNames.map((name) => algorithms[name].number);
    expect(new Set(numbers).size).toBe(numbers.length);
  }, 30_000);

  it('gives each a use that it is made for', () => {
    expect(mayUse('Ed25519', 'encrypt')).toBe(false);
    expect(mayUse('SM2', 'encrypt')).toBe(true);
    expect(mayUse('SM4', 'mac')).toBe(false);
  });
});

describe('what is sealed', () => {
  it.each(['SM4', 'AES-256'] as const)(
    '%s opens again, and with one byte changed it does not',
    (algorithm) => {
      const secret = newSealSecret(algorithm);
      fc.assert(
        fc.property(bytes, bytes, change, (plain, aad, where) => {
          const sealed = seal(algorithm, secret, plain, aad);
          expect(open(algorithm, secret, sealed, aad)).toEqual(Buffer.from(plain));
          expect(codeOf(() => open(algorithm, secret, changed(sealed, where), aad))).toBe('crypto.altered');
          expect(codeOf(() => open(algorithm, secret, sealed, Buffer.concat([aad, Buffer.from([0])])))).toBe(
            'crypto.altered',
          );
          expect(codeOf(() => open(algorithm, newSealSecret(algorithm), sealed, aad))).toBe('crypto.altered');
          expect(codeOf(() => open(algorithm, secret, sealed.subarray(1), aad))).toBe('crypto.altered');
        }),
        { numRuns: 60 },
      );
      expect(codeOf(() => open(algorithm, secret, Buffer.alloc(3), Buffer.alloc(0)))).toBe('crypto.altered');
    },
  );

  it('never has the same nonce twice', () => {
    const secret = newSealSecret('SM4');
    const nonces = Array.from({ length: 200 }, () =>
      seal('SM4', secret, Buffer.alloc(1), Buffer.alloc(0)).subarray(0, 16).toString('hex'),
    );
    expect(new Set(nonces).size).toBe(200);
  });

  it('by a master key opens for the key that it names, and for no other', async () => {
    const master = localMaster(Buffer.alloc(32, 1));
    const wrapped = await master.wrap(Buffer.from('secret'), Buffer.from('a/1'));
    expect(await master.unwrap(wrapped, Buffer.from('a/1'))).toEqual(Buffer.from('secret'));
    await expect(master.unwrap(wrapped, Buffer.from('b/1'))).rejects.toThrow('crypto.altered');
    await expect(localMaster(Buffer.alloc(32, 2)).unwrap(wrapped, Buffer.from('a/1'))).rejects.toThrow(
      'crypto.altered',
    );
  });
});

const signatures: readonly (readonly [SignAlgorithm, SignOptions])[] = [
  ['SM2', {}],
  ['SM2', { format: 'der' }],
  ['P-256', {}],
  ['P-256', { format: 'der' }],
  ['Ed25519', {}],
  ['RSA-3072', {}],
  ['RSA-3072', { scheme: 'pss' }],
];

describe('a signature', () => {
  const keys = {} as Record<SignAlgorithm, NewKey & { publicKey: Buffer }>;
  beforeAll(async () => {
    for (const algorithm of ['SM2', 'P-256', 'Ed25519', 'RSA-3072'] as const)
      keys[algorithm] = (await generateKey(algorithm)) as NewKey & { publicKey: Buffer };
  }, 30_000);

  it.each(signatures)('%s %j verifies, and with one byte changed it does not', (algorithm, options) => {
    const { secret, publicKey } = keys[algorithm];
    fc.assert(
      fc.property(message, change, (text, where) => {
        const signature = sign(algorithm, secret, publicKey, text, options);
        expect(verify(algorithm, publicKey, text, signature, options)).toBe(true);
        expect(verify(algorithm, publicKey, changed(text, where), signature, options)).toBe(false);
        expect(verify(algorithm, publicKey, text, changed(signature, where), options)).toBe(false);
      }),
      { numRuns: 12 },
    );
  });

  it.each(signatures)('%s %j that is none is refused without a fault', (algorithm, options) => {
    const { publicKey } = keys[algorithm];
    const huge = Buffer.concat([Buffer.from('30820fa0', 'hex'), Buffer.alloc(4000)]);
    for (const none of [0, 1, 63, 64, 65, 384].map((length) => Buffer.alloc(length)).concat(huge))
      expect(verify(algorithm, publicKey, Buffer.from('text'), none, options)).toBe(false);
    const extra = Buffer.concat([
      sign(algorithm, keys[algorithm].secret, publicKey, Buffer.from('text'), options),
      Buffer.from([0]),
    ]);
    expect(verify(algorithm, publicKey, Buffer.from('text'), extra, options)).toBe(false);
  });

  it.each([
    ['P-256', 'ES256', {}],
    ['Ed25519', 'EdDSA', {}],
    ['RSA-3072', 'RS256', {}],
    ['RSA-3072', 'PS256', { scheme: 'pss' }],
  ] as const)('of %s is accepted by a JOSE library as %s', async (algorithm, alg, options) => {
    const { secret, publicKey } = keys[algorithm];
    const head = [{ alg }, { sub: 'x' }].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    );
    const signature = sign(algorithm, secret, publicKey, Buffer.from(head.join('.')), options);
    const key = await importSPKI(pemOf(publicKey), alg);
    const token = [...head, signature.toString('base64url')].join('.');
    await expect(compactVerify(token, key)).resolves.toMatchObject({ protectedHeader: { alg } });
  });

  describe('of SM2', () => {
    let dir: string;
    beforeAll(async () => {
      dir = await mkdtemp(path.join(os.tmpdir(), 'qc-sm2-'));
    });
    afterAll(() => rm(dir, { recursive: true, force: true }));

    it.runIf(existsSync(openssl))('is accepted by openssl', async () => {
      const { secret, publicKey } = keys.SM2;
      const [key, text, signature] = ['key.pem', 'text', 'signature'].map((name) => path.join(dir, name));
      await writeFile(key ?? '', pemOf(publicKey));
      await writeFile(text ?? '', '春水');
      await writeFile(
        signature ?? '',
        sign('SM2', secret, publicKey, Buffer.from('春水'), { format: 'der' }),
      );
      const args = ['pkeyutl', '-verify', '-pubin', '-inkey', key ?? '', '-rawin', '-digest', 'sm3'];
      const more = ['-in', text ?? '', '-sigfile', signature ?? '', '-pkeyopt', 'distid:1234567812345678'];
      expect(execFileSync(openssl, [...args, ...more]).toString()).toContain('Verified Successfully');
    });
  });
});

function pemOf(publicKey: Buffer): string {
  const lines = publicKey.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN PUBLIC KEY-----', ...lines, '-----END PUBLIC KEY-----', ''].join('\n');
}

describe('what is encrypted for a public key', () => {
  it.each(['SM2', 'RSA-3072'] as const)(
    '%s is read by its holder, and with one byte changed by nobody',
    async (algorithm) => {
      const { secret, publicKey } = await generateKey(algorithm);
      if (!publicKey) throw new Error('a pair has a public part');
      fc.assert(
        fc.property(message, change, (plain, where) => {
          const sealed = encryptFor(algorithm, publicKey, plain);
          expect(decryptBy(algorithm, secret, sealed)).toEqual(Buffer.from(plain));
          expect(codeOf(() => decryptBy(algorithm, secret, changed(sealed, where)))).toBe('crypto.altered');
        }),
        { numRuns: 12 },
      );
      const most = Buffer.alloc(mostPlain[algorithm], 1);
      expect(decryptBy(algorithm, secret, encryptFor(algorithm, publicKey, most))).toEqual(most);
      expect(codeOf(() => encryptFor(algorithm, publicKey, Buffer.alloc(0)))).toBe('crypto.empty');
      const tooLong = Buffer.alloc(mostPlain[algorithm] + 1);
      expect(codeOf(() => encryptFor(algorithm, publicKey, tooLong))).toBe('crypto.too-long');
      for (const none of [0, 1, 97, 98, 384].map((length) => Buffer.alloc(length, 4)))
        expect(codeOf(() => decryptBy(algorithm, secret, none))).toBe('crypto.altered');
    },
    30_000,
  );

  it('SM2 never shows a message of one byte, whose mask may be zero', async () => {
    const { publicKey, secret } = await generateKey('SM2');
    const plain = Buffer.from([0x5a]);
    for (let round = 0; round < 100; round += 1) {
      const sealed = encryptFor('SM2', publicKey ?? Buffer.alloc(0), plain);
      expect(sealed.at(-1)).not.toBe(0x5a);
      if (round === 0) expect(decryptBy('SM2', secret, sealed)).toEqual(plain);
    }
  });
});

describe('a code of a message', () => {
  it.each(['HMAC-SM3', 'HMAC-SHA-256'] as const)('%s follows from secret and message', (algorithm) => {
    fc.assert(
      fc.property(message, message, change, (secret, text, where) => {
        const code = mac(algorithm, secret, text);
        expect(code).toHaveLength(32);
        expect(mac(algorithm, secret, text)).toEqual(code);
        expect(mac(algorithm, secret, changed(text, where))).not.toEqual(code);
      }),
    );
  });
});

describe('the SM2 of node:crypto', () => {
  it('is not that of GM/T 0003, which is why a library does it', async () => {
    const { secret, publicKey } = await generateKey('SM2');
    const text = Buffer.from('text');
    const signature = sign('SM2', secret, publicKey ?? Buffer.alloc(0), text, { format: 'der' });
    const { verify: nodeVerify } = await import('node:crypto');
    const key = createPublicKey({ key: publicKey ?? Buffer.alloc(0), format: 'der', type: 'spki' });
    expect(nodeVerify('sm3', text, key, signature)).toBe(false);
    expect(createHash('sm3').update(text).digest()).toHaveLength(32);
  });
});
