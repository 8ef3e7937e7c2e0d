import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVisitor, openTestDatabase, signIn, type TestDatabase, type Visitor } from '@quancheng/testing';
import { loadConfig, root, startServer, type Running } from './index.ts';
import { loadSecrets, type Secrets } from './secrets.ts';
import { qc } from './testkit.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe('a rotation of the keys', () => {
  let database: TestDatabase;
  let dataDir: string;
  let server: Running;
  let signedIn: Visitor;
  let halfway: { visitor: Visitor; uid: string };
  let tokenBefore: string;
  let before: Secrets;

  beforeAll(async () => {
    database = await openTestDatabase();
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'qc-secrets-'));
    await start('0');
    before = await loadSecrets(dataDir, null);
    signedIn = createVisitor(server);
    await signIn(signedIn, { account: 'elder-72', demo: '1' });
    expect(await isSignedIn(signedIn)).toBe(true);
    tokenBefore = await idToken(before);
    const visitor = createVisitor(server);
    const { path: at } = await visitor.follow('/auth/login?return=/');
    halfway = { visitor, uid: uidOf(at) };
    await rotate();
    await restart();
  });
  afterAll(async () => {
    await server.stop();
    await database.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function rotate(): Promise<void> {
    const { code, err } = await qc(['secrets', 'rotate'], { QC_DATA: dataDir });
    expect([code, err]).toEqual([0, '']);
  }

  async function start(port: string): Promise<void> {
    const env = { PORT: port, DATABASE_URL: database.ownerUrl, QC_DATA: dataDir, QC_DEMO: 'on' };
    const rest = { QC_DEMO_PEOPLE: '10', QC_WORKERS: '0', LOG_LEVEL: 'error' };
    server = await startServer(loadConfig({ ...env, ...rest }, root));
  }

  /** As an operator does after a rotation: the same address, database and data folder. */
  async function restart(): Promise<void> {
    await server.stop();
    await start(new URL(server.origin).port);
  }

  async function isSignedIn(visitor: Visitor): Promise<boolean> {
    const answer = await visitor.fetch('/api/v1/session');
    return ((await answer.json()) as { signedIn: boolean }).signedIn;
  }

  async function publicKeys(): Promise<JSONWebKeySet> {
    return (await (await fetch(`${server.origin}/oidc/jwks`)).json()) as JSONWebKeySet;
  }

  /** Signs someone in as a program that is a client does, and answers the ID token. */
  async function idToken({ clientSecret }: Secrets): Promise<string> {
    const visitor = createVisitor(server);
    const verifier = randomBytes(32).toString('base64url');
    const callback = `${server.origin}/auth/callback`;
    const query = new URLSearchParams({
      client_id: 'quancheng-web',
      response_type: 'code',
      redirect_uri: callback,
      scope: 'openid',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    const { path: at } = await visitor.follow(`/oidc/auth?${query}`);
    const body = new URLSearchParams({ account: 'elder-72', demo: '1' }).toString();
    let answer = await visitor.fetch(`/oidc/interaction/${uidOf(at)}/login`, {
      method: 'POST',
      headers: form,
      body,
    });
    let next = answer.headers.get('location') ?? '';
    while (!next.startsWith(callback)) {
      answer = await visitor.fetch(next);
      next = answer.headers.get('location') ?? callback;
    }
    const tokens = await fetch(`${server.origin}/oidc/token`, {
      method: 'POST',
      headers: {
        ...form,
        authorization: `Basic ${Buffer.from(`quancheng-web:${clientSecret}`).toString('base64')}`,
      },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: new URL(next).searchParams.get('code') ?? '',
        redirect_uri: callback,
        code_verifier: verifier,
      }),
    });
    return ((await tokens.json()) as { id_token: string }).id_token;
  }

  it('signs nobody out', async () => {
    expect(await isSignedIn(signedIn)).toBe(true);
  });

  it('lets a sign-in that had begun end, though its cookies were signed by the older key', async () => {
    const { path: end } = await halfway.visitor.follow(`/oidc/interaction/${halfway.uid}/login`, {
      method: 'POST',
      headers: form,
      body: new URLSearchParams({ account: 'elder-65', demo: '1' }).toString(),
    });
    expect(new URL(end, server.origin).pathname).toBe('/');
    expect(await isSignedIn(halfway.visitor)).toBe(true);
  });

  it('signs new tokens by the new key, and those from before still verify', async () => {
    const after = await loadSecrets(dataDir, null);
    const keys = await publicKeys();
    expect(keys.keys.map(({ kid }) => kid)).toEqual([after.keys[0]?.kid, before.keys[0]?.kid]);
    const fresh = await idToken(after);
    expect(decodeProtectedHeader(fresh).kid).toBe(after.keys[0]?.kid);
    for (const token of [tokenBefore, fresh])
      await expect(jwtVerify(token, createLocalJWKSet(keys))).resolves.toMatchObject({
        payload: { iss: `${server.origin}/oidc` },
      });
  });

  it('makes a key of 3072 bits, and publishes nothing private', async () => {
    const keys = await publicKeys();
    for (const key of keys.keys) {
      expect(Buffer.from(String(key['n']), 'base64url')).toHaveLength(384);
      expect(Object.keys(key).filter((name) => ['d', 'p', 'q', 'dp', 'dq', 'qi'].includes(name))).toEqual([]);
    }
  });

  it('keeps what was there beside it, readable by its owner alone', async () => {
    const kept = await readFile(path.join(dataDir, 'secrets/secrets.json.before'), 'utf8');
    expect(JSON.parse(kept)).toEqual(before);
  });

  it('drops a key with the third rotation after it', async () => {
    await rotate();
    await rotate();
    await restart();
    const keys = await publicKeys();
    expect(keys.keys).toHaveLength(3);
    await expect(jwtVerify(tokenBefore, createLocalJWKSet(keys))).rejects.toThrow('no applicable key');
    // Sessions of the web are kept in the database and know no key.
    expect(await isSignedIn(signedIn)).toBe(true);
  });
});

function uidOf(at: string): string {
  return new URL(at, 'http://x').searchParams.get('uid') ?? '';
}
