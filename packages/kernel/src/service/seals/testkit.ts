import { writeDocument } from '@quancheng/engines/ofd';
import type { Client, TestServer } from '@quancheng/testing';
import { system, type Context } from '../../platform/context/index.ts';

export interface Seal {
  id: string;
  agency: string;
  number: string | null;
  name: string;
  state: string;
  version: number;
  supersedes: string | null;
  supersededBy: string | null;
  validUntil: string | null;
  matters: {
    id: string;
    kind: string;
    state: string;
    asker: string;
    reason: string;
    decider: string | null;
    decisionReason: string | null;
  }[];
  grants: { id: string; most: number | null; used: number; endedAt: string | null; forType: string | null }[];
  code?: string;
}

export const civil = 'civil-affairs';
export const now = new Date('2026-03-02T02:00:00Z');

export const wantedSeal = {
  agency: civil,
  kind: 'agency-round',
  usage: 'approval',
  reason: '签发本部门的审批文书',
};

export function atSeal(id: string, rest = ''): string {
  return `/api/v1/desk/seals/${id}${rest}`;
}

/** Asked for and not decided yet. */
export async function askFor(asker: Client, other: object = {}): Promise<Seal> {
  const { status, body } = await asker.post<Seal>('/api/v1/desk/seals', { ...wantedSeal, ...other });
  if (status !== 201) throw new Error(`a seal was not asked for: ${JSON.stringify(body)}`);
  return body;
}

/** Decides the open matter of a seal. */
export async function decideOn(admin: Client, sealId: string, outcome = 'approved') {
  const { body } = await admin.get<Seal>(atSeal(sealId));
  const open = body.matters.find(({ state }) => state === 'asked');
  return admin.post<{ code?: string }>(`/api/v1/admin/seal-matters/${open?.id}/decide`, {
    outcome,
    reason: '核对无误',
  });
}

export async function makeSealAt(server: TestServer, other: object = {}, head = 'civil-head'): Promise<Seal> {
  const asker = await server.as(head);
  const { id } = await askFor(asker, other);
  const decided = await decideOn(await server.as('admin'), id);
  if (decided.status !== 200) throw new Error(`a seal was not made: ${JSON.stringify(decided.body)}`);
  return (await asker.get<Seal>(atSeal(id))).body;
}

export async function grantTo(granter: Client, sealId: string, grant: object): Promise<Seal> {
  const { status, body } = await granter.post<Seal>(atSeal(sealId, '/grants'), {
    until: '2027-03-01T00:00:00Z',
    reason: '日常用印',
    ...grant,
  });
  if (status !== 201) throw new Error(`a seal was not granted: ${JSON.stringify(body)}`);
  return body;
}

/** By its own transaction, as a job does. */
export function asJob<T>(server: TestServer, work: (ctx: Context) => Promise<T>): Promise<T> {
  return server.services.unit.run({ actor: system('tests seal as a job does') }, work);
}

export function document(pages = 1): Uint8Array {
  const page = { width: 210, height: 297, objects: [] };
  return writeDocument({ title: '审批文书', pages: Array.from({ length: pages }, () => page) });
}

/** Seals a file as a person does on the desk, and answers the signed one. */
export async function signAt(
  server: TestServer,
  client: Client,
  sealId: string,
  content: Uint8Array,
  place: string,
): Promise<{ status: number; code: string | undefined; file: Uint8Array }> {
  const form = new FormData();
  form.set('file', new File([Uint8Array.from(content)], '文书.ofd'));
  const headers = { authorization: `Bearer ${client.token}` };
  const base = server.origin.replace('localhost', '127.0.0.1');
  const url = `${base}${atSeal(sealId, '/sign')}?purpose=${encodeURIComponent('出具文书')}&${place}`;
  const answer = await fetch(url, { method: 'POST', headers, body: form });
  const body = (await answer.json()) as { id?: string; code?: string };
  const kept =
    body.id === undefined ? undefined : await fetch(`${base}/api/v1/files/${body.id}`, { headers });
  const file = new Uint8Array((await kept?.arrayBuffer()) ?? []);
  return { status: answer.status, code: body.code, file };
}
