import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeDocument } from '@quancheng/engines/ofd';
import { startTestServer, type TestServer } from '@quancheng/testing';

interface Answer {
  verdict?: string;
  signatures?: { verdict: string; references: { ok: boolean }[]; checks: { name: string; ok: boolean }[] }[];
  code?: string;
}

const samples = path.resolve(import.meta.dirname, '../../../../../../shared/suites/ofd');

describe('documents of strangers', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ env: { TRUST_PROXY: 'on' } });
  });
  afterAll(() => server.stop());

  let addresses = 0;
  async function check(content: Uint8Array): Promise<{ status: number; body: Answer }> {
    const body = new FormData();
    body.set('file', new File([Uint8Array.from(content)], 'document.ofd'));
    const headers = { 'x-forwarded-for': `10.0.1.${(addresses += 1)}` };
    const answer = await fetch(`${server.origin}/api/v1/documents/verify`, { method: 'POST', headers, body });
    return { status: answer.status, body: (await answer.json()) as Answer };
  }

  it.runIf(existsSync(samples))('are judged as published', async () => {
    const judged = async (name: string) => {
      const { body } = await check(await readFile(path.join(samples, name)));
      return [body.verdict, body.signatures?.map(({ verdict, references }) => [verdict, references.length])];
    };
    expect(await judged('SESV4SignDoc.ofd')).toEqual(['valid', [['valid', 5]]]);
    expect(await judged('v4signed.ofd')).toEqual(['valid', [['valid', 13]]]);
    expect((await judged('h.ofd'))[0]).toBe('invalid');
    expect(await judged('helloworld.ofd')).toEqual(['unsigned', []]);
  });

  it('without a seal are said to have none', async () => {
    const document = writeDocument({ pages: [{ width: 210, height: 297, objects: [] }] });
    expect(await check(document)).toEqual({
      status: 200,
      body: { kind: 'ofd', verdict: 'unsigned', signatures: [] },
    });
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['a text', Buffer.from('不是 OFD')],
    ['a broken package', Buffer.from('PK\u0003\u0004 and no more')],
  ])('are refused in words when they are %s', async (_name, content) => {
    const { status, body } = await check(content);
    expect([status, body.code]).toEqual([422, 'document.unreadable']);
  });

  it('are checked side by side, the good ones beside the bad', async () => {
    const good = writeDocument({ pages: [{ width: 210, height: 297, objects: [] }] });
    const files = Array.from({ length: 12 }, (_, index) => (index % 3 === 0 ? Buffer.from('PK') : good));
    const answers = await Promise.all(files.map(check));
    expect(answers.map(({ status }) => status)).toEqual(
      files.map((_, index) => (index % 3 === 0 ? 422 : 200)),
    );
  });
});
