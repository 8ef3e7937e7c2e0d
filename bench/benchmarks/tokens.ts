import * as oidc from 'openid-client';
import { createVisitor } from '@quancheng/testing';
import { back, begin, signInAt } from '../../packages/kernel/src/subject/identity/testkit.ts';
import { tokenOf } from '../harness/cli.ts';
import { withFolder } from '../harness/folders.ts';
import { closed, createClient, type Client } from '../harness/load.ts';
import type { Bench, Benchmark } from '../harness/model.ts';
import { withProduct } from '../harness/product.ts';

const atOnce = 16;
const perRun = 3000;

interface System {
  clientId: string;
  clientSecret: string;
}

async function run(bench: Bench) {
  return withFolder((dataDir) =>
    withProduct(dataDir, { QC_DEMO_PEOPLE: '100', QC_WORKERS: '0' }, ({ origin }) =>
      measure(bench, dataDir, origin),
    ),
  );
}

async function measure(bench: Bench, dataDir: string, origin: string) {
  const client = createClient(origin, atOnce);
  const system = await register(client, await tokenOf(dataDir, 'admin'));
  // A chain of refresh tokens a lane: each answer holds the token of the next request.
  const issuer = origin.replace('127.0.0.1', 'localhost');
  const chains = await Promise.all(Array.from({ length: atOnce }, () => signIn(issuer, system)));
  const basic = Buffer.from(`${system.clientId}:${system.clientSecret}`).toString('base64');
  const refresh = async (index: number, lane: number): Promise<void> => {
    const { status, body } = await client.send({
      method: 'POST',
      path: '/oidc/token',
      headers: {
        authorization: `Basic ${basic}`,
        'x-forwarded-for': `10.9.${(index >> 8) & 255}.${index & 255}`,
      },
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token: chains[lane] ?? '',
      }),
    });
    if (status !== 200) throw new Error(body.toString('utf8'));
    chains[lane] = (JSON.parse(body.toString('utf8')) as { refresh_token: string }).refresh_token;
  };
  await closed({ count: 300, atOnce }, refresh);
  const rates: number[] = [];
  for (let round = 0; round < bench.rounds; round += 1) {
    const { perSecond } = await closed({ count: bench.length(perRun), atOnce }, refresh);
    rates.push(perSecond);
  }
  client.close();
  return {
    measures: [
      { what: 'token refreshes', unit: '/s', runs: rates, target: { kind: 'atLeast', value: 300 } as const },
    ],
    notes: [
      `POST /oidc/token by ${atOnce} at once, each with the rotating token of the answer before; access, refresh and identity tokens are new each time, and the store is PostgreSQL. One server process; Keycloak’s sizing guide counts 120 a second and core.`,
    ],
  };
}

async function register(client: Client, token: string): Promise<System> {
  const { body } = await client.send({
    method: 'POST',
    path: '/api/v1/admin/relying-parties',
    headers: { authorization: `Bearer ${token}` },
    body: {
      agency: 'civil-affairs',
      name: { zh: '水务自助服务', en: 'Water self-service' },
      kind: 'web',
      authMethod: 'client_secret_basic',
      redirectUris: [back],
      postLogoutRedirectUris: [],
      backchannelLogoutUri: null,
      scopes: ['profile', 'offline_access'],
      parRequired: false,
      dpopRequired: false,
    },
  });
  return JSON.parse(body.toString('utf8')) as System;
}

async function signIn(origin: string, { clientId, clientSecret }: System): Promise<string> {
  const config = await oidc.discovery(
    new URL(`${origin}/oidc`),
    clientId,
    {},
    oidc.ClientSecretBasic(clientSecret),
    { execute: [oidc.allowInsecureRequests] },
  );
  const { parameters, checks } = await begin(config, {
    scope: 'openid profile offline_access',
    prompt: 'consent',
  });
  const { end } = await signInAt(createVisitor({ origin }), oidc.buildAuthorizationUrl(config, parameters));
  const tokens = await oidc.authorizationCodeGrant(config, end, checks);
  return tokens.refresh_token ?? '';
}

export const tokens: Benchmark = { name: 'tokens', what: 'the identity provider’s tokens', run };
