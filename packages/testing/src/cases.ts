import type { Client, TestServer } from './server.ts';

/** The parts of a case that tests look at. */
export interface CaseView {
  id: string;
  number: string;
  status: string;
  version: number;
  dueDate: string | null;
  statutoryDueDate: string | null;
  reasons: {
    code: string;
    rule: string;
    text: { zh: string };
    inputs: { name: string; value: unknown; source: string; asOf: string | null }[];
  }[];
  actions: { verb: string }[];
  timeline: { kind: string; detail: Record<string, unknown>; notice?: { id: string; number: string } }[];
  orders: { id: string; amount: number; state: string }[];
  payouts: { id: string; amount: number; state: string }[];
  licence: { id: string; number: string; verifyCode: string } | null;
  decision: { outcome: string; by: string } | null;
  corrections: { path: string }[];
}

interface StoryApplication {
  item: string;
  onBehalfOf?: string;
  form: Record<string, unknown>;
}

/** Lets a person of the stories apply for what their story says. */
export async function applyAs(
  server: TestServer,
  account: string,
  changes: Record<string, unknown> = {},
): Promise<{ client: Client; view: CaseView }> {
  const story = (await server.stories()).find((entry) => entry.account === account);
  const application = story?.apply[0] as StoryApplication | undefined;
  if (!application) throw new Error(`${account} applies for nothing`);
  const client = await server.as(account);
  const { item, form, onBehalfOf } = application;
  const answer = await client.post<CaseView>('/api/v1/cases', {
    item,
    form: { ...form, ...changes },
    submit: true,
    ...(onBehalfOf ? { onBehalfOf } : {}),
  });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return { client, view: answer.body };
}

/** Does a verb and answers the case afterwards, as the one who did it sees it. */
export async function act(client: Client, id: string, verb: string, body: unknown = {}): Promise<CaseView> {
  const answer = await client.post<Record<string, unknown>>(`/api/v1/cases/${id}/${verb}`, body);
  if (answer.status !== 200) throw new Error(`${verb}: ${JSON.stringify(answer.body)}`);
  return viewOf(client, id);
}

export async function viewOf(client: Client, id: string): Promise<CaseView> {
  const answer = await client.get<CaseView>(`/api/v1/cases/${id}`, { 'x-purpose': 'case-handling' });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

/** The code of the problem document that a verb is refused with. */
export async function refusal(client: Client, id: string, verb: string, body: unknown = {}): Promise<string> {
  const answer = await client.post<{ code?: string }>(`/api/v1/cases/${id}/${verb}`, body);
  return `${answer.status} ${answer.body.code ?? ''}`;
}

/** Uploads a small PDF and answers its id, as a material or a photo is handed in. */
export async function uploadPdf(server: TestServer, by: Client): Promise<string> {
  const body = new FormData();
  body.append('file', new Blob(['%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n']), 'plan.pdf');
  const sent = await fetch(new URL('/api/v1/files', server.origin.replace('localhost', '127.0.0.1')), {
    method: 'POST',
    headers: { authorization: `Bearer ${by.token}` },
    body,
  });
  if (sent.status !== 201) throw new Error(await sent.text());
  return ((await sent.json()) as { id: string }).id;
}

/** What an inspector hands in who found everything in order. */
export const goodVisit = {
  opinion: 'agree',
  form: {
    visitedOn: '2026-03-05',
    addressMatches: 'yes',
    layoutMatches: 'yes',
    rawCookedApart: 'yes',
    equipment: 'yes',
    staffHealth: 'yes',
    safetyRules: 'yes',
    conclusion: 'pass',
  },
};
