import { createPrivateKey, randomBytes, sign, X509Certificate } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import {
  answerOcsp,
  isOfIssuer,
  makeCrl,
  readOcspRequest,
  type CertifiedSigner,
  type OcspStatus,
} from '@quancheng/engines/pki';
import { documentDigest } from '../../../platform/crypto/index.ts';
import { openssl } from '../../authority/testkit.ts';

/** What the authority does when it is asked about a certificate. */
export type OcspAnswer =
  | 'openssl'
  | 'delegated'
  | 'down'
  | 'hang'
  | 'forge'
  | 'stranger'
  | 'stale'
  | 'other'
  | 'huge'
  | 'away'
  | 'noise';
export type ListAnswer =
  'list' | 'own' | 'elsewhere' | 'authorities' | 'indirect' | 'down' | 'forge' | 'stale' | 'other-issuer';

/** What lists of OpenSSL say of whom they are about. */
const scopes: Readonly<Partial<Record<ListAnswer, readonly string[]>>> = {
  list: [],
  own: ['-crlexts', 'scope-own'],
  elsewhere: ['-crlexts', 'scope-elsewhere'],
  authorities: ['-crlexts', 'scope-authorities'],
  indirect: ['-crlexts', 'scope-indirect'],
};

export interface TestAuthority {
  /** Folder of its root and of the roots added beside it. */
  roots: string;
  trust(name: string, der: Uint8Array): Promise<void>;
  /** A certificate (DER) by the extensions of a section of its configuration. */
  issue(wanted: Wanted): Promise<Buffer>;
  /** The private key of a certificate that it issued, PEM. */
  keyOf(der: Buffer): Promise<string>;
  revoke(der: Buffer): Promise<void>;
  /** That it does not know what it issued. */
  forget(der: Buffer): Promise<void>;
  answerWith(ocsp: OcspAnswer, list?: ListAnswer): void;
  /** Paths that were asked for, the newest last. */
  heard: string[];
  stop(): Promise<void>;
}

export interface Wanted {
  subject: string;
  section?: 'person' | 'authority' | 'server' | 'encipher' | 'number' | 'nowhere' | 'inside' | 'responder';
  from?: Date;
  until?: Date;
  /** Who issues, as the name of files in its folder; the root unless said, and `self` for the key itself. */
  by?: string;
  /** Under which name the certificate and its key stay, to issue by them. */
  as?: string;
  key?: 'ec' | 'rsa' | 'rsa-1024';
  /** For the section `number`. */
  number?: string;
}

const dayMs = 86_400_000;

