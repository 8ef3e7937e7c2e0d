import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import path from 'node:path';
import { getuid, memoryUsage, pid } from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '@quancheng/kernel/platform/database';
import { startTestServer, viewOf, type CaseView, type Client, type TestServer } from '@quancheng/testing';
import { asSystem } from '../index.ts';
import { behindProxy, portOf, type Got } from '../security/testkit.ts';

interface Problem {
  code: string;
  status: number;
  text: { zh: string; en: string };
  remedy: { zh: string; en: string };
}

const mega = 2 ** 20;
const head = '%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n';

describe('a file that the platform cannot take', () => {
  let server: TestServer;
  let client: Client;
  let draft: CaseView;
  beforeAll(async () => {
    server = await startTestServer({ env: behindProxy });
    client = await server.as('elder-72');
    const { body } = await client.post<CaseView>('/api/v1/cases', {
      item: 'elderly-card',
      form: { phone: '10000000001' },
      submit: false,
    });
    draft = body;
    mkdirSync(filesFolder(), { recursive: true });
  });
  afterAll(() => server.stop());

  const caseNow = () => viewOf(client, draft.id);
  const filesFolder = () => path.join(server.services.config.dataDir, 'files');

  async function keptFiles(): Promise<{ rows: number; names: string[] }> {
    const { rows } = await asSystem(server.services, 'tests count files', (ctx) =>
      sql<{ n: number }>`select count(*)::int as n from file`.execute(ctx.tx),
    );
    const names = await readdir(filesFolder(), { recursive: true, withFileTypes: true });
    return {
      rows: rows[0]?.n ?? 0,
      names: names.filter((entry) => entry.isFile()).map(({ name }) => name),
    };
  }

  async function upload(name: string, content: Uint8Array<ArrayBuffer>, key: string) {
    const form = new FormData();
    form.append('file', new Blob([content]), name);
    const answer = await fetch(`http://127.0.0.1:${portOf(server)}/api/v1/files`, {
      method: 'POST',
      headers: { authorization: `Bearer ${client.token}`, 'idempotency-key': key },
      body: form,
    });
    return { status: answer.status, body: (await answer.json()) as Problem & { id: string } };
  }

  it('of 200 MB is refused at the limit, in both languages, and is never held in memory', async () => {
    const before = await caseNow();
    const kept = await keptFiles();
    // What one costs that is just too large, the heap has after it.
    expect((await sendMegabytes(25)).status).toBe(413);
    const { grown, ...refused } = await sendMegabytes(200);
    expect(refused.status).toBe(413);
    const problem = JSON.parse(refused.text) as Problem;
    expect(problem.code).toBe('file.too-large');
    expect(problem.text.zh).toContain('20 MB');
    expect(problem.text.en).toContain('20 MB');
    expect(grown).toBeLessThan(100 * mega);
    expect(await caseNow()).toEqual(before);
    expect(await keptFiles()).toEqual(kept);
  });

  it('of 1 GB to be checked for seals is refused at the limit, and others go on being checked', async () => {
    expect((await sendMegabytes(25, '/api/v1/documents/verify')).status).toBe(413);
    const { grown, ...refused } = await sendMegabytes(1024, '/api/v1/documents/verify');
    const problem = JSON.parse(refused.text) as Problem;
    expect([refused.status, problem.code]).toEqual([413, 'file.too-large']);
    expect(grown).toBeLessThan(100 * mega);
    const form = new FormData();
    form.set('file', new File([Buffer.from('PK')], 'small.ofd'));
    const next = await fetch(`http://127.0.0.1:${portOf(server)}/api/v1/documents/verify`, {
      method: 'POST',
      body: form,
    });
    expect([next.status, ((await next.json()) as Problem).code]).toEqual([422, 'document.unreadable']);
  });

  it('because it is a program under another name is refused by what it is', async () => {
    const program = new Uint8Array([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0, ...Array<number>(600).fill(0)]);
    const kept = await keptFiles();
    const { status, body } = await upload('营业执照.pdf', program, 'a program');
    expect([status, body.code]).toEqual([415, 'file.kind']);
    expect(body.text.zh).toContain('营业执照.pdf');
    expect(body.remedy.en).toMatch(/PDF/);
    expect(await keptFiles()).toEqual(kept);
  });

  it('nested ten thousand deep, an application is refused before anything reads it', async () => {
    const before = await caseNow();
    const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
    const answer = await fetch(`http://127.0.0.1:${portOf(server)}/api/v1/cases/${draft.id}/save`, {
      method: 'POST',
      headers: { authorization: `Bearer ${client.token}`, 'content-type': 'application/json' },
      body: `{"form":{"phone":${deep}}}`,
    });
    const body = (await answer.json()) as Problem;
    expect([answer.status, body.code]).toEqual([400, 'platform.too-deep']);
    expect(body.text.zh).not.toBe(body.text.en);
    expect(await caseNow()).toEqual(before);
  });

  /** Of its own content each time: what is kept already needs no room. */
  const scan = (words: string): Uint8Array<ArrayBuffer> =>
    new TextEncoder().encode(`${head}${words.repeat(20_000)}`);

  async function isRefusedUntilThereIsRoom(
    content: Uint8Array<ArrayBuffer>,
    makeRoom: () => void,
  ): Promise<void> {
    const key = `scan ${content.byteLength} ${content.at(-1)}`;
    const before = await caseNow();
    const kept = await keptFiles();
    const refused = await upload('扫描件.pdf', content, key);
    expect([refused.status, refused.body.code]).toEqual([507, 'file.full']);
    expect(refused.body.text.zh).toContain('没有保存');
    expect(refused.body.remedy.en).toContain('Upload it again later');
    expect(await caseNow()).toEqual(before);
    expect(await keptFiles()).toEqual(kept);
    makeRoom();
    const taken = await upload('扫描件.pdf', content, key);
    expect(taken.status).toBe(201);
    expect((await keptFiles()).rows).toBe(kept.rows + 1);
    expect((await client.get(`/api/v1/files/${taken.body.id}`)).status).toBe(200);
    expect(await caseNow()).toEqual(before);
  }

  it.runIf(hasPrlimit())('for want of room by a limit is refused, and taken once there is some', async () => {
    const limit = (bytes: string) => run('prlimit', '--pid', String(pid), `--fsize=${bytes}:`);
    limit('65536');
    try {
      await isRefusedUntilThereIsRoom(scan('limited '), () => limit('unlimited'));
    } finally {
      limit('unlimited');
    }
  });

  it.runIf(getuid?.() === 0 && canMount())(
    'for want of room on a full disk is refused, and taken once there is some',
    async () => {
      const mount = (...args: string[]) => run('mount', '-t', 'tmpfs', ...args, filesFolder());
      mount('-o', 'size=64k', 'tmpfs');
      try {
        await isRefusedUntilThereIsRoom(scan('on a full disk '), () =>
          mount('-o', 'remount,size=8m', 'tmpfs'),
        );
      } finally {
        run('umount', '--lazy', filesFolder());
      }
    },
  );

  /** Streams a file of which nothing says how long it is; also how much memory that took, in bytes. */
  function sendMegabytes(
    count: number,
    to = '/api/v1/files',
  ): Promise<Pick<Got, 'status' | 'text'> & { grown: number }> {
    const part = Buffer.alloc(mega, ' ');
    const boundary = 'a-boundary';
    const opening = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="big.pdf"\r\ncontent-type: application/pdf\r\n\r\n${head}`;
    const begun = memoryUsage.rss();
    let most = begun;
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          host: '127.0.0.1',
          port: portOf(server),
          path: to,
          method: 'POST',
          headers: {
            authorization: `Bearer ${client.token}`,
            'content-type': `multipart/form-data; boundary=${boundary}`,
          },
        },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (words: string) => (text += words));
          answer.on('end', () => {
            sent.destroy();
            resolve({ status: answer.statusCode ?? 0, text, grown: most - begun });
          });
        },
      );
      sent.on('error', reject);
      sent.write(opening);
      let left = count;
      const more = (): void => {
        while (left > 0 && !sent.destroyed) {
          left -= 1;
          most = Math.max(most, memoryUsage.rss());
          if (!sent.write(part)) return void sent.once('drain', more);
        }
        if (left === 0) sent.end(`\r\n--${boundary}--\r\n`);
      };
      more();
    });
  }
});

function hasPrlimit(): boolean {
  return runs('prlimit', '--pid', String(pid));
}

function canMount(): boolean {
  return runs('unshare', '--mount', 'mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', '/mnt');
}

function runs(command: string, ...args: string[]): boolean {
  try {
    run(command, ...args);
    return true;
  } catch {
    return false;
  }
}

function run(command: string, ...args: string[]): void {
  execFileSync(command, args, { stdio: 'ignore' });
}
