import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVisitor, papersOf, startTestServer, type TestServer } from '@quancheng/testing';
import { fetchOctets, openssl, sm2Id } from '../authority/testkit.ts';
import { levelOf, reachSignIn } from '../passkeys/testkit.ts';
import { startTlsProxy } from './proxy/testkit.ts';
import { startTestAuthority, type TestAuthority } from './stranger/testkit.ts';
import { addCertificate, createScene, enterByCertificate, proxied } from './testkit.ts';

interface Issued {
  id: string;
  profile: string;
  scheme: string;
  subject: { common: string };
  state: string;
  validFrom: string;
  validUntil: string;
  pem: string;
  code?: string;
}

const url = '/api/v1/admin/certificates';
const dayMs = 86_400_000;
const kinds = {
  'P-256': { key: ['EC', '-pkeyopt', 'ec_paramgen_curve:P-256'], how: [] },
  'P-384': { key: ['EC', '-pkeyopt', 'ec_paramgen_curve:P-384'], how: ['-sha384'] },
  RSA: { key: ['RSA', '-pkeyopt', 'rsa_keygen_bits:2048'], how: [] },
  SM2: { key: ['SM2'], how: ['-sm3', '-sigopt', 'distid:1234567812345678'] },
} as const;

describe('a certificate of our own authority over a key that a person holds', () => {
  let server: TestServer;
  let stranger: TestAuthority;
  let scene: ReturnType<typeof createScene>;
  let dir: string;
  const file = (name: string) => path.join(dir, name);

  beforeAll(async () => {
    [stranger, dir] = await Promise.all([
      startTestAuthority(),
      mkdtemp(path.join(os.tmpdir(), 'qc-people-')),
    ]);
    server = await startTestServer({ now: 'real', env: proxied });
    scene = createScene(server, stranger);
    for (const name of ['root-es256', 'issuing-es256', 'root-sm2', 'issuing-sm2'])
      await writeFile(file(`${name}.pem`), new X509Certificate(await download(`${name}.cer`)).toString());
  });
  afterAll(async () => {
    await server.stop();
    await stranger.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const download = async (name: string) => (await fetchOctets(server, `/pki/${name}`)).body;

  async function run(...args: string[]): Promise<string> {
    const { status, out } = await openssl(dir, ...args);
    if (status !== 0) throw new Error(`openssl ${args.join(' ')}: ${out}`);
    return out;
  }

  /** A new key, and the request that its holder sends with whatever name they like. */
  async function ask(
    kind: keyof typeof kinds,
    subject = '/CN=市长/O=市政府',
  ): Promise<{ pem: string; key: string }> {
    const { key, how } = kinds[kind];
    await run('genpkey', '-algorithm', ...key, '-out', 'key.pem');
    const wishes = ['-addext', 'basicConstraints=critical,CA:TRUE'];
    await run(
      'req',
      '-new',
      '-key',
      'key.pem',
      '-utf8',
      '-subj',
      subject,
      ...wishes,
      ...how,
      '-out',
      'req.pem',
    );
    const [pem, made] = await Promise.all([
      readFile(file('req.pem'), 'utf8'),
      readFile(file('key.pem'), 'utf8'),
    ]);
    return { pem, key: made };
  }

  async function issue(
    holder: object,
    request: string,
    as = 'admin',
  ): Promise<{ status: number; body: Issued }> {
    const client = as === 'nobody' ? server.anonymous : await server.as(as);
    return client.post<Issued>(`${url}/persons`, { holder, request });
  }

  /** By the whole chain and its list; OpenSSL knows the id of SM2 for the certificate itself alone. */
  async function verify(pem: string, scheme: 'SM2' | 'ES256'): Promise<string> {
    await writeFile(file('issued.pem'), pem);
    const trust =
      scheme === 'SM2'
        ? [...sm2Id, '-partial_chain', '-trusted', 'issuing-sm2.pem']
        : [...(await list()), '-CAfile', 'root-es256.pem', '-untrusted', 'issuing-es256.pem'];
    return (await openssl(dir, 'verify', '-x509_strict', '-purpose', 'sslclient', ...trust, 'issued.pem'))
      .out;
  }

  async function list(): Promise<string[]> {
    await writeFile(file('list.crl'), await download('issuing-es256.crl'));
    await run('crl', '-inform', 'DER', '-in', 'list.crl', '-out', 'list.pem');
    return ['-crl_check', '-CRLfile', 'list.pem'];
  }

  /** What the responder says of the one that was verified last, as OpenSSL hears it. */
  async function ocsp(): Promise<string> {
    const asked = ['-issuer', 'issuing-es256.pem', '-cert', 'issued.pem', '-CAfile', 'root-es256.pem'];
    const url = `${server.origin.replace('localhost', '127.0.0.1')}/pki/ocsp`;
    const { out } = await openssl(dir, 'ocsp', ...asked, '-verify_other', 'issuing-es256.pem', '-url', url);
    expect(out).toContain('Response verify OK');
    return /issued\.pem: (\w+)/.exec(out)?.[1] ?? out;
  }

  const derOf = (pem: string) => Buffer.from(new X509Certificate(pem).raw);

  it.each([
    ['P-256', 'ES256', 'elder-72'],
    ['P-384', 'ES256', 'elder-60'],
    ['SM2', 'SM2', 'elder-65'],
  ] as const)(
    'of %s names its holder, is added once, opens the account at the fourth level, and no more once revoked',
    async (kind, scheme, login) => {
      const { pem: request } = await ask(kind);
      const { status, body } = await issue({ login }, request);
      expect(status).toBe(200);
      const name = await scene.nameOf(login);
      expect(body).toMatchObject({ profile: 'person', scheme, state: 'valid', agency: null });
      expect(body.subject).toMatchObject({ country: 'CN', common: name });
      expect(Date.parse(body.validUntil) - Date.now()).toBeLessThanOrEqual(730 * dayMs);
      expect(await verify(body.pem, scheme)).toBe('issued.pem: OK\n');
      if (scheme === 'ES256') expect(await ocsp()).toBe('good');
      const said = await run('x509', '-in', 'issued.pem', '-noout', '-text', '-nameopt', 'utf8');
      expect(said).not.toContain('市长');
      expect(said).toMatch(/CA:FALSE[\s\S]*Digital Signature\n[\s\S]*TLS Web Client Authentication\n/);
      expect(said).toContain(`/pki/issuing-${scheme.toLowerCase()}.crl`);
      expect(said).toContain('/pki/ocsp');

      const der = derOf(body.pem);
      expect(await scene.enter(der)).toBe('client-certificate.unknown');
      expect(await addCertificate(await scene.signedIn(login), der)).toBe('added');
      const browser = createVisitor(server);
      expect(await enterByCertificate(browser, der)).toBe('/help');
      expect(await levelOf(browser)).toBe(4);
      const reason = { reason: 'cessationOfOperation', ground: '持有人离职' };
      const revoked = await (await server.as('admin')).post<Issued>(`${url}/${body.id}/revoke`, reason);
      expect(revoked.body.state).toBe('revoked');
      expect(await scene.enter(der)).toBe('client-certificate.revoked');
      if (scheme === 'SM2') return;
      expect(await verify(body.pem, scheme)).toContain('certificate revoked');
      expect(await ocsp()).toBe('revoked');
    },
  );

  it('of RSA proves its holder in a handshake of TLS, to whoever is named by number and name', async () => {
    const { pem: request, key } = await ask('RSA');
    const { name, idNumber } = await papersOf(server, 'proof-ok');
    const { body } = await issue({ idNumber: idNumber.toLowerCase(), name }, request);
    expect(body.pem).not.toContain(idNumber);
    const der = derOf(body.pem);
    expect(der.includes(Buffer.from(idNumber))).toBe(false);
    expect(await addCertificate(await scene.signedIn('proof-ok'), der)).toBe('added');
    const visitor = createVisitor(server);
    const uid = await reachSignIn(visitor);
    const cookie = [...visitor.cookies].map(([field, value]) => `${field}=${value}`).join('; ');
    const proxy = await startTlsProxy(server, stranger);
    try {
      const entered = await proxy.get(`/auth/certificate?uid=${uid}`, { cookie }, der, key);
      expect(new URL(entered, server.origin).pathname).toMatch(/^\/oidc\/auth\//);
    } finally {
      await proxy.stop();
    }
  });

  it('is told to its holder and kept in the audit, with the look at the name', async () => {
    const { body } = await issue({ login: 'elder-58' }, (await ask('P-256')).pem);
    const client = await server.as('elder-58');
    const { body: messages } = await client.get<{ items: { title: { zh: string } }[] }>(
      '/api/v1/me/messages',
    );
    expect(messages.items.map(({ title }) => title.zh)).toContain('管理员为您签发了登录证书');
    const { rows } = await server.services.database.pool.query<{ detail: object }>(
      `select detail from audit_log where action = 'certificate.issue' and entity_id = $1`,
      [body.id],
    );
    const { id: personId } = await papersOf(server, 'elder-58');
    expect(rows).toMatchObject([
      { detail: { profile: 'person', accountId: expect.stringMatching(/^[0-9a-f-]{36}$/) } },
    ]);
    const { rows: looks } = await server.services.database.pool.query(
      `select fields from access_record where subject_id = $1 and purpose = 'certificate-issue'`,
      [personId],
    );
    expect(looks).toHaveLength(1);
  });

  it('is added to no other account, also of a namesake', async () => {
    const { body } = await issue({ login: 'elder-58' }, (await ask('P-256')).pem);
    const other = await scene.signedIn('elder-leap');
    await rename('elder-leap', await scene.nameOf('elder-58'));
    expect(await addCertificate(other, derOf(body.pem))).toBe('client-certificate.other-account');
    expect((await scene.auditOf('client-certificate.refuse'))[0]).toMatchObject({ problem: 'other-account' });
    expect(await addCertificate(await scene.signedIn('elder-58'), derOf(body.pem))).toBe('added');
  });

  async function rename(login: string, name: string): Promise<void> {
    await server.services.database.pool.query(
      'update lib_person set name = $2 where id = (select person_id from account where login = $1)',
      [login, name],
    );
  }

  it.each([
    ['nobody', 401],
    ['elder-72', 403],
    ['market-clerk', 403],
    ['market-head', 403],
  ])('is not for %s to issue: %i', async (as, status) => {
    expect((await issue({ login: 'elder-72' }, (await ask('P-256')).pem, as)).status).toBe(status);
  });

  it('is for nobody who is unknown, and over no request that is not sound', async () => {
    const { pem } = await ask('P-256');
    const { name, idNumber } = await papersOf(server, 'elder-72');
    const codeOf = async (holder: object, request: string) => {
      const { status, body } = await issue(holder, request);
      return `${status} ${body.code}`;
    };
    for (const holder of [
      { login: 'nobody-here' },
      { idNumber, name: `${name}某` },
      { idNumber: '11010119900307741X', name },
    ])
      expect(await codeOf(holder, pem)).toBe('404 authority.holder-unknown');
    const login = 'elder-72';
    for (const text of [
      'x',
      new X509Certificate(await download('root-es256.cer')).toString(),
      pem.slice(0, 200),
    ])
      expect(await codeOf({ login }, text)).toBe('400 authority.request-unreadable');
    const octets = Buffer.from(pem.replaceAll(/-----.*-----/g, ''), 'base64');
    octets[octets.length - 1] = (octets.at(-1) ?? 0) ^ 1;
    const changed = `-----BEGIN CERTIFICATE REQUEST-----\n${octets.toString('base64')}\n-----END CERTIFICATE REQUEST-----`;
    expect(await codeOf({ login }, changed)).toBe('400 authority.request-signature');
    await run('genpkey', '-algorithm', 'ED25519', '-out', 'ed.pem');
    await run('req', '-new', '-key', 'ed.pem', '-subj', '/CN=x', '-out', 'ed.csr');
    expect(await codeOf({ login }, await readFile(file('ed.csr'), 'utf8'))).toBe('400 authority.request-key');
    expect((await issue({ login, name }, pem)).status).toBe(400);
  });
});
