import { createHash, createPublicKey, randomBytes, sign, verify, X509Certificate } from 'node:crypto';
import { clientAuthenticationAnonymous, setGlobalConfig, type CallbackContext } from '@openid4vc/oauth2';
import { Openid4vciClient, type CredentialOfferObject } from '@openid4vc/openid4vci';
import { Openid4vpClient } from '@openid4vc/openid4vp';
import { SDJwtVcInstance, type SdJwtVcPayload } from '@sd-jwt/sd-jwt-vc';
import { CompactEncrypt, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import type { TestServer } from '@quancheng/testing';

// The server of a test is this machine, without TLS.
setGlobalConfig({ allowInsecureUrls: true });

const hasher = (data: string | ArrayBuffer): Uint8Array =>
  new Uint8Array(
    createHash('sha256')
      .update(typeof data === 'string' ? data : Buffer.from(data))
      .digest(),
  );

export interface HeldKey {
  jwk: JWK;
  secret: JWK;
}

export async function newKey(): Promise<HeldKey> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  return { jwk: await exportJWK(publicKey), secret: await exportJWK(privateKey) };
}

export function signBy({ secret }: HeldKey, text: string): string {
  return sign('sha256', Buffer.from(text), {
    key: secret as never,
    format: 'jwk',
    dsaEncoding: 'ieee-p1363',
  }).toString('base64url');
}

