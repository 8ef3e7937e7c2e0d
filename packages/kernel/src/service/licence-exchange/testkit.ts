import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import { asSystem } from '@quancheng/server';
import { applyAs, startTestServer, type Client, type TestServer } from '@quancheng/testing';
import { digest, generateKey, sign, type NewKey } from '../../platform/crypto/index.ts';
import { sql } from '../../platform/database/index.ts';
import { createWorker } from '../../platform/jobs/index.ts';
import { pemOf } from '../../subject/keys/index.ts';
import type { LicenceMessage } from './model.ts';
import { exchangeColumns } from './sealed.ts';
import { signedHeader } from './signature.ts';

export const base = '/api/v1/admin/licence-exchange';
export const start = new Date('2026-03-02T02:00:00Z');

export interface Level {
  server: TestServer;
  admin: Client;
}

export async function startLevel(env: Record<string, string> = {}, now = start): Promise<Level> {
  const server = await startTestServer({ now, env });
  await server.settle();
  return { server, admin: await server.as('admin') };
}

/** What housekeeping does from time to time, and then all that is due. */
export async function turn({ server }: Level): Promise<void> {
  await asSystem(server.services, 'tests let time pass', (ctx) => server.services.exchange.tick(ctx));
  await server.settle();
}

export interface Overview {
  upper: {
    state: string;
    failingSince: string | null;
    retryAt: string | null;
    problem: { zh: string } | null;
  } | null;
  progress: { waiting: number; refused: number; acknowledged: number; untold: number; differences: number };
  run: { id: string; state: string; total: number; queued: number } | null;
  lowers: { clientId: string; licences: number }[];
}

export async function look({ admin }: Level): Promise<Overview> {
  return (await admin.get<Overview>(base)).body;
}

export async function rowsOf<T>({ server }: Level, text: ReturnType<typeof sql<T>>): Promise<T[]> {
  return (await text.execute(server.services.database.db)).rows;
}

/** What an upper level holds of a licence, as it is when it is opened. */
export async function heldAt(upper: Level, number: string) {
  const [row] = await rowsOf(
    upper,
    sql<{ id: string; version: number; state: string; contentSealed: Buffer; receipts: number }>`
      select id, version, state, content_sealed,
        (select count(*)::int from exchange_receipt r where r.identifier = x.identifier) as receipts
      from exchange_licence x where identifier like ${`%.${number}.%`}`,
  );
  if (!row) return undefined;
  const { columns, database } = upper.server.services;
  const text = await columns.open(database.db, exchangeColumns.content, row.id, row.contentSealed);
  return { ...row, content: JSON.parse(text) as LicenceMessage };
}

/** A licence that someone of the demo gets, and the number of the case in which they did. */
export async function issue(
  { server }: Level,
  account: string,
): Promise<{ id: string; number: string; caseNumber: string }> {
  const { view } = await applyAs(server, account);
  await server.settle();
  if (!view.licence) throw new Error('no licence was issued');
  return { ...view.licence, caseNumber: view.number };
}

export async function change(decider: Client, id: string, kind: string): Promise<void> {
  const grounds = { kind, reason: '核查时发现情况有变', basis: '行政许可法第六十九条' };
  const answer = await decider.post(`/api/v1/licences/${id}/changes`, grounds, {
    'x-purpose': 'supervision',
  });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
}

export const upperName = { zh: '市级证照系统', en: 'Licences of the city' };

/** Registers a level at another one, by the key of its own. */
export async function registerAt(upper: Level, lower: Level): Promise<string> {
  const { body: key } = await lower.admin.post<{ publicKey: string }>(`${base}/key`, undefined);
  const system = { agency: 'data-bureau', name: upperName, quota: 100_000, ...key };
  return (await upper.admin.post<{ clientId: string }>(`${base}/lowers`, system)).body.clientId;
}

const desk = '/api/v1/desk/upper-licences';

/** Asks the upper level as the page does: notes the question, then puts it. */
export async function askOf(clerk: Client, question: object): Promise<LicenceMessage[]> {
  const noted = await clerk.post<{ id: string }>(`${desk}/asks`, question, { 'x-purpose': 'case-handling' });
  if (noted.status !== 201) throw new Error(JSON.stringify(noted.body));
  const answer = await clerk.post<{ items: LicenceMessage[] }>(
    `${desk}/asks/${noted.body.id}/answer`,
    undefined,
  );
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body.items;
}

/** A worker that does so many steps and is killed in each later one, with everything done and nothing committed. */
export async function killAfter({ server }: Level, steps: number, kind: string): Promise<void> {
  const { unit, log, exchange } = server.services;
  let left = steps;
  const worker = createWorker({
    unit,
    log,
    handlers: {
      [kind]: async (ctx, payload, id) => {
        await exchange.handlers[kind]?.(ctx, payload, id);
        left -= 1;
        if (left < 0) await sql`select pg_terminate_backend(pg_backend_pid())`.execute(ctx.tx);
      },
    },
  });
  await worker.drain().catch(() => undefined);
  await worker.stop();
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
