import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '@quancheng/testing';
import { system, type Context } from '../../platform/context/index.ts';
import { certificatePem, type CertificateRow } from './index.ts';
import { certifyNew, fetchOctets, openssl, sm2Id } from './testkit.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const ocspType = 'application/ocsp-request';
const stampType = 'application/timestamp-query';

describe.runIf(hasOpenssl)('the authority, as OpenSSL meets it', () => {
  let server: TestServer;
  let dir: string;
  let leaf: CertificateRow;
  const run = <T>(work: (ctx: Context) => Promise<T>) =>
    server.services.unit.run({ actor: system('tests of the authority') }, work);
  const ssl = (...args: string[]) => openssl(dir, ...args);
  const file = (name: string) => path.join(dir, name);

  /** What strangers download, as PEM under its own name. */
  async function download(name: string): Promise<void> {
    const { status, type, body } = await fetchOctets(server, `/pki/${name}`);
    const isList = name.endsWith('.crl');
    expect([status, type]).toEqual([200, isList ? 'application/pkix-crl' : 'application/pkix-cert']);
    await writeFile(file(name), body);
    const { status: read } = await ssl(
      isList ? 'crl' : 'x509',
      '-inform',
      'DER',
      '-in',
      name,
      '-out',
      `${name}.pem`,
    );
    expect(read).toBe(0);
  }

  async function downloadLists(): Promise<void> {
    await download('root-es256.crl');
    await download('issuing-es256.crl');
    const lists = await Promise.all(
      ['root-es256.crl.pem', 'issuing-es256.crl.pem'].map((name) => readFile(file(name))),
    );
    await writeFile(file('lists.pem'), Buffer.concat(lists));
  }

  /** The whole chain, with the lists as they are at this moment. */
  async function verifyWithLists(name: string): Promise<string> {
    await downloadLists();
    const trust = ['-CAfile', 'root-es256.cer.pem', '-untrusted', 'issuing-es256.cer.pem'];
    const { out } = await ssl(
      'verify',
      '-x509_strict',
      '-crl_check_all',
      '-CRLfile',
      'lists.pem',
      ...trust,
      name,
    );
    return out;
  }

  const writeLeaf = (name: string, { der }: CertificateRow) => writeFile(file(name), certificatePem(der));

  beforeAll(async () => {
    server = await startTestServer();
    dir = await mkdtemp(path.join(os.tmpdir(), 'authority-'));
    leaf = await run((ctx) => certifyNew(ctx, server.services, { scheme: 'ES256' }));
    await writeLeaf('leaf.pem', leaf);
    for (const scheme of ['sm2', 'es256'])
      for (const role of ['root', 'issuing']) await download(`${role}-${scheme}.cer`);
    const chain = ['issuing-es256.cer.pem', 'root-es256.cer.pem'].map((name) => readFile(file(name)));
    await writeFile(file('chain.pem'), Buffer.concat(await Promise.all(chain)));
  });
  afterAll(async () => {
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it('makes a chain that verifies strictly with its lists, until a certificate is held, and again once released', async () => {
    expect(await verifyWithLists('leaf.pem')).toBe('leaf.pem: OK\n');
    const { authority } = server.services;
    const signs = () => run(async (ctx) => (await authority.signerOf(ctx, leaf.id)).sign(Buffer.from('x')));
    await run((ctx) => authority.revoke(ctx, leaf.id, 'certificateHold'));
    expect(await verifyWithLists('leaf.pem')).toContain('certificate revoked');
    await expect(signs()).rejects.toThrow('authority.held');
    await run((ctx) => authority.release(ctx, leaf.id));
    expect(await verifyWithLists('leaf.pem')).toBe('leaf.pem: OK\n');
    expect((await signs()).length).toBeGreaterThan(60);
    await expect(run((ctx) => authority.release(ctx, leaf.id))).rejects.toThrow('authority.not-held');
  });

  it('makes links of SM2 that verify strictly', async () => {
    const row = await run((ctx) => certifyNew(ctx, server.services, { scheme: 'SM2', profile: 'maker' }));
    await writeLeaf('sm2.pem', row);
    const strict = ['verify', ...sm2Id, '-x509_strict'];
    const last = await ssl(...strict, '-partial_chain', '-trusted', 'issuing-sm2.cer.pem', 'sm2.pem');
    expect(last.out).toBe('sm2.pem: OK\n');
    const above = await ssl(...strict, '-CAfile', 'root-sm2.cer.pem', 'issuing-sm2.cer.pem');
    expect(above.out).toBe('issuing-sm2.cer.pem: OK\n');
    const other = await ssl(...strict, '-partial_chain', '-trusted', 'issuing-es256.cer.pem', 'sm2.pem');
    expect(other.status).not.toBe(0);
  });

  it('numbers its lists upwards, and makes none while nothing changed', async () => {
    const numberOf = async () => {
      await download('issuing-es256.crl');
      const { out } = await ssl('crl', '-in', 'issuing-es256.crl.pem', '-noout', '-crlnumber');
      return Number(/0x([0-9A-F]+)/i.exec(out)?.[1]);
    };
    const row = await run((ctx) => certifyNew(ctx, server.services, { scheme: 'ES256' }));
    const before = await numberOf();
    expect(await numberOf()).toBe(before);
    await run((ctx) => server.services.authority.revoke(ctx, row.id, 'superseded'));
    const [first, second] = await Promise.all(
      [1, 2].map(() => fetchOctets(server, '/pki/issuing-es256.crl')),
    );
    expect(first?.body.equals(second?.body ?? Buffer.alloc(0))).toBe(true);
    expect(await numberOf()).toBe(before + 1);
  });

  it('answers OCSP about a good, a revoked and an unknown certificate, with its nonce', async () => {
    const gone = await run((ctx) => certifyNew(ctx, server.services, { scheme: 'ES256', profile: 'signer' }));
    await writeLeaf('gone.pem', gone);
    await run((ctx) => server.services.authority.revoke(ctx, gone.id, 'keyCompromise'));
    const url = `${server.origin.replace('localhost', '127.0.0.1')}/pki/ocsp`;
    const asked = ['-cert', 'leaf.pem', '-cert', 'gone.pem', '-serial', '0x7700112233445566'];
    const { out } = await ssl(
      'ocsp',
      '-issuer',
      'issuing-es256.cer.pem',
      ...asked,
      '-url',
      url,
      '-CAfile',
      'chain.pem',
    );
    expect(out).toContain('Response verify OK');
    expect(out).not.toContain('WARNING');
    expect(out).toContain('leaf.pem: good');
    expect(out).toMatch(/gone\.pem: revoked[\s\S]*Reason: keyCompromise/);
    expect(out).toContain('0x7700112233445566: unknown');
  });

  it('answers OCSP about an intermediate by its root, and about the issued ones of others with unknown', async () => {
    const url = `${server.origin.replace('localhost', '127.0.0.1')}/pki/ocsp`;
    const own = ['-issuer', 'root-es256.cer.pem', '-cert', 'issuing-es256.cer.pem'];
    const { out } = await ssl('ocsp', ...own, '-url', url, '-CAfile', 'root-es256.cer.pem');
    expect(out).toContain('Response verify OK');
    expect(out).toContain('issuing-es256.cer.pem: good');
    const strange = ['-issuer', 'leaf.pem', '-cert', 'leaf.pem'];
    const other = await ssl('ocsp', ...strange, '-url', url, '-CAfile', 'chain.pem', '-noverify');
    expect(other.out).toContain('leaf.pem: unknown');
  });

  it('answers OCSP in an address as well', async () => {
    await ssl(
      'ocsp',
      '-issuer',
      'issuing-es256.cer.pem',
      '-cert',
      'leaf.pem',
      '-no_nonce',
      '-reqout',
      'req.der',
    );
    const request = (await readFile(file('req.der'))).toString('base64');
    for (const part of [encodeURIComponent(request), request]) {
      const { status, type, body } = await fetchOctets(server, `/pki/ocsp/${part}`);
      expect([status, type]).toEqual([200, 'application/ocsp-response']);
      await writeFile(file('resp.der'), body);
      const about = ['-issuer', 'issuing-es256.cer.pem', '-cert', 'leaf.pem', '-no_nonce'];
      const { out } = await ssl('ocsp', '-respin', 'resp.der', '-CAfile', 'chain.pem', ...about);
      expect(out).toContain('leaf.pem: good');
    }
  });

  it('stamps the time for strangers and for its own', async () => {
    await writeFile(file('data'), '春水');
    await ssl('ts', '-query', '-data', 'data', '-sha256', '-cert', '-out', 'ts.req');
    const body = await readFile(file('ts.req'));
    const answer = await fetchOctets(server, '/pki/tsa', { type: stampType, body });
    expect([answer.status, answer.type]).toEqual([200, 'application/timestamp-reply']);
    await writeFile(file('ts.resp'), answer.body);
    const trust = ['-CAfile', 'root-es256.cer.pem', '-untrusted', 'issuing-es256.cer.pem'];
    expect((await ssl('ts', '-verify', '-queryfile', 'ts.req', '-in', 'ts.resp', ...trust)).out).toContain(
      'Verification: OK',
    );
    const hash = createHash('sha256').update('春水').digest();
    const token = await run((ctx) => server.services.authority.stamp(ctx, { scheme: 'ES256', hash }));
    await writeFile(file('token.der'), token);
    const checkToken = (digest: string) =>
      ssl(
        'ts',
        '-verify',
        '-digest',
        digest,
        '-in',
        'token.der',
        '-token_in',
        '-CAfile',
        'root-es256.cer.pem',
      );
    expect((await checkToken(hash.toString('hex'))).out).toContain('Verification: OK');
    expect((await checkToken('00'.repeat(32))).out).toContain('Verification: FAILED');
  });

  it('stamps a digest of SM3 with SM2', async () => {
    await writeFile(file('data'), '春水');
    await ssl('ts', '-query', '-data', 'data', '-sm3', '-cert', '-out', 'sm3.req');
    const body = await readFile(file('sm3.req'));
    const answer = await fetchOctets(server, '/pki/tsa', { type: stampType, body });
    await writeFile(file('sm3.resp'), answer.body);
    const { out } = await ssl('ts', '-reply', '-in', 'sm3.resp', '-text');
    expect(out).toContain('Status: Granted');
    expect(out).toContain('Hash Algorithm: sm3');
    await ssl('ts', '-reply', '-in', 'sm3.resp', '-token_out', '-out', 'sm3.token');
    const { out: shown } = await ssl('pkcs7', '-inform', 'DER', '-in', 'sm3.token', '-print_certs', '-noout');
    expect(shown).toContain('SM2');
  });

  it('answers what is no request as the standards say, whatever the octets are', async () => {
    await ssl('ocsp', '-issuer', 'issuing-es256.cer.pem', '-cert', 'leaf.pem', '-reqout', 'any.der');
    await writeFile(file('data'), '春水');
    await ssl('ts', '-query', '-data', 'data', '-sha256', '-cert', '-out', 'any.req');
    const [status, stamp] = await Promise.all([readFile(file('any.der')), readFile(file('any.req'))]);
    const malformed = Buffer.from('30030a0101', 'hex');
    const badDataFormat = Buffer.from('3009300702010203020204', 'hex');
    const ask = async (body: Uint8Array) => [
      await fetchOctets(server, '/pki/ocsp', { type: ocspType, body }),
      await fetchOctets(server, '/pki/tsa', { type: stampType, body }),
    ];
    for (const body of [Buffer.from('GET /'), Buffer.from('3000', 'hex'), Buffer.alloc(60_000, 0x30)]) {
      const [ocsp, tsa] = await ask(body);
      expect([ocsp?.status, ocsp?.body, tsa?.status, tsa?.body]).toEqual([
        200,
        malformed,
        200,
        badDataFormat,
      ]);
    }
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(status, stamp),
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 3 }),
        fc.nat(),
        async (whole, changes, cut) => {
          const body = Buffer.from(whole);
          for (const [at, value] of changes) body[at % body.length] = value;
          const some = cut % 3 === 0 ? body.subarray(0, cut % body.length) : body;
          const answers = some.length === 0 ? [] : await ask(some);
          for (const answer of answers) expect([answer.status, answer.body[0]]).toEqual([200, 0x30]);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('takes no more than it needs, and only what it is for', async () => {
    const statusOf = async (url: string, type: string, body: Uint8Array) =>
      (await fetchOctets(server, url, { type, body })).status;
    expect(await statusOf('/pki/ocsp', ocspType, Buffer.alloc(65_537, 0x30))).toBe(413);
    expect(await statusOf('/pki/tsa', stampType, Buffer.alloc(65_537, 0x30))).toBe(413);
    expect(await statusOf('/pki/tsa', 'application/json', Buffer.from('{}'))).toBe(415);
    for (const name of ['root-rsa.cer', 'issuing-sm2-1.crl', 'issuing-sm2-9.cer', 'leaf.cer', 'root-sm2.txt'])
      expect((await fetchOctets(server, `/pki/${name}`)).status).toBe(404);
  });
});
