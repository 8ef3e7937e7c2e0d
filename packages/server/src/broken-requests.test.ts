import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '@quancheng/testing';

describe('what Node cannot read as a request', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  /** Sends bytes as they are and reads until the server closes. */
  function send(bytes: Buffer | string): Promise<{ head: string; body: string }> {
    return new Promise((resolve, reject) => {
      const parts: Buffer[] = [];
      const socket = connect({ host: '127.0.0.1', port: Number(new URL(server.origin).port) });
      socket.on('data', (part: Buffer) => parts.push(part));
      socket.once('error', reject);
      socket.once('close', () => {
        const [head = '', body = ''] = Buffer.concat(parts).toString('utf8').split('\r\n\r\n');
        resolve({ head, body });
      });
      socket.write(bytes);
    });
  }

  it.each([
    ['Chinese in the address', 'GET /搜索?q=老年证 HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'request.malformed'],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x0d, 0x0a, 0x0d, 0x0a]), 400, 'request.malformed'],
    ['another protocol', 'EHLO mail.example\r\n\r\n', 400, 'request.malformed'],
    [
      'headers without end',
      `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(40_000)}\r\n\r\n`,
      431,
      'request.headers-too-large',
    ],
  ])('is answered with a problem document: %s', async (_name, bytes, status, code) => {
    const { head, body } = await send(bytes);
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} \\w`));
    expect(head.toLowerCase()).toContain('content-type: application/problem+json');
    const problem = JSON.parse(body) as Record<string, unknown>;
    expect(problem).toMatchObject({
      type: `urn:quancheng:error:${code}`,
      status,
      code,
      text: { zh: expect.stringMatching(/\p{Script=Han}/u), en: expect.stringMatching(/^[\x20-\x7e]+$/) },
      remedy: { zh: expect.stringMatching(/\p{Script=Han}/u), en: expect.stringMatching(/^[\x20-\x7e]+$/) },
    });
    // Neither what was sent nor what we run is told.
    expect(`${head}${body}`).not.toMatch(/搜索|EHLO|aaaa|HPE_|Parse|fastify|node/i);
  });

  it('leaves the server serving', async () => {
    await send('nonsense\r\n\r\n');
    expect((await server.anonymous.get('/healthz')).status).toBe(200);
  });
});
