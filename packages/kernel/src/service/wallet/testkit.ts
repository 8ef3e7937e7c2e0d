import { expect } from 'vitest';
import { applyAs, type Client, type TestServer } from '@quancheng/testing';
import { here, jwtBy, type HeldKey, type Stranger } from './stranger/testkit.ts';

export interface Offer {
  id: string;
  uri: string;
  txCode: string;
  offer: { grants: Record<string, { 'pre-authorized_code': string }> };
}
interface Made {
  id: string;
  secret: string;
  uri: string;
}
interface Result {
  state: string;
  reason: string | null;
  claims: { path: string; label: { zh: string }; value: unknown }[];
}
/** Who asks, and what a proof is for. */
export interface Told {
  audience: string;
  nonce: string;
}

const grant = 'urn:ietf:params:oauth:grant-type:pre-authorized_code';
const grounds = { reason: '发证后查明出生日期登记有误，不符合发证条件', basis: '《行政许可法》第六十九条' };

/** Shows the grade of an elderly card. */
export const grade = { fields: { grade: true } };

/** What holders, deciders and verifiers of a test do. */
export function createCalls(server: TestServer, stranger: Stranger) {
  /** A fresh elderly card of someone of the stories. */
  async function cardOf(account: string) {
    const { client, view } = await applyAs(server, account);
    return { holder: client, licenceId: String(view.licence?.id) };
  }

  async function offerOf(client: Client, id: string): Promise<Offer> {
    const { status, body } = await client.post<Offer>(`/api/v1/licences/${id}/wallet-offer`, {});
    expect(status).toBe(201);
    return body;
  }

  async function take(client: Client, id: string, keys: HeldKey[], bound?: HeldKey): Promise<string[]> {
    const { uri, txCode } = await offerOf(client, id);
    return stranger.take(uri, txCode, keys, bound);
  }

  async function ask(claims = ['fields.grade'], answer = 'plain') {
    const made = await server.anonymous.post<Made>('/api/v1/verifier/requests', {
      type: 'elderly-card',
      claims,
      purpose: '进公园',
      answer,
    });
    expect(made.status).toBe(201);
    return { made: made.body, request: await stranger.readRequest(made.body.uri) };
  }

  function resultOf({ id, secret }: Made) {
    return server.anonymous.get<Result>(`/api/v1/verifier/requests/${id}`, { 'x-request-secret': secret });
  }

  /** Shows something to our verifier and answers how that ended. */
  async function show(make: (told: Told) => Promise<string> | string) {
    const { made, request } = await ask();
    const presentation = await make({ audience: request.client_id, nonce: request.nonce });
    const { status } = await stranger.answer(request, presentation);
    const { state, reason } = (await resultOf(made)).body;
    return { status, state, reason };
  }

  function showCopy(copy: string, by: HeldKey) {
    return show((told) => stranger.present(copy, by, grade, told));
  }

  async function change(kind: string, id: string): Promise<void> {
    const decider = await server.as('civil-decider');
    const url = `/api/v1/licences/${id}/changes`;
    const { status } = await decider.post(url, { kind, ...grounds }, { 'x-purpose': 'supervision' });
    expect(status).toBe(200);
  }

  /** Changes the code of an offer into a token by hand. */
  async function redeem({ offer, txCode }: Offer, fields: Record<string, string> = {}) {
    const form = new URLSearchParams({
      grant_type: grant,
      'pre-authorized_code': offer.grants[grant]?.['pre-authorized_code'] ?? '',
      tx_code: txCode,
      ...fields,
    });
    const answer = await here(`${server.origin}/oid4vci/token`, { method: 'POST', body: form });
    const { error, access_token: token = '' } = (await answer.json()) as {
      error?: string;
      access_token?: string;
    };
    return { status: answer.status, error, token };
  }

  /** A credential request by hand, so that each part of it can be wrong. */
  async function request(token: string, proofs: string[], more: object = {}) {
    const answer = await here(`${server.origin}/oid4vci/credential`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ credential_configuration_id: 'elderly-card', proofs: { jwt: proofs }, ...more }),
    });
    const { error, credentials } = (await answer.json()) as { error?: string; credentials?: unknown[] };
    return { status: answer.status, error, copies: credentials?.length };
  }

  async function newNonce(): Promise<string> {
    const { body } = await server.anonymous.post<{ c_nonce: string }>('/oid4vci/nonce', {});
    return body.c_nonce;
  }

  function proofBy(by: HeldKey, nonce: string, payload: object = {}, header: object = {}): string {
    return jwtBy(
      by,
      { typ: 'openid4vci-proof+jwt', jwk: by.jwk, ...header },
      { aud: server.origin, iat: Math.floor(Date.now() / 1000), nonce, ...payload },
    );
  }

  return { cardOf, offerOf, take, ask, resultOf, show, showCopy, change, redeem, request, newNonce, proofBy };
}

export type Calls = ReturnType<typeof createCalls>;

/** The payload of a JWT or SD-JWT, unchecked. */
export function payloadOf<T>(text: string): T {
  return JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString()) as T;
}
