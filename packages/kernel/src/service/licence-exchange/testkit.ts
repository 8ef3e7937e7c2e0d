import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import { asSystem } from '@quancheng/server';
import { startTestServer, type Client, type TestServer } from '@quancheng/testing';
import { digest, generateKey, sign, type NewKey } from '../../platform/crypto/index.ts';
import { pemOf } from '../../subject/keys/index.ts';
import type { LicenceMessage } from './model.ts';
import { signedHeader } from './signature.ts';

export const base = '/api/v1/admin/licence-exchange';
export const start = new Date('2026-03-02T02:00:00Z');

export interface Level {
  server: TestServer;
  admin: Client;
}

export async function startLevel(env: Record<string, string> = {}): Promise<Level> {
  const server = await startTestServer({ now: start, env });
  await server.settle();
  return { server, admin: await server.as('admin') };
}

/** What housekeeping does from time to time, and then all that is due. */
export async function turn({ server }: Level): Promise<void> {
  await asSystem(server.services, 'tests let time pass', (ctx) => server.services.exchange.tick(ctx));
  await server.settle();
}

/** A line between two levels that can be cut, and that can lose the answer to what was done. */
export interface Line {
  origin: string;
  port: number;
  /** Where it leads. */
  to: number;
  set(mode: 'up' | 'down' | 'deaf'): void;
  close(): void;
}

export async function layLine(): Promise<Line> {
  const open = new Set<Socket>();
  let mode: 'up' | 'down' | 'deaf' = 'up';
  const server = net.createServer((near) => {
    if (mode === 'down') return void near.destroy();
    const far = net.connect(line.to, '127.0.0.1');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        open.delete(socket);
        other.destroy();
      });
    }
    near.pipe(far);
    // The other side has answered, so what it did is committed; nobody hears of it.
    far.on('data', (part) => (mode === 'deaf' ? near.destroy() : near.write(part)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const line: Line = {
    origin: `http://127.0.0.1:${port}`,
    port,
    to: 0,
    set: (to) => {
      mode = to;
      for (const socket of open) socket.destroy();
    },
    close: () => {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
  return line;
}

/** A program of a lower level that speaks for itself. */
export interface Program {
  clientId: string;
  key: NewKey;
}

export async function registerProgram(upper: Level, quota = 100_000): Promise<Program> {
  const key = await generateKey('SM2');
  const made = await upper.admin.post<{ clientId: string }>(`${base}/lowers`, {
    agency: 'data-bureau',
    name: { zh: '市级证照系统', en: 'Licences of the city' },
    quota,
    algorithm: 'SM2',
    publicKey: pemOf(key.publicKey as Buffer),
  });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  return { clientId: made.body.clientId, key };
}

export interface Answer<T> {
  status: number;
  body: T;
}

interface Request {
  path: string;
  body: unknown;
  /** By which it is signed, if not by the program's own. */
  key?: NewKey;
  at?: Date;
  aud?: string;
}

/** A request as it goes over the line. */
export async function signRequest(
  { server }: Level,
  program: Program,
  request: Request,
): Promise<RequestInit> {
  const text = JSON.stringify(request.body);
  const { secret, publicKey } = request.key ?? program.key;
  const claims = {
    iss: program.clientId,
    aud: request.aud ?? server.services.origin,
    method: 'POST',
    path: `/exchange/v1/${request.path}`,
    digest: digest('SM3', Buffer.from(text)).toString('hex'),
    iat: Math.floor((request.at ?? server.services.clock.now()).getTime() / 1000),
  };
  const authorization = await signedHeader('SM2', claims, async (bytes) =>
    sign('SM2', secret, publicKey as Buffer, bytes),
  );
  return { method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: text };
}

export async function deliver<T>({ server }: Level, path: string, request: RequestInit): Promise<Answer<T>> {
  const url = new URL(`/exchange/v1/${path}`, server.origin.replace('localhost', '127.0.0.1'));
  const answer = await fetch(url, request);
  return { status: answer.status, body: (await answer.json()) as T };
}

export async function call<T>(
  upper: Level,
  program: Program,
  path: string,
  body: unknown,
): Promise<Answer<T>> {
  return deliver(upper, path, await signRequest(upper, program, { path, body }));
}

/** A message about a licence of nobody. */
export function message(
  serial: string,
  version: number,
  changes: Partial<LicenceMessage> = {},
): LicenceMessage {
  return {
    certificateIdentifier: `1.2.156.3005.2.11370100MQ0000013C001.11370100MQ0000013C.${serial}.001.F`,
    version,
    kind: version === 1 ? 'register' : 'change',
    state: 'valid',
    changedAt: '2026-03-01T00:00:00.000Z',
    certificateTypeCode: 'elderly-card',
    certificateTypeName: '老年人优待证',
    certificateNumber: serial,
    certificateHolderName: '某某',
    certificateHolderCode: `99000019540302${serial.slice(-4).padStart(4, '0')}`,
    certificateHolderTypeName: '自然人',
    certificateIssuingAuthorityName: '某市民政局',
    certificateIssuingAuthorityCode: '11370100MQ0000013C',
    certificateIssuedDate: '2026-03-01',
    certificateEffectiveDate: '2026-03-01',
    certificateExpiringDate: null,
    fileDigest: null,
    data: [{ name: 'grade', value: 'A' }],
    ...changes,
  };
}
