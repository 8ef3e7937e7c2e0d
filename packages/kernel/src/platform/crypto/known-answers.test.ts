import { createCipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decryptBy, digest, mac, open, sign, verify } from './index.ts';
import { sm2PublicKey } from './sm2.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/g, ''), 'hex');
const utf8 = (text: string): Buffer => Buffer.from(text);

describe('published answers of digests', () => {
  it.each([
    ['SM3', 'abc', '66c7f0f4 62eeedd9 d1f2d46b dc10e4e2 4167c487 5cf2f7a2 297da02b 8f4ba8e0'],
    ['SM3', 'abcd'.repeat(16), 'debe9ff9 2275b8a1 38604889 c18e5a4d 6fdb70e5 387e5765 293dcba3 9c0c5732'],
    ['SHA-256', 'abc', 'ba7816bf 8f01cfea 414140de 5dae2223 b00361a3 96177a9c b410ff61 f20015ad'],
    [
      'SHA-384',
      'abc',
      'cb00753f45a35e8b b5a03d699ac65007 272c32ab0eded163 1a8b605a43ff5bed 8086072ba1e7cc23 58baeca134c825a7',
    ],
    [
      'SHA-512',
      'abc',
      `ddaf35a193617aba cc417349ae204131 12e6fa4e89a97ea2 0a9eeee64b55d39a
       2192992a274fc1a8 36ba3c23a3feebbd 454d4423643ce80e 2a9ac94fa54ca49f`,
    ],
  ] as const)('%s of %j (GM/T 0004, FIPS 180-4)', (name, text, answer) => {
    expect(digest(name, utf8(text)).toString('hex')).toBe(hex(answer).toString('hex'));
  });

  it('HMAC-SHA-256 (RFC 4231, cases 1 and 2)', () => {
    expect(mac('HMAC-SHA-256', Buffer.alloc(20, 0x0b), utf8('Hi There'))).toEqual(
      hex('b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'),
    );
    expect(mac('HMAC-SHA-256', utf8('Jefe'), utf8('what do ya want for nothing?'))).toEqual(
      hex('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'),
    );
  });

  it('HMAC-SM3 is built from SM3 as RFC 2104 says', () => {
    const key = Buffer.alloc(64);
    key.write('Jefe');
    const padded = (byte: number) => Buffer.from(key.map((octet) => octet ^ byte));
    const inner = digest('SM3', Buffer.concat([padded(0x36), utf8('what do ya want for nothing?')]));
    expect(mac('HMAC-SM3', utf8('Jefe'), utf8('what do ya want for nothing?'))).toEqual(
      digest('SM3', Buffer.concat([padded(0x5c), inner])),
    );
  });
});

