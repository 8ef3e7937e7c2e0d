import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request, type ClientRequest } from 'node:http';
import { createServer, connect, type Server } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestServer, type TestServer } from '@quancheng/testing';
import { behindProxy, pdf, portOf, upload, visit } from '../security/testkit.ts';

describe('phones that send their files slowly', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ env: { ...behindProxy, QC_POOL: '3' } });
  });
  afterAll(() => server.stop());

  it('keep nobody waiting, whether they are signed in or not', async () => {
    const { token } = await server.as('elder-72');
    const slow = [
      ...Array.from({ length: 6 }, () => begin('/api/v1/files', token)),
      ...Array.from({ length: 6 }, () => begin('/api/v1/documents/verify')),
    ];
    await Promise.all(slow.map(({ began }) => began));
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => visit(server, { url: '/api/v1/me/messages', token })),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    for (const { end } of slow) end();
    const statuses = await Promise.all(slow.map(({ status }) => status));
    expect(statuses.slice(0, 6)).toEqual(Array.from({ length: 6 }, () => 201));
    // It is checked, and bears no signature.
    expect(new Set(statuses.slice(6))).toEqual(new Set([200]));
  });

  /** Sends all of a form but its end. */
  function begin(url: string, token?: string) {
    const boundary = 'xxxx';
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n`;
    const sent: ClientRequest = request({
      host: '127.0.0.1',
      port: portOf(server),
      path: url,
      method: 'POST',
      headers: {
        'content-type': `multipart/form-data; boundary=${boundary}`,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
    });
    const status = new Promise<number>((resolve, reject) => {
      sent.once('error', reject);
      sent.once('response', (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      });
    });
    const began = new Promise((resolve) => sent.write(Buffer.concat([Buffer.from(head), pdf]), resolve));
    return { began, status, end: () => sent.end(`\r\n--${boundary}--\r\n`) };
  }
});

/** What clamd would find in a file of the test: it is known by its digest, as in a list of its own. */
const bad = Buffer.concat([pdf, Buffer.from('% what the list of the test knows\n')]);

describe.skipIf(!existsSync('/usr/sbin/clamd'))(
  'uploads that clamd looks at (apt-get install clamav-daemon)',
  () => {
    let folder: string;
    let daemon: ChildProcess;
    let server: TestServer;
    beforeAll(async () => {
      folder = await mkdtemp(path.join(os.tmpdir(), 'qc-clamd-'));
      const socket = path.join(folder, 'clamd.ctl');
      await mkdir(path.join(folder, 'db'));
      const digest = createHash('md5').update(bad).digest('hex');
      await writeFile(path.join(folder, 'db', 'test.hdb'), `${digest}:${bad.length}:Test-File\n`);
      const settings = { DatabaseDirectory: path.join(folder, 'db'), LocalSocket: socket, Foreground: 'yes' };
      await writeFile(
        path.join(folder, 'clamd.conf'),
        Object.entries(settings)
          .map(([name, value]) => `${name} ${value}\n`)
          .join(''),
      );
      daemon = spawn('/usr/sbin/clamd', ['--config-file', path.join(folder, 'clamd.conf')], {
        stdio: 'ignore',
      });
      await vi.waitFor(() => reach(socket), { timeout: 60_000, interval: 200 });
      server = await startTestServer({ env: { ...behindProxy, QC_CLAMD: `unix:${socket}` } });
    });
    afterAll(async () => {
      daemon.kill('SIGKILL');
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    });

    it('are kept when it finds nothing, and refused when it does', async () => {
      const { token } = await server.as('elder-72');
      expect((await upload(server, token, '材料.pdf', new Uint8Array(pdf))).status).toBe(201);
      expect(await upload(server, token, '坏.pdf', new Uint8Array(bad))).toMatchObject({
        status: 422,
        code: 'file.infected',
      });
      // Larger than one piece of the stream.
      const large = new Uint8Array(5 * 2 ** 20);
      large.set(pdf);
      expect((await upload(server, token, '大.pdf', large)).status).toBe(201);
    });
  },
);

function reach(socket: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const tried = connect({ path: socket });
    tried.once('error', reject).once('connect', () => {
      tried.destroy();
      resolve();
    });
  });
}

describe('uploads while nobody can look at them', () => {
  let server: TestServer;
  let scanner: Server;
  let answer: string | null = null;
  beforeAll(async () => {
    // Another's program that misbehaves.
    scanner = createServer((socket) => {
      socket.on('error', () => undefined);
      if (answer === null) socket.destroy();
      else socket.write(answer);
    });
    await new Promise<void>((resolve) => scanner.listen(0, '127.0.0.1', resolve));
    const address = scanner.address();
    const port = typeof address === 'object' ? address?.port : 0;
    server = await startTestServer({ env: { ...behindProxy, QC_CLAMD: `tcp://127.0.0.1:${port}` } });
  });
  afterAll(async () => {
    scanner.close();
    await server.stop();
  });
  afterEach(() => {
    answer = null;
  });

  it.each([
    ['hangs up', null],
    ['says that it cannot', 'INSTREAM size limit exceeded. ERROR\0'],
    ['says nothing that is known', 'hello\0'],
    ['talks without an end', 'x'.repeat(10_000)],
  ])('are not kept when the program %s', async (_, said) => {
    answer = said;
    const { token } = await server.as('elder-72');
    const got = await upload(server, token, '材料.pdf', new Uint8Array(pdf));
    expect(got).toMatchObject({ status: 503, code: 'file.unchecked' });
    const { text, remedy } = JSON.parse(got.text) as Record<'text' | 'remedy', { zh: string; en: string }>;
    expect([text.zh, remedy.zh]).toEqual([
      expect.stringContaining('没有保存'),
      expect.stringContaining('都在'),
    ]);
  });
});
