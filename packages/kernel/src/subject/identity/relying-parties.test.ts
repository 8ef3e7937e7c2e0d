import { createRemoteJWKSet, jwtVerify, SignJWT } from 'jose';
import * as oidc from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVisitor, signIn, startTestServer, type TestServer } from '@quancheng/testing';
import {
  afterSignOut,
  back,
  begin,
  listen,
  register,
  signInAt,
  signInTo,
  travel,
  type StrangersClient,
} from './testkit.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe('a system of an agency, by a client that a stranger wrote', () => {
  let server: TestServer;
  let client: StrangersClient;
  beforeAll(async () => {
    server = await startTestServer({ now: 'real' });
    client = await register(server);
  });
  afterAll(() => server.stop());

  const problemOf = async (work: Promise<unknown>): Promise<string> => {
    const error = await work.then(
      () => undefined,
      (thrown: unknown) => thrown as { error?: string; code?: string },
    );
    return error?.error ?? error?.code ?? 'none';
  };

  it('signs people in with pushed requests, PKCE, a key of its own and their consent', async () => {
    const { tokens, pages } = await signInTo(server, client);
    expect(pages).toEqual(['signin', 'consent']);
    const claims = tokens.claims();
    expect(claims).toMatchObject({ iss: `${server.origin}/oidc`, aud: client.clientId });
    const info = await oidc.fetchUserInfo(client.config, tokens.access_token, claims?.sub ?? '');
    expect(info).toEqual({ sub: claims?.sub, name: '王秀兰' });
  });

  it('finds the person signed in already, asks once for consent, and again after it was withdrawn', async () => {
    const visitor = createVisitor(server);
    await signIn(visitor, { demo: '1', account: 'elder-65' });
    const account = 'elder-65';
    expect((await signInTo(server, client, { visitor, account })).pages).toEqual(['consent']);
    const { pages, tokens } = await signInTo(server, client, { visitor, account });
    expect(pages).toEqual([]);

    const person = await server.as(account);
    const { body } = await person.get<{ items: { id: string; told: { zh: string }[] }[] }>(
      '/api/v1/me/relying-parties',
    );
    expect(body.items).toMatchObject([{ id: client.id, told: [{ zh: '姓名' }] }]);
    expect((await person.post(`/api/v1/me/relying-parties/${client.id}/withdraw`, {})).status).toBe(200);
    expect(
      await problemOf(oidc.fetchUserInfo(client.config, tokens.access_token, oidc.skipSubjectCheck)),
    ).not.toBe('none');
    expect((await signInTo(server, client, { visitor, account })).pages).toEqual(['consent']);
  });

  it('signs in to the portal along the way, and to other systems', async () => {
    const other = await register(server, { name: { zh: '供热报修', en: 'Heating' } });
    const { visitor } = await signInTo(server, client, { account: 'elder-60' });
    const session = await visitor.fetch('/api/v1/session');
    expect(await session.json()).toMatchObject({ signedIn: true });
    expect((await signInTo(server, other, { visitor, account: 'elder-60' })).pages).toEqual(['consent']);
  });

  it('hears of a sign-out at the portal, with a token that only we could sign', async () => {
    const listener = await listen();
    const hearing = await register(server, { backchannelLogoutUri: listener.uri });
    const { visitor, tokens } = await signInTo(server, hearing);
    const page = (await (await visitor.fetch('/api/v1/session')).json()) as { csrf: string };
    await visitor.fetch('/auth/logout', {
      method: 'POST',
      headers: form,
      body: new URLSearchParams({ csrf: page.csrf }).toString(),
    });
    await server.settle();
    await listener.stop();
    expect(listener.heard).toHaveLength(1);
    const keys = createRemoteJWKSet(new URL(`${server.origin}/oidc/jwks`));
    const { payload } = await jwtVerify(listener.heard[0]?.get('logout_token') ?? '', keys, {
      issuer: `${server.origin}/oidc`,
      audience: hearing.clientId,
    });
    expect(payload).toMatchObject({ sub: tokens.claims()?.sub, sid: tokens.claims()?.['sid'] });
    expect(payload['events']).toHaveProperty(['http://schemas.openid.net/event/backchannel-logout']);
    // The browser's cookie of the provider opens nothing any more.
    const { pages } = await signInTo(server, hearing, { visitor });
    expect(pages).toContain('signin');
  });

  it('signs a person out of everything, once they confirm', async () => {
    const { visitor, tokens } = await signInTo(server, client);
    const url = oidc.buildEndSessionUrl(client.config, {
      id_token_hint: tokens.id_token ?? '',
      post_logout_redirect_uri: afterSignOut,
      state: 's1',
    });
    const page = await travel(visitor, url);
    expect([page.pathname, page.searchParams.get('system')]).toEqual(['/signout', '水务自助服务']);
    const end = await travel(visitor, '/oidc/session/end/confirm', {
      method: 'POST',
      headers: form,
      body: new URLSearchParams({ xsrf: page.searchParams.get('xsrf') ?? '', logout: 'yes' }).toString(),
    });
    expect(end.href).toBe(`${afterSignOut}?state=s1`);
    const session = await visitor.fetch('/api/v1/session');
    expect(await session.json()).toMatchObject({ signedIn: false });
  });

  it('refreshes with a new token each time; a stolen old one ends the whole family', async () => {
    const { tokens } = await signInTo(server, client, { scope: 'openid profile offline_access' });
    const first = tokens.refresh_token ?? '';
    const next = await oidc.refreshTokenGrant(client.config, first);
    expect(next.refresh_token).not.toBe(first);
    expect(await problemOf(oidc.refreshTokenGrant(client.config, first))).toBe('invalid_grant');
    expect(await problemOf(oidc.refreshTokenGrant(client.config, next.refresh_token ?? ''))).toBe(
      'invalid_grant',
    );
  });

  it('signs in at a device without a keyboard by a code on the phone', async () => {
    const kiosk = await register(server, { kind: 'device', authMethod: 'none', redirectUris: [] });
    const started = await oidc.initiateDeviceAuthorization(kiosk.config, { scope: 'openid profile' });
    expect(started.user_code).toMatch(/^[A-Z]{4}-[A-Z]{4}$/);
    const phone = createVisitor(server);
    await signIn(phone, { demo: '1', account: 'elder-72' });
    const page = await travel(phone, '/oidc/device');
    expect(page.pathname).toBe('/device');
    const send = (fields: Record<string, string>) =>
      travel(phone, '/oidc/device', {
        method: 'POST',
        headers: form,
        body: new URLSearchParams(fields).toString(),
      });
    const wrong = await send({ xsrf: page.searchParams.get('xsrf') ?? '', user_code: 'BBBB-BBBB' });
    expect(wrong.searchParams.get('problem')).toBe('code');
    const xsrf = wrong.searchParams.get('xsrf') ?? '';
    const shown = await send({ xsrf, user_code: started.user_code });
    expect(shown.searchParams.get('system')).toBe('水务自助服务');
    const confirmed = await send({ xsrf, user_code: started.user_code, confirm: 'yes' });
    const { end } = await signInAt(phone, confirmed);
    expect(end.searchParams.get('done')).toBe('1');
    const tokens = await oidc.pollDeviceAuthorizationGrant(kiosk.config, { ...started, interval: 0.1 });
    expect(tokens.claims()?.sub).toBeDefined();
  });

  it('has tokens bound to its key where it wants them: alone they are worth nothing', async () => {
    const bound = await register(server, { dpopRequired: true });
    const pair = await oidc.randomDPoPKeyPair('ES256');
    const dpop = oidc.getDPoPHandle(bound.config, pair);
    const { tokens } = await signInTo(server, bound, { dpop, scope: 'openid profile offline_access' });
    const sub = tokens.claims()?.sub ?? '';
    const info = await oidc.fetchUserInfo(bound.config, tokens.access_token, sub, { DPoP: dpop });
    expect(info.name).toBe('王秀兰');
    expect(await problemOf(oidc.fetchUserInfo(bound.config, tokens.access_token, sub))).not.toBe('none');
    const thief = oidc.getDPoPHandle(bound.config, await oidc.randomDPoPKeyPair('ES256'));
    const used = oidc.fetchUserInfo(bound.config, tokens.access_token, sub, { DPoP: thief });
    expect(await problemOf(used)).not.toBe('none');
  });

  it('learns how surely it is the person, and is refused what nobody can reach', async () => {
    const visitor = createVisitor(server);
    const asked = await begin(client.config, { acr_values: 'urn:quancheng:acr:l2' });
    const { end } = await signInAt(visitor, oidc.buildAuthorizationUrl(client.config, asked.parameters));
    const tokens = await oidc.authorizationCodeGrant(client.config, end, asked.checks);
    expect(tokens.claims()?.['acr']).toBe('urn:quancheng:acr:l2');
    const high = await begin(client.config, {
      claims: JSON.stringify({ id_token: { acr: { essential: true, value: 'urn:quancheng:acr:l4' } } }),
    });
    const refused = await signInAt(visitor, oidc.buildAuthorizationUrl(client.config, high.parameters));
    expect(refused.end.searchParams.get('error')).toBe('unmet_authentication_requirements');
  });

  it('takes a no for an answer', async () => {
    const { parameters } = await begin(client.config, { scope: 'openid profile', prompt: 'consent' });
    const url = oidc.buildAuthorizationUrl(client.config, parameters);
    const { end } = await signInAt(createVisitor(server), url, { allow: 'no', account: 'elder-leap' });
    expect([end.origin, end.searchParams.get('error')]).toEqual([new URL(back).origin, 'access_denied']);
  });

  describe('against attacks', () => {
    it('a code works once; used twice, what it gave ends', async () => {
      const { tokens, end, checks } = await signInTo(server, client);
      expect(await problemOf(oidc.authorizationCodeGrant(client.config, end, checks))).toBe('invalid_grant');
      const used = oidc.fetchUserInfo(client.config, tokens.access_token, oidc.skipSubjectCheck);
      expect(await problemOf(used)).not.toBe('none');
    });

    it('a code is worth nothing to another client, or without what was kept back', async () => {
      const thief = await register(server);
      for (const [config, verifier] of [
        [thief.config, null],
        [client.config, oidc.randomPKCECodeVerifier()],
      ] as const) {
        const { parameters, checks } = await begin(client.config);
        const { end } = await signInAt(
          createVisitor(server),
          oidc.buildAuthorizationUrl(client.config, parameters),
        );
        const given = { ...checks, ...(verifier ? { pkceCodeVerifier: verifier } : {}) };
        expect(await problemOf(oidc.authorizationCodeGrant(config, end, given))).toBe('invalid_grant');
      }
    });

    it.each([
      ['https://evil.example.org/callback'],
      ['https://water.example.org/callback/..'],
      ['https://water.example.org/callback?x=1'],
      ['http://water.example.org/callback'],
      ['https://water.example.org@evil.example.org/callback'],
    ])('nobody is sent to %s', async (redirect_uri) => {
      const { parameters } = await begin(client.config, { redirect_uri });
      const url = oidc.buildAuthorizationUrl(client.config, parameters);
      const answer = await createVisitor(server).fetch(url.pathname + url.search);
      expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
      expect(await answer.text()).toContain('url=/signin/problem?error=invalid_redirect_uri');
    });

    it('a request without PKCE, or with its plain form, is refused', async () => {
      const { parameters } = await begin(client.config);
      const { redirect_uri, scope, nonce, state } = parameters;
      const bare = { redirect_uri, scope, nonce, state };
      for (const given of [bare, { ...parameters, code_challenge_method: 'plain' }]) {
        const end = await travel(createVisitor(server), oidc.buildAuthorizationUrl(client.config, given));
        expect(end.searchParams.get('error')).toBe('invalid_request');
      }
    });

    it('an answer says who it is from, so that servers cannot be mixed up; a missing nonce is seen', async () => {
      const { parameters, checks } = await begin(client.config);
      const { end } = await signInAt(
        createVisitor(server),
        oidc.buildAuthorizationUrl(client.config, parameters),
      );
      const mixed = new URL(end);
      mixed.searchParams.set('iss', 'https://evil.example.org');
      expect(await problemOf(oidc.authorizationCodeGrant(client.config, mixed, checks))).not.toBe('none');
      const other = { ...checks, expectedNonce: oidc.randomNonce() };
      expect(await problemOf(oidc.authorizationCodeGrant(client.config, end, other))).not.toBe('none');
    });

    it('an assertion by a confused or no algorithm, for another server or sent twice proves nothing', async () => {
      const endpoint = `${server.origin}/oidc/token`;
      const assertion = (alg: string, key: CryptoKey | Uint8Array, audience: string, jti: string) =>
        new SignJWT({ jti })
          .setProtectedHeader({ alg, kid: 'one' })
          .setIssuer(client.clientId)
          .setSubject(client.clientId)
          .setAudience(audience)
          .setIssuedAt()
          .setExpirationTime('1m')
          .sign(key);
      const send = async (value: string) => {
        const answer = await fetch(endpoint, {
          method: 'POST',
          headers: form,
          body: new URLSearchParams({
            grant_type: 'refresh_token',
            refresh_token: 'x',
            client_id: client.clientId,
            client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
            client_assertion: value,
          }),
        });
        return ((await answer.json()) as { error: string }).error;
      };
      const issuer = `${server.origin}/oidc`;
      const good = await assertion('ES256', client.key, issuer, 'a');
      expect(await send(good)).toBe('invalid_grant'); // the proof was taken, the token is none
      expect(await send(good)).toBe('invalid_client');
      const publicBytes = Buffer.from(JSON.stringify(client.jwk));
      expect(await send(await assertion('HS256', publicBytes, issuer, 'b'))).toBe('invalid_client');
      expect(await send(await assertion('ES256', client.key, 'https://evil.example.org', 'c'))).toBe(
        'invalid_client',
      );
      const [head = '', body = ''] = (await assertion('ES256', client.key, issuer, 'd')).split('.');
      const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
      expect(head).not.toBe(none);
      expect(await send(`${none}.${body}.`)).toBe('invalid_client');
    });

    it('another browser cannot end a sign-in that it did not begin', async () => {
      const { parameters } = await begin(client.config);
      const page = await travel(createVisitor(server), oidc.buildAuthorizationUrl(client.config, parameters));
      const end = await travel(
        createVisitor(server),
        `/oidc/interaction/${page.searchParams.get('uid')}/login`,
        { method: 'POST', headers: form, body: 'demo=1&account=elder-72' },
      );
      expect(end.hostname).toBe('localhost');
    });
  });

  it('is registered within one’s reach, without private keys, and at sound addresses', async () => {
    const refused = (given: Record<string, unknown>) =>
      register(server, given).then(
        () => 'taken',
        (error: unknown) => String(error),
      );
    for (const uri of [
      'http://water.example.org/cb',
      'https://x.org/cb#f',
      'https://*.x.org/cb',
      'javascript:x()',
    ])
      expect(await refused({ redirectUris: [uri] })).toContain('relying-party.address');
    expect(await refused({ jwks: { keys: [{ ...client.jwk, d: 'AAAA' }] } })).toContain('platform.invalid');
    const weak = { kty: 'RSA', n: Buffer.alloc(128, 7).toString('base64url'), e: 'AQAB' };
    expect(await refused({ jwks: { keys: [weak] } })).toContain('relying-party.keys');
    expect(await refused({ kind: 'native', authMethod: 'client_secret_basic' })).toContain(
      'relying-party.method',
    );
    const clerk = await server.as('civil-decider');
    expect((await clerk.get('/api/v1/admin/relying-parties')).status).toBe(403);
  });

  it('proves itself by a secret that is shown once and can be renewed; closed, it signs nobody in', async () => {
    const secret = await register(server, { authMethod: 'client_secret_basic' });
    const { tokens } = await signInTo(server, secret);
    const admin = await server.as('admin');
    const path = `/api/v1/admin/relying-parties/${secret.id}`;
    const renewed = await admin.post<{ clientSecret: string }>(`${path}/secret`, {});
    expect(renewed.body.clientSecret).not.toBe(secret.clientSecret);
    expect(await problemOf(signInTo(server, secret))).not.toBe('none');
    expect((await admin.post(`${path}/close`, {})).status).toBe(200);
    const used = oidc.fetchUserInfo(secret.config, tokens.access_token, oidc.skipSubjectCheck);
    expect(await problemOf(used)).not.toBe('none');
    expect((await admin.post<{ code: string }>(`${path}/close`, {})).body.code).toBe('relying-party.closed');
  });
});
