import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import { answerOcsp, issueCertificate, readOcspRequest, type CertifiedSigner } from '@quancheng/engines/pki';
import { createVisitor, papersOf, signIn, type TestServer, type Visitor } from '@quancheng/testing';
import { makePair, type Pair } from '../../../../engines/pki/testkit.ts';
import { documentDigest } from '../../platform/crypto/index.ts';
import { command, reachSignIn } from '../passkeys/testkit.ts';
import type { TestAuthority, Wanted } from './stranger/testkit.ts';

/** Settings of a server whose proxy is the test itself, and that may ask authorities of this machine. */
export const proxied = {
  TRUST_PROXY: '127.0.0.1,::1',
  QC_CLIENT_CERTIFICATES: 'proxy',
  QC_CERTIFICATE_NETWORKS: '127.0.0.1',
};

const dayMs = 86_400_000;

/** An authority that signs by SM2 and says of everything that it is good. */
export async function startSm2Authority() {
  const pair = makePair('SM2');
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const asked = readOcspRequest(Buffer.concat(parts));
      const times = { at: new Date(), next: new Date(Date.now() + dayMs) };
      void answerOcsp(asked, [{ state: 'good' }], times, root).then((answer) => response.end(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const certificateOf = (profile: 'root' | 'signer', common: string, of: Pair, by: Pair | CertifiedSigner) =>
    issueCertificate(
      {
        serial: Uint8Array.of(0x40, ...randomBytes(15)),
        subject: { country: 'CN', common },
        key: of,
        from: new Date(Date.now() - 3_600_000),
        until: new Date(Date.now() + 30 * dayMs),
        profile,
        ocspUrl: `http://127.0.0.1:${port}/`,
      },
      by,
      documentDigest,
    );
  const root: CertifiedSigner = { ...pair, certificate: await certificateOf('root', '国密机构', pair, pair) };
  return {
    root: root.certificate,
    issue: async (common: string) =>
      Buffer.from(await certificateOf('signer', common, makePair('SM2'), root)),
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** What a proxy writes of a certificate that a browser showed. */
export function shownBy(der: Uint8Array, chain: readonly Uint8Array[] = []): Record<string, string> {
  const field = (bytes: Uint8Array) => `:${Buffer.from(bytes).toString('base64')}:`;
  return {
    'client-cert': field(der),
    ...(chain.length === 0 ? {} : { 'client-cert-chain': chain.map(field).join(', ') }),
  };
}

/** Adds a certificate to the account of a browser; answers what its page says of it. */
export async function addCertificate(
  visitor: Visitor,
  der: Uint8Array,
  chain: readonly Uint8Array[] = [],
): Promise<string> {
  const begun = await command<{ url: string; code?: string }>(visitor, '/api/v1/me/certificates/start');
  if (begun.status !== 200) return begun.body.code ?? String(begun.status);
  const answer = await visitor.fetch(begun.body.url, { headers: shownBy(der, chain) });
  const to = new URL(answer.headers.get('location') ?? '/', 'http://x');
  return to.searchParams.get('certificate') ?? to.pathname;
}

/** Signs in, or steps up, with a certificate; answers where the browser ends, or why not. */
export async function enterByCertificate(
  visitor: Visitor,
  der: Uint8Array,
  { query = '', chain = [] }: { query?: string; chain?: readonly Uint8Array[] } = {},
): Promise<string> {
  const uid = await reachSignIn(visitor, query);
  const { path: end } = await visitor.follow(`/auth/certificate?uid=${uid}`, {
    headers: shownBy(der, chain),
  });
  return new URL(end, 'http://x').searchParams.get('error') ?? end;
}

/** People of a server with certificates of an authority. */
export function createScene(server: TestServer, authority: TestAuthority) {
  async function signedIn(account: string): Promise<Visitor> {
    const visitor = createVisitor(server);
    await signIn(visitor, { demo: '1', account });
    return visitor;
  }

  const nameOf = async (account: string): Promise<string> => (await papersOf(server, account)).name;
  const issueFor = async (account: string, more: Partial<Wanted> = {}): Promise<Buffer> =>
    authority.issue({ subject: `/C=CN/CN=${await nameOf(account)}`, ...more });

  return {
    signedIn,
    nameOf,
    issueFor,
    enter: (der: Uint8Array, chain: readonly Uint8Array[] = []): Promise<string> =>
      enterByCertificate(createVisitor(server), der, { chain }),
    /** Someone with a certificate of the authority, added while that one answers. */
    holder: async (account: string): Promise<Buffer> => {
      authority.answerWith('openssl');
      const der = await issueFor(account);
      expect(await addCertificate(await signedIn(account), der)).toBe('added');
      return der;
    },
    /** What the audit says of an action, the newest first. */
    auditOf: async (action: string): Promise<{ problem?: string }[]> => {
      const { rows } = await server.services.database.pool.query<{ detail: { problem?: string } }>(
        'select detail from audit_log where action = $1 order by at desc, id desc',
        [action],
      );
      return rows.map(({ detail }) => detail);
    },
  };
}