/** An authority of OpenSSL on P-256 that answers by HTTP, honestly or as it is told. */
export async function startTestAuthority(): Promise<TestAuthority> {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'qc-ca-'));
  const file = (name: string) => path.join(dir, name);
  const heard: string[] = [];
  let [ocsp, list]: [OcspAnswer, ListAnswer] = ['openssl', 'list'];
  const authorities: string[] = [];
  /** Of files, by what was issued in them. */
  const names = new Map<string, string>();
  let count = 0;

  const run = async (...args: string[]) => {
    const { status, out } = await openssl(dir, ...args);
    if (status !== 0) throw new Error(`openssl ${args.join(' ')}: ${out}`);
    return out;
  };

  const server = createServer((request, response) => {
    heard.push(request.url ?? '');
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  await mkdir(file('roots'));
  await Promise.all([
    writeFile(file('index.txt'), ''),
    writeFile(file('serial'), '1000'),
    writeFile(file('ca.cnf'), configurationOf(port)),
  ]);
  const root = ['-x509', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-days', '3650'];
  const extended = ['-config', 'ca.cnf', '-extensions', 'authority', '-utf8'];
  for (const name of ['ca', 'forger'])
    await run(
      'req',
      ...root,
      ...extended,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.pem`,
      '-subj',
      '/C=CN/CN=市外证书机构',
    );
  await writeFile(file('roots/ca.pem'), await readFile(file('ca.pem')));

  const derOf = async (name: string) => Buffer.from(new X509Certificate(await readFile(file(name))).raw);

  /** The certificate of the authority, and the key of another where it is not itself. */
  async function signerOf(certificate: string, key: string): Promise<CertifiedSigner> {
    const privateKey = createPrivateKey(await readFile(file(`${key}.key`)));
    return {
      scheme: 'ES256',
      certificate: await derOf(`${certificate}.pem`),
      sign: (bytes) => sign('sha256', bytes, privateKey),
    };
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === '/list') return answerList(response);
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const asked = Buffer.concat(parts);
    if (ocsp === 'hang') return;
    if (ocsp === 'down') return void response.writeHead(503).end();
    if (ocsp === 'away')
      return void response.writeHead(302, { location: `http://127.0.0.1:${port}/ok` }).end();
    if (ocsp === 'huge') return void response.end(Buffer.alloc(200_000, 0x30));
    if (ocsp === 'noise') return void response.end(randomBytes(300));
    if (ocsp === 'openssl' || ocsp === 'delegated') {
      count += 1;
      const [question, answer] = [`q${count}.der`, `a${count}.der`];
      await writeFile(file(question), asked);
      const issuer = await issuerOf(asked);
      const by = ocsp === 'openssl' ? issuer : 'responder';
      const signer = ['-CA', `${issuer}.pem`, '-rsigner', `${by}.pem`, '-rkey', `${by}.key`, '-ndays', '1'];
      await run('ocsp', '-index', 'index.txt', ...signer, '-reqin', question, '-respout', answer);
      return void response.end(await readFile(file(answer)));
    }
    const good: OcspStatus = { state: 'good' };
    const now = Date.now();
    const times =
      ocsp === 'stale'
        ? { at: new Date(now - 2 * dayMs), next: new Date(now - dayMs) }
        : { at: new Date(now), next: new Date(now + dayMs) };
    const read = readOcspRequest(asked);
    const [first] = read.questions;
    const about =
      ocsp === 'other' && first ? { ...read, questions: [{ ...first, id: await otherId(first.id) }] } : read;
    const by =
      ocsp === 'forge'
        ? await signerOf('ca', 'forger')
        : ocsp === 'stranger'
          ? await signerOf('stranger', 'stranger')
          : await signerOf('ca', 'ca');
    response.end(await answerOcsp(about, [good], times, by));
  }

  /** Which of its authorities a question is for. */
  async function issuerOf(asked: Buffer): Promise<string> {
    const [question] = readOcspRequest(asked).questions;
    for (const name of ['ca', ...authorities])
      if (question && isOfIssuer(question, await derOf(`${name}.pem`), documentDigest)) return name;
    return 'ca';
  }

  /** The same question with another number, of the same length. */
  async function otherId(id: Uint8Array): Promise<Uint8Array> {
    const copy = Uint8Array.from(id);
    copy[copy.length - 1] = (copy.at(-1) ?? 0) ^ 1;
    return copy;
  }

  async function answerList(response: ServerResponse): Promise<void> {
    if (list === 'down') return void response.writeHead(404).end();
    const scope = scopes[list];
    if (scope) {
      await run('ca', '-gencrl', ...scope, '-config', 'ca.cnf', '-out', 'list.pem');
      await run('crl', '-in', 'list.pem', '-outform', 'DER', '-out', 'list.der');
      return void response.end(await readFile(file('list.der')));
    }
    const now = Date.now();
    const times =
      list === 'stale'
        ? { at: new Date(now - 2 * dayMs), next: new Date(now - dayMs) }
        : { at: new Date(now), next: new Date(now + dayMs) };
    const by = await signerOf(
      list === 'other-issuer' ? 'stranger' : 'ca',
      list === 'forge' ? 'forger' : list === 'stale' ? 'ca' : 'stranger',
    );
    response.end(await makeCrl({ number: 1n, ...times, revoked: [] }, by, documentDigest));
  }

  async function issue(wanted: Wanted): Promise<Buffer> {
    const { subject, section = 'person', by = 'ca', key = 'ec', number = '' } = wanted;
    count += 1;
    const as = wanted.as ?? `made${count}`;
    const kind =
      key === 'ec'
        ? ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256']
        : [key === 'rsa' ? 'rsa:2048' : 'rsa:1024'];
    const now = Date.now();
    await run(
      'req',
      '-new',
      '-nodes',
      '-newkey',
      ...kind,
      '-config',
      'ca.cnf',
      '-utf8',
      '-subj',
      subject,
      '-keyout',
      `${as}.key`,
      '-out',
      `${as}.csr`,
    );
    await writeFile(file(`${as}.cnf`), configurationOf(port).replaceAll('NUMBER', number));
    const issuer =
      by === 'self'
        ? ['-selfsign', '-keyfile', `${as}.key`]
        : ['-cert', `${by}.pem`, '-keyfile', `${by}.key`];
    const period = [
      '-startdate',
      asn1(wanted.from ?? new Date(now - 3_600_000)),
      '-enddate',
      asn1(wanted.until ?? new Date(now + 30 * dayMs)),
    ];
    await run(
      'ca',
      '-batch',
      '-config',
      `${as}.cnf`,
      '-extensions',
      section,
      '-preserveDN',
      '-notext',
      ...period,
      ...issuer,
      '-in',
      `${as}.csr`,
      '-out',
      `${as}.pem`,
    );
    if (section === 'authority') authorities.push(as);
    const der = await derOf(`${as}.pem`);
    names.set(der.toString('hex'), as);
    return der;
  }

  async function keyOf(der: Buffer): Promise<string> {
    const name = names.get(der.toString('hex'));
    return readFile(file(`${name}.key`), 'utf8');
  }

  async function revoke(der: Buffer): Promise<void> {
    await writeFile(file('revoke.pem'), new X509Certificate(der).toString());
    await run('ca', '-config', 'ca.cnf', '-revoke', 'revoke.pem');
  }

  async function forget(der: Buffer): Promise<void> {
    const { serialNumber } = new X509Certificate(der);
    const lines = (await readFile(file('index.txt'), 'utf8')).split('\n');
    await writeFile(
      file('index.txt'),
      lines.filter((line) => !line.includes(`\t${serialNumber}\t`)).join('\n'),
    );
  }

  // Who answers for it by a certificate of its own, and a stranger who calls himself the same.
  await issue({ subject: '/C=CN/CN=状态服务', section: 'responder', as: 'responder' });
  await run(
    'req',
    ...root,
    '-config',
    'ca.cnf',
    '-extensions',
    'responder',
    '-utf8',
    '-keyout',
    'stranger.key',
    '-out',
    'stranger.pem',
    '-subj',
    '/C=CN/CN=别的状态服务',
  );

  return {
    roots: file('roots'),
    trust: (name, der) => {
      const base64 = Buffer.from(der).toString('base64');
      return writeFile(
        file(`roots/${name}.pem`),
        `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
      );
    },
    issue,
    keyOf,
    revoke,
    forget,
    answerWith: (next, nextList = 'list') => ([ocsp, list] = [next, nextList]),
    heard,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** GeneralizedTime. */
function asn1(date: Date): string {
  return `${date.toISOString().replaceAll(/[-:T]|\.\d+/g, '')}`;
}

function configurationOf(port: number): string {
  const asked = `authorityInfoAccess=OCSP;URI:http://127.0.0.1:${port}/ocsp
crlDistributionPoints=URI:http://127.0.0.1:${port}/list`;
  return `
[ca]
default_ca=own
[own]
database=index.txt
new_certs_dir=.
certificate=ca.pem
private_key=ca.key
serial=serial
default_md=sha256
default_crl_days=1
policy=any
unique_subject=no
[any]
commonName=supplied
[req]
distinguished_name=none
string_mask=utf8only
[none]
[person]
basicConstraints=critical,CA:false
keyUsage=critical,digitalSignature,nonRepudiation
extendedKeyUsage=clientAuth
${asked}
[number]
basicConstraints=critical,CA:false
keyUsage=critical,digitalSignature
1.2.156.10260.4.1.1=ASN1:SEQUENCE:identity
${asked}
[identity]
number=IMPLICIT:0,PRINTABLESTRING:NUMBER
[authority]
basicConstraints=critical,CA:true
keyUsage=critical,keyCertSign,cRLSign
${asked}
[server]
basicConstraints=critical,CA:false
extendedKeyUsage=serverAuth
${asked}
[encipher]
keyUsage=critical,keyEncipherment
${asked}
[nowhere]
keyUsage=critical,digitalSignature
[inside]
keyUsage=critical,digitalSignature
authorityInfoAccess=OCSP;URI:http://127.0.0.2:${port}/ocsp
crlDistributionPoints=URI:http://127.0.0.2:${port}/list
[scope-own]
issuingDistributionPoint=critical,@own-point
[own-point]
fullname=URI:http://127.0.0.1:${port}/list
onlyuser=TRUE
[scope-elsewhere]
issuingDistributionPoint=critical,@other-point
[other-point]
fullname=URI:http://127.0.0.1:${port}/other
[scope-authorities]
issuingDistributionPoint=critical,@authority-point
[authority-point]
onlyCA=TRUE
[scope-indirect]
issuingDistributionPoint=critical,@indirect-point
[indirect-point]
indirectCRL=TRUE
[responder]
basicConstraints=critical,CA:false
keyUsage=critical,digitalSignature
extendedKeyUsage=OCSPSigning
`;
}
