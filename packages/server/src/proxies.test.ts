import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '@quancheng/testing';
import { trustOf } from './proxies.ts';

describe('the proxies that are trusted', () => {
  it.each([
    ['127.0.0.1', true],
    ['::ffff:127.0.0.1', true],
    ['10.1.255.254', true],
    ['10.2.0.1', false],
    ['fd00::5', true],
    ['fe80::5', false],
    ['', false],
    ['not an address', false],
  ])('have addresses or networks: %s %s', (address, trusted) => {
    expect(trustOf(['127.0.0.1', '10.1.0.0/16', 'fd00::/8'])(address)).toBe(trusted);
  });

  it('are everyone or nobody where the setting says so', () => {
    expect([trustOf(true)('192.0.2.1'), trustOf(false)('127.0.0.1')]).toEqual([true, false]);
  });

  const forwarded = {
    'x-forwarded-for': '192.0.2.7',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'elsewhere.example',
  };

  describe.each([
    ['a proxy of the list', '127.0.0.0/8,::1', 'elsewhere.example'],
    ['a stranger', '10.0.0.2', 'localhost'],
    ['anyone, by default,', 'off', 'localhost'],
  ])('%s', (_who, setting, expected) => {
    let server: TestServer;
    beforeAll(async () => {
      server = await startTestServer({ env: { TRUST_PROXY: setting, QC_DEMO_PEOPLE: '10' } });
    });
    afterAll(() => server.stop());

    it(`is ${expected === 'localhost' ? 'not ' : ''}believed about name and protocol`, async () => {
      const to = await redirectOf('/auth/login');
      const callback = new URL(new URL(to, server.origin).searchParams.get('redirect_uri') ?? '');
      expect(callback.hostname).toBe(expected);
      expect(callback.protocol).toBe(expected === 'localhost' ? 'http:' : 'https:');
    });

    it(`is ${expected === 'localhost' ? 'not ' : ''}believed by the identity provider`, async () => {
      const { issuer, token_endpoint: endpoint } = JSON.parse(
        (await send('/oidc/.well-known/openid-configuration')).text,
      ) as { issuer: string; token_endpoint: string };
      expect(issuer).toBe(`${server.origin}/oidc`);
      expect(new URL(endpoint).hostname).toBe(expected);
    });

    async function redirectOf(path: string): Promise<string> {
      return (await send(path)).location;
    }

    /** By the name of the origin, as a browser comes. */
    function send(path: string): Promise<{ location: string; text: string }> {
      const { port, host } = new URL(server.origin);
      return new Promise((resolve, reject) => {
        const sent = request({ host: '127.0.0.1', port, path, headers: { host, ...forwarded } }, (answer) => {
          const parts: Buffer[] = [];
          answer.on('data', (part: Buffer) => parts.push(part));
          answer.on('end', () =>
            resolve({
              location: answer.headers.location ?? '',
              text: Buffer.concat(parts).toString('utf8'),
            }),
          );
        });
        sent.once('error', reject).end();
      });
    }
  });
});
