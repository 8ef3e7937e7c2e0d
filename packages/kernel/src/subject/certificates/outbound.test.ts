import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAsk } from './outbound.ts';

let server: Server;
let port: number;
let visits = 0;
beforeAll(async () => {
  server = createServer((_request, response) => {
    visits += 1;
    response.end('answer');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

const ask = (url: string, mayReach: (address: string) => boolean, most = 100) =>
  createAsk(mayReach)({ url, most, signal: AbortSignal.timeout(2000) });

it.each(['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '2130706433', '0177.0.0.1', '0.0.0.0'])(
  'asks nothing of %s unless the operator allows it',
  async (host) => {
    const before = visits;
    await expect(ask(`http://${host}:${port}/`, () => false)).rejects.toThrow('inside');
    expect(visits).toBe(before);
  },
);

it.each([
  '10.1.2.3',
  '172.31.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '[fd00::1]',
  '[fe80::1]',
  '[::1]',
])('knows %s for an address inside', async (host) => {
  await expect(ask(`http://${host}/`, () => false)).rejects.toThrow('inside');
});

it('asks by name or address what is allowed, within a bound', async () => {
  const isOwn = (address: string) => address === '127.0.0.1';
  for (const host of ['127.0.0.1', 'localhost'])
    expect((await ask(`http://${host}:${port}/`, isOwn)).toString()).toBe('answer');
  await expect(ask(`http://127.0.0.1:${port}/`, isOwn, 5)).rejects.toThrow('too long');
  for (const url of ['file:///etc/passwd', 'ldap://127.0.0.1/', `http://a:b@127.0.0.1:${port}/`])
    await expect(ask(url, isOwn)).rejects.toThrow('not by HTTP');
});
