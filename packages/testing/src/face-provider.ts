import { createHash, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';

/** What the provider does with the next pictures. */
export type FaceAnswer = 'pass' | 'fail' | 'hang' | 'break' | 'forge' | 'other-check' | 'other-site' | 'huge';

export interface FaceProvider {
  /** Settings of a server that uses it. */
  env: { QC_FACE_URL: string; QC_FACE_KEY: string; QC_FACE_SECONDS: string };
  /** Whose requests it takes (SubjectPublicKeyInfo, DER). */
  trust(publicKey: Buffer): void;
  answerWith(answer: FaceAnswer): void;
  /** What came in, the newest last. */
  heard: { path: string; body: Record<string, unknown> }[];
  stop(): Promise<void>;
}

/** A provider of face checks as tests need one: it passes, fails, falls silent and lies as it is told. */
export async function startFaceProvider(): Promise<FaceProvider> {
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const forger = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const dir = await mkdtemp(path.join(os.tmpdir(), 'qc-face-'));
  const keyFile = path.join(dir, 'provider.pem');
  await writeFile(keyFile, own.publicKey.export({ type: 'spki', format: 'pem' }));
  const heard: FaceProvider['heard'] = [];
  let answer: FaceAnswer = 'pass';
  let platform: Buffer | undefined;
  let transactions = 0;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await readText(request);
    const claims = claimsOf(request.headers.authorization ?? '', platform);
    if (!claims || claims['digest'] !== createHash('sha256').update(text).digest('base64url')) {
      response.writeHead(401).end();
      return;
    }
    const body = JSON.parse(text) as Record<string, unknown>;
    heard.push({ path: request.url ?? '', body });
    const said = { aud: claims['iss'], reference: body['reference'] };
    const transaction = /^\/checks\/([^/]+)\/compare$/.exec(request.url ?? '')?.[1];
    if (transaction === undefined) {
      transactions += 1;
      response.end(
        jws(own.privateKey, { ...said, transaction: `t-${transactions}`, actions: ['front', 'mouth'] }),
      );
      return;
    }
    const passed = { ...said, transaction, outcome: 'passed' };
    const answers: Record<FaceAnswer, () => void> = {
      pass: () => response.end(jws(own.privateKey, passed)),
      fail: () => response.end(jws(own.privateKey, { ...passed, outcome: 'failed' })),
      hang: () => undefined,
      break: () => response.writeHead(500).end('out of order'),
      forge: () => response.end(jws(forger.privateKey, passed)),
      'other-check': () => response.end(jws(own.privateKey, { ...passed, transaction: 't-other' })),
      'other-site': () => response.end(jws(own.privateKey, { ...passed, aud: 'https://elsewhere.example' })),
      huge: () => response.end(jws(own.privateKey, { ...passed, more: 'x'.repeat(20_000) })),
    };
    answers[answer]();
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    env: { QC_FACE_URL: `http://127.0.0.1:${port}`, QC_FACE_KEY: keyFile, QC_FACE_SECONDS: '1' },
    trust: (publicKey) => (platform = publicKey),
    answerWith: (next) => (answer = next),
    heard,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

/** What a request says of itself, if the platform signed it. */
function claimsOf(authorization: string, platform: Buffer | undefined): Record<string, unknown> | undefined {
  const [head = '', payload = '', signature = ''] = authorization.replace(/^Bearer /, '').split('.');
  if (!platform) return undefined;
  const key = { key: platform, format: 'der', type: 'spki', dsaEncoding: 'ieee-p1363' } as const;
  const bytes = Buffer.from(`${head}.${payload}`);
  if (!verify('sha256', bytes, key, Buffer.from(signature, 'base64url'))) return undefined;
  return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Record<string, unknown>;
}

function jws(key: KeyObject, payload: object): string {
  const text = [{ alg: 'ES256' }, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
}
