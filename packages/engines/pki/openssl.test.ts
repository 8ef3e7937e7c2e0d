import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  answerOcsp,
  answerTimeStamp,
  isOfIssuer,
  makeCrl,
  partsOf,
  readOcspRequest,
  signCms,
  type CertifiedSigner,
  type Scheme,
} from './index.ts';
import { certify, digest, makePair, pem } from './testkit.ts';

/** What we make, OpenSSL must accept; what it asks, we must answer. */
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const sm2Id = ['-vfyopt', 'distid:1234567812345678'];

describe.runIf(hasOpenssl).each<Scheme>(['ES256', 'SM2'])('an authority of %s', (scheme) => {
  let dir: string;
  let root: CertifiedSigner;
  let middle: CertifiedSigner;
  let leaf: CertifiedSigner;
  const file = (name: string) => path.join(dir, name);
  const openssl = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync('openssl', args, { cwd: dir, encoding: 'utf8' });
    return { status, out: `${stdout}${stderr}` };
  };

  beforeAll(async () => {
    dir = mkdtempSync(path.join(tmpdir(), 'pki-'));
    const rootPair = makePair(scheme);
    root = await certify({ profile: 'root', common: '根', pair: rootPair, issuer: rootPair });
    middle = await certify({ profile: 'intermediate', common: '签发', pair: makePair(scheme), issuer: root });
    leaf = await certify({ profile: 'signer', common: '签名', pair: makePair(scheme), issuer: middle });
    for (const [name, { certificate }] of Object.entries({ root, middle, leaf }))
      writeFileSync(file(`${name}.pem`), pem(certificate));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  // OpenSSL 3.0 gives the user id of SM2 to the first certificate of a chain alone, so each link is checked apart.
  const verify = (...more: string[]) =>
    scheme === 'SM2'
      ? openssl('verify', ...sm2Id, '-x509_strict', '-partial_chain', '-trusted', 'middle.pem', ...more)
      : openssl('verify', '-x509_strict', '-CAfile', 'root.pem', '-untrusted', 'middle.pem', ...more);

  it('makes chains that verify strictly', () => {
    expect(verify('leaf.pem')).toEqual({ status: 0, out: 'leaf.pem: OK\n' });
    const link = openssl('verify', ...sm2Id, '-x509_strict', '-CAfile', 'root.pem', 'middle.pem');
    if (scheme === 'SM2') expect(link).toEqual({ status: 0, out: 'middle.pem: OK\n' });
    const text = openssl('x509', '-in', 'leaf.pem', '-noout', '-text').out;
    expect(text).toContain('Digital Signature, Non Repudiation');
    expect(text).toContain('URI:http://127.0.0.1/pki/root.crl');
    expect(text).toContain('OCSP - URI:http://127.0.0.1/pki/ocsp');
  });

  it('does not make authorities of others, and its certificates end', async () => {
    const forged = await certify({ profile: 'signer', common: '假', pair: makePair(scheme), issuer: leaf });
    writeFileSync(file('forged.pem'), pem(forged.certificate));
    writeFileSync(file('both.pem'), pem(middle.certificate) + pem(leaf.certificate));
    const answer = openssl(
      'verify',
      ...(scheme === 'SM2' ? sm2Id : []),
      '-CAfile',
      'root.pem',
      '-untrusted',
      'both.pem',
      'forged.pem',
    );
    expect(answer.status).not.toBe(0);
    const past = { from: new Date('2020-01-01'), until: new Date('2021-01-01') };
    const old = await certify({
      profile: 'seal',
      common: '旧',
      pair: makePair(scheme),
      issuer: middle,
      ...past,
    });
    writeFileSync(file('old.pem'), pem(old.certificate));
    expect(verify('old.pem').out).toContain('certificate has expired');
  });

  it('lists what it revoked', async () => {
    const serial = serialOf(leaf);
    const at = new Date(Date.now() - 60_000);
    const next = new Date(Date.now() + 86_400_000);
    const lists = [
      await makeCrl(
        { number: 7n, at, next, revoked: [{ serial, at, reason: 'keyCompromise' }] },
        middle,
        digest,
      ),
      await makeCrl({ number: 1n, at, next, revoked: [] }, root, digest),
    ];
    writeFileSync(file('crls.pem'), lists.map((list) => pem(list, 'X509 CRL')).join(''));
    if (scheme === 'ES256')
      expect(verify('-crl_check_all', '-CRLfile', 'crls.pem', 'leaf.pem').out).toContain(
        'certificate revoked',
      );
    const text = openssl('crl', '-in', 'crls.pem', '-noout', '-text').out;
    expect(text).toContain('Key Compromise');
    expect(text).toMatch(/X509v3 CRL Number:\s+7/);
  });

  // `openssl ocsp` and `openssl ts` verify SM2 without its user id, so they are asked with ECDSA alone.
  it.runIf(scheme === 'ES256')('answers OpenSSL by OCSP', async () => {
    const responder = await certify({
      profile: 'ocsp',
      common: '状态',
      pair: makePair(scheme),
      issuer: middle,
    });
    openssl('ocsp', '-issuer', 'middle.pem', '-cert', 'leaf.pem', '-reqout', 'req.der');
    const request = readOcspRequest(readFileSync(file('req.der')));
    const [question] = request.questions;
    expect(question && isOfIssuer(question, middle.certificate, digest)).toBe(true);
    expect(question && isOfIssuer(question, root.certificate, digest)).toBe(false);
    expect(Buffer.from(question?.serial ?? [])).toEqual(Buffer.from(serialOf(leaf)));
    const times = { at: new Date(), next: new Date(Date.now() + 3_600_000) };
    writeFileSync(file('chain.pem'), pem(middle.certificate) + pem(root.certificate));
    const ask = async (status: Parameters<typeof answerOcsp>[1][number]) => {
      writeFileSync(file('resp.der'), await answerOcsp(request, [status], times, responder));
      const about = ['-issuer', 'middle.pem', '-cert', 'leaf.pem', '-no_nonce'];
      return openssl('ocsp', '-respin', 'resp.der', '-CAfile', 'chain.pem', ...about).out;
    };
    const good = await ask({ state: 'good' });
    expect(good).toContain('Response verify OK');
    expect(good).toContain('leaf.pem: good');
    // The nonce of the request came back.
    const again = openssl('ocsp', '-respin', 'resp.der', '-reqin', 'req.der', '-CAfile', 'chain.pem');
    expect(again.out).toContain('Response verify OK');
    expect(again.out).not.toContain('Nonce');
    const revoked = await ask({ state: 'revoked', at: new Date('2026-03-02'), reason: 'superseded' });
    expect(revoked).toContain('Response verify OK');
    expect(revoked).toContain('leaf.pem: revoked');
    expect(revoked).toContain('Reason: superseded');
  });

  it.runIf(scheme === 'ES256')('stamps the time for OpenSSL', async () => {
    const authority = await certify({
      profile: 'timestamp',
      common: '时间',
      pair: makePair(scheme),
      issuer: middle,
    });
    writeFileSync(file('data'), '春水');
    openssl('ts', '-query', '-data', 'data', '-sha256', '-cert', '-out', 'ts.req');
    const stamping = { policy: '1.3.6.1.4.1.99999.1', serial: randomBytes(8), at: new Date() };
    const chain = [middle.certificate];
    const answer = await answerTimeStamp(
      readFileSync(file('ts.req')),
      { ...stamping, chain },
      authority,
      digest,
    );
    writeFileSync(file('ts.resp'), answer);
    const check = (data: string) =>
      openssl(
        'ts',
        '-verify',
        '-data',
        data,
        '-in',
        'ts.resp',
        '-CAfile',
        'root.pem',
        '-untrusted',
        'middle.pem',
      );
    expect(check('data').out).toContain('Verification: OK');
    writeFileSync(file('other'), '春水！');
    expect(check('other').out).toContain('Verification: FAILED');
    openssl('ts', '-query', '-data', 'data', '-md5', '-out', 'md5.req');
    const refused = await answerTimeStamp(readFileSync(file('md5.req')), stamping, authority, digest);
    writeFileSync(file('refused'), refused);
    expect(openssl('ts', '-reply', '-in', 'refused', '-text').out).toContain(
      'unrecognized or unsupported algorithm',
    );
  });

  it.runIf(scheme === 'ES256')('signs data apart from its signature', async () => {
    const content = Buffer.from('一份文件');
    writeFileSync(file('content'), content);
    const signed = await signCms(
      { content, form: 'detached', signingTime: new Date(), chain: [middle.certificate] },
      leaf,
      digest,
    );
    writeFileSync(file('signed.der'), signed);
    const check = (name: string) =>
      openssl(
        'cms',
        '-verify',
        '-inform',
        'DER',
        '-in',
        'signed.der',
        '-content',
        name,
        '-binary',
        '-CAfile',
        'root.pem',
        '-purpose',
        'any',
        '-out',
        'verified',
      ).status;
    expect(check('content')).toBe(0);
    expect(readFileSync(file('verified'))).toEqual(content);
    writeFileSync(file('changed'), `${content.toString()}。`);
    expect(check('changed')).not.toBe(0);
  });

  function serialOf({ certificate }: CertifiedSigner): Uint8Array {
    const content = partsOf(certificate).serial.subarray(2);
    return content[0] === 0 ? content.subarray(1) : content;
  }
});
