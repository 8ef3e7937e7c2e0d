import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type JWK, type JWTPayload } from 'jose';

/** What a sign-in service of others says; every part of it may be a lie. */
export interface Said {
  claims?: Record<string, unknown>;
  userinfo?: Record<string, unknown>;
  /** Signs the ID token; the service's own key by RS256 unless said. */
  sign?: (claims: JWTPayload) => Promise<string>;
}

/** What stands where its discovery document is looked for. */
export type Discovery = (response: ServerResponse, issuer: string) => void;

/** A sign-in service in the hands of a test. */
export interface Liar {
  issuer: string;
  publicJwk: JWK;
  /** What it says to the next who brings a code. */
  say(said: Said): void;
  discoverBy(answer: Discovery): void;
  sign(claims: JWTPayload, header?: { typ?: string }): Promise<string>;
  stop(): Promise<void>;
}

export async function startLiar(clientId: string): Promise<Liar> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const publicJwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
  let said: Said = {};
  let discovery: Discovery | undefined;
  const server: Server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const sign = (claims: JWTPayload, header: { typ?: string } = {}) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one', ...header }).sign(privateKey);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const send = (body: object) => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    };
    request.resume();
    if (request.url === '/jwks') return send({ keys: [publicJwk] });
    if (request.url === '/userinfo') return send({ sub: 'one', ...said.userinfo });
    if (request.url === '/token') {
      const now = Math.floor(Date.now() / 1000);
      const claims: JWTPayload = {
        iss: issuer,
        aud: clientId,
        sub: 'one',
        iat: now,
        exp: now + 60,
        ...said.claims,
      };
      const id_token = await (said.sign ?? sign)(claims);
      return send({ access_token: 'token', token_type: 'Bearer', id_token });
    }
    if (discovery) return discovery(response, issuer);
    return send({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      jwks_uri: `${issuer}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['pairwise'],
      id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
      authorization_response_iss_parameter_supported: true,
    });
  }

  return {
    issuer,
    publicJwk,
    say: (next) => void (said = next),
    discoverBy: (next) => void (discovery = next),
    sign,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
