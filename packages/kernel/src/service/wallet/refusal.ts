import { answer, type Answer } from '../../platform/http/index.ts';

/** Codes of RFC 6749, OpenID4VCI 1.0 and OpenID4VP 1.0 that wallets are told. */
export type RefusalCode =
  | 'invalid_request'
  | 'invalid_grant'
  | 'unsupported_grant_type'
  | 'invalid_dpop_proof'
  | 'invalid_token'
  | 'invalid_credential_request'
  | 'unknown_credential_configuration'
  | 'unknown_credential_identifier'
  | 'invalid_proof'
  | 'invalid_nonce'
  | 'credential_request_denied';

/** What a wallet's program is told in the words of its protocol; they are for programmers. */
export class WalletRefusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, description: string) {
    super(description);
    this.name = 'WalletRefusal';
    this.code = code;
  }
}

/**
 * Answers a wallet: as its protocol has it also where it is refused. What was written before the refusal stays, as
 * the count of wrong codes must.
 */
export async function answering(work: () => Promise<object>): Promise<Answer> {
  try {
    return json(await work(), 200, {});
  } catch (error) {
    if (!(error instanceof WalletRefusal)) throw error;
    const { code, message } = error;
    const refused = { error: code, error_description: message };
    if (code !== 'invalid_token') return json(refused, 400, {});
    const challenge = `Bearer error="${code}", DPoP error="${code}", algs="ES256"`;
    return json(refused, 401, { 'www-authenticate': challenge });
  }
}

function json(body: object, status: number, headers: Record<string, string>): Answer {
  // As octets it passes the schema by, which knows problem documents only for what is refused.
  return answer(Buffer.from(JSON.stringify(body)), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  });
}