export function jwtBy(key: HeldKey, header: object, payload: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'ES256', ...header })}.${part(payload)}`;
  return `${text}.${signBy(key, text)}`;
}

function isSigned(jwk: JWK, text: string, signature: string): boolean {
  const key = {
    key: createPublicKey({ key: jwk as never, format: 'jwk' }),
    dsaEncoding: 'ieee-p1363',
  } as const;
  return verify('sha256', Buffer.from(text), key, Buffer.from(signature, 'base64url'));
}

/** `localhost` may be either family; the server of a test listens on one. */
export function here(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const url = input instanceof Request ? input.url : String(input);
  return fetch(url.replace('//localhost:', '//127.0.0.1:'), init);
}

/** The key of the first certificate, if the last was issued by a root that the stranger trusts. */
async function keyUnderRoot(server: TestServer, x5c: readonly string[]): Promise<JWK> {
  const answer = await here(`${server.origin}/pki/root-es256.cer`);
  const root = new X509Certificate(Buffer.from(await answer.arrayBuffer()));
  const chain = [...x5c.map((text) => new X509Certificate(Buffer.from(text, 'base64'))), root];
  for (const [index, below] of chain.slice(0, -1).entries()) {
    const above = chain[index + 1];
    if (!above || !below.checkIssued(above) || !below.verify(above.publicKey))
      throw new Error('another chain');
  }
  return chain[0]?.publicKey.export({ format: 'jwk' }) as JWK;
}

/** A wallet and a verifier of other makers: libraries that know nothing of us but our root. */
export function createStranger(server: TestServer) {
  const keys = new Map<string, HeldKey>();
  const keyOf = (jwk: JWK): HeldKey => {
    const key = keys.get(String(jwk.x));
    if (!key) throw new Error('a key of another');
    return key;
  };
  const callbacks: CallbackContext = {
    fetch: here as never,
    hash: (data) => hasher(data.slice().buffer as ArrayBuffer),
    generateRandom: (length) => randomBytes(length),
    clientAuthentication: clientAuthenticationAnonymous(),
    getX509CertificateMetadata: () => ({ sanDnsNames: [], sanUriNames: [] }),
    signJwt: (signer, { header, payload }) => {
      if (signer.method !== 'jwk') throw new Error(signer.method);
      const key = keyOf(signer.publicJwk as JWK);
      return { jwt: jwtBy(key, header, payload), signerJwk: signer.publicJwk };
    },
    verifyJwt: async (signer, { compact }) => {
      if (signer.method !== 'x5c') return { verified: false };
      const jwk = await keyUnderRoot(server, signer.x5c);
      const [, text = '', signature = ''] = /^(.+)\.([^.]+)$/.exec(compact) ?? [];
      return isSigned(jwk, text, signature)
        ? { verified: true, signerJwk: jwk as never }
        : { verified: false };
    },
    encryptJwe: async ({ publicJwk, enc, alg }, data) => ({
      encryptionJwk: publicJwk,
      jwe: await new CompactEncrypt(Buffer.from(data))
        .setProtectedHeader({ alg, enc, kid: String(publicJwk.kid) })
        .encrypt(await importJWK(publicJwk as JWK, alg)),
    }),
    decryptJwe: () => ({ decrypted: false }),
  };
  const issuance = new Openid4vciClient({ callbacks });
  const presenting = new Openid4vpClient({ callbacks });

  async function makeKey(): Promise<HeldKey> {
    const key = await newKey();
    keys.set(String(key.jwk.x), key);
    return key;
  }

  const signerOf = ({ jwk }: HeldKey) => ({ method: 'jwk' as const, alg: 'ES256', publicJwk: jwk as never });

  /** Takes an offer into the wallet: one copy for each key. */
  async function take(
    uri: string,
    txCode: string,
    copies: readonly HeldKey[],
    bound?: HeldKey,
  ): Promise<string[]> {
    const credentialOffer: CredentialOfferObject = await issuance.resolveCredentialOffer(uri);
    const issuerMetadata = await issuance.resolveIssuerMetadata(credentialOffer.credential_issuer);
    const [credentialConfigurationId = ''] = credentialOffer.credential_configuration_ids;
    const { accessTokenResponse, dpop } = await issuance.retrievePreAuthorizedCodeAccessTokenFromOffer({
      credentialOffer,
      issuerMetadata,
      txCode,
      ...(bound ? { dpop: { signer: signerOf(bound) } } : {}),
    });
    const { c_nonce: nonce } = await issuance.requestNonce({ issuerMetadata });
    const proofs: string[] = [];
    for (const key of copies) {
      const { jwt } = await issuance.createCredentialRequestJwtProof({
        issuerMetadata,
        credentialConfigurationId,
        nonce,
        issuedAt: new Date(),
        signer: signerOf(key),
      });
      proofs.push(jwt);
    }
    const { credentialResponse } = await issuance.retrieveCredentials({
      issuerMetadata,
      credentialConfigurationId,
      accessToken: accessTokenResponse.access_token,
      proofs: { jwt: proofs as [string, ...string[]] },
      ...(dpop ? { dpop } : {}),
    });
    return (credentialResponse.credentials ?? []).map((entry) =>
      String((entry as { credential: string }).credential),
    );
  }

  const sdJwtOf = (key: HeldKey) =>
    new SDJwtVcInstance({
      hasher,
      hashAlg: 'sha-256',
      saltGenerator: (length) => randomBytes(length).toString('base64url'),
      signAlg: 'ES256',
      kbSignAlg: 'ES256',
      kbSigner: (data) => signBy(key, data),
    });

  /** Shows some claims of a credential to whoever asks. */
  function present(
    credential: string,
    key: HeldKey,
    frame: Record<string, unknown>,
    { audience, nonce, at = new Date() }: { audience: string; nonce: string; at?: Date },
  ): Promise<string> {
    return sdJwtOf(key).present<SdJwtVcPayload>(credential, frame as never, {
      kb: { payload: { iat: Math.floor(at.getTime() / 1000), aud: audience, nonce } },
    });
  }

  /** Reads a request as a wallet does, its signer and client identifier checked. */
  async function readRequest(uri: string) {
    const { params } = presenting.parseOpenid4vpAuthorizationRequest({ authorizationRequest: uri });
    const resolved = await presenting.resolveOpenId4vpAuthorizationRequest({
      authorizationRequestPayload: params,
    });
    return resolved.authorizationRequestPayload as Extract<
      typeof resolved.authorizationRequestPayload,
      { response_uri?: unknown; client_id: string }
    > & { nonce: string; dcql_query: { credentials: { claims: { path: string[] }[] }[] }; purpose: string };
  }

  /** Answers a request in the way that it asks for. */
  async function answer(
    request: Awaited<ReturnType<typeof readRequest>>,
    presentation: string,
  ): Promise<Response> {
    const made = await presenting.createOpenid4vpAuthorizationResponse({
      authorizationRequestPayload: request,
      authorizationResponsePayload: { vp_token: { licence: [presentation] } },
      ...(request.response_mode === 'direct_post.jwt'
        ? {
            jarm: {
              encryption: { nonce: randomBytes(16).toString('hex') },
              serverMetadata: {
                authorization_signing_alg_values_supported: [],
                authorization_encryption_alg_values_supported: ['ECDH-ES'],
                authorization_encryption_enc_values_supported: ['A256GCM'],
              },
            },
          }
        : {}),
    });
    const { response } = await presenting.submitOpenid4vpAuthorizationResponse({
      authorizationRequestPayload: request,
      authorizationResponsePayload: made.authorizationResponsePayload,
      ...(made.jarm ? { jarm: made.jarm } : {}),
    });
    return response;
  }

  /** What another maker's verifier makes of a presentation: issuer by our root, key binding, term, status by our list. */
  async function check(presentation: string, nonce?: string): Promise<Record<string, unknown>> {
    const [head = ''] = presentation.split('.');
    const { x5c } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { x5c: string[] };
    const issuerKey = await keyUnderRoot(server, x5c);
    const { payload } = await new SDJwtVcInstance({
      hasher,
      hashAlg: 'sha-256',
      verifier: (data, signature) => isSigned(issuerKey, data, signature),
      kbVerifier: (data, signature, claims) =>
        isSigned((claims as { cnf: { jwk: JWK } }).cnf.jwk, data, signature),
      statusListFetcher: async (uri) => (await here(uri)).text(),
    }).verify(presentation, nonce === undefined ? {} : { keyBindingNonce: nonce });
    return payload;
  }

  return { makeKey, take, present, readRequest, answer, check, issuance };
}

export type Stranger = ReturnType<typeof createStranger>;