describe('published answers of ciphers', () => {
  const sm4Key = hex('0123456789abcdeffedcba9876543210');

  it('SM4 of one block (GM/T 0002, example 1): the counter mode encrypts its counter', () => {
    const zeros = Buffer.alloc(16);
    const secret = Buffer.concat([sm4Key, Buffer.alloc(32, 7)]);
    const nonce = sm4Key;
    const answer = hex('681edf34d206965e86b3e94f536e4246');
    expect(open('SM4', secret, sealedBy(secret, nonce, answer), Buffer.alloc(0))).toEqual(zeros);
  });

  it('SM4-CTR over four blocks (draft-ribose-cfrg-sm4, A.2.5.1)', () => {
    const secret = Buffer.concat([sm4Key, Buffer.alloc(32, 7)]);
    const nonce = hex('000102030405060708090a0b0c0d0e0f');
    const sealed = hex(`ac3236cb 970cc207 91364c39 5a1342d1 a3cbc187 8c6f30cd 074cce38 5cdd70c7
      f234bc0e 24c11980 fd128631 0ce37b92 6e02fcd0 faa0baf3 8b293385 1d824514`);
    expect(open('SM4', secret, sealedBy(secret, nonce, sealed), Buffer.alloc(0)).toString('hex')).toBe(
      `${'aa'.repeat(8)}${'bb'.repeat(8)}${'cc'.repeat(8)}${'dd'.repeat(8)}${'ee'.repeat(8)}${'ff'.repeat(8)}${'aa'.repeat(8)}${'bb'.repeat(8)}`,
    );
  });

  /** nonce ‖ ciphertext ‖ HMAC-SM3 over length of aad, aad, nonce, ciphertext: the layout as it is documented. */
  function sealedBy(secret: Buffer, nonce: Buffer, sealed: Buffer): Buffer {
    return Buffer.concat([
      nonce,
      sealed,
      mac('HMAC-SM3', secret.subarray(16), Buffer.concat([Buffer.alloc(8), nonce, sealed])),
    ]);
  }

  it('AES-256-GCM (NIST, test cases 14 and 16)', () => {
    const zeros = Buffer.concat([
      Buffer.alloc(12),
      hex('cea7403d4d606b6e074ec5d3baf39d18 d0d1c8a799996bf0265b98b5d48ab919'),
    ]);
    expect(open('AES-256', Buffer.alloc(32), zeros, Buffer.alloc(0))).toEqual(Buffer.alloc(16));
    const key = hex('feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308');
    const plain = hex(`d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
      1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39`);
    const sealed = hex(`cafebabefacedbaddecaf888
      522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662
      76fc6ece0f4e1768cddf8853bb2d551b`);
    expect(open('AES-256', key, sealed, hex('feedfacedeadbeeffeedfacedeadbeefabaddad2'))).toEqual(plain);
  });

  it('is the same SM4 that the platform knows by its block', () => {
    const cipher = createCipheriv('sm4-ecb', sm4Key, null).setAutoPadding(false);
    expect(cipher.update(sm4Key).toString('hex')).toBe('681edf34d206965e86b3e94f536e4246');
  });
});

describe('published answers of signatures and public keys', () => {
  // The key pair of GM/T 0003.5, annexes A and C.
  const secret = hex('3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8');
  const publicKey = sm2PublicKey(
    hex(`04 09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020
            ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13`),
  );

  it('SM2 signature over «message digest» (GM/T 0003.5, annex A)', () => {
    const signature = hex(`f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3
      b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa`);
    expect(verify('SM2', publicKey, utf8('message digest'), signature)).toBe(true);
    expect(verify('SM2', publicKey, utf8('message digesT'), signature)).toBe(false);
  });

  it('SM2 ciphertext of «encryption standard», C1‖C3‖C2 (GM/T 0003.5, annex C)', () => {
    const sealed = hex(`04 04ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73
      e858f9d81e5430a57b36daab8f950a3c64e6ee6a63094d99283aff767e124df0
      59983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd8766 21886ca989ca9c7d58087307ca93092d651efa`);
    expect(decryptBy('SM2', secret, sealed).toString()).toBe('encryption standard');
  });

  it('Ed25519 (RFC 8032, test 2)', () => {
    const pkcs8 = hex(`302e020100300506032b657004220420
      4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb`);
    const spki = hex(
      '302a300506032b6570032100 3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    );
    const signature = hex(`92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da
      085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00`);
    expect(sign('Ed25519', pkcs8, spki, hex('72'))).toEqual(signature);
    expect(verify('Ed25519', spki, hex('72'), signature)).toBe(true);
  });

  it('ECDSA on P-256 with SHA-256 over «sample» (RFC 6979, A.2.5)', () => {
    const spki = hex(`3059301306072a8648ce3d020106082a8648ce3d030107034200 04
      60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6
      7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299`);
    const signature = hex(`efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716
      f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8`);
    expect(verify('P-256', spki, utf8('sample'), signature)).toBe(true);
    expect(verify('P-256', spki, utf8('sampl3'), signature)).toBe(false);
  });
});
