import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type Client, type TestServer } from '@quancheng/testing';

const pdf = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n');

describe('files', () => {
  let server: TestServer;
  let owner: Client;
  beforeAll(async () => {
    server = await startTestServer();
    owner = await server.as('elder-72');
  });
  afterAll(() => server.stop());

  async function upload(client: Client, name: string, content: Uint8Array<ArrayBuffer>) {
    const form = new FormData();
    form.append('file', new Blob([content]), name);
    const answer = await fetch(`${server.origin.replace('localhost', '127.0.0.1')}/api/v1/files`, {
      method: 'POST',
      headers: { authorization: `Bearer ${client.token}` },
      body: form,
    });
    return {
      status: answer.status,
      body: (await answer.json()) as { id: string; code: string; mediaType: string },
    };
  }

  it('are what their first bytes say, whatever their name says', async () => {
    expect((await upload(owner, '材料.pdf', new Uint8Array(pdf))).body.mediaType).toBe('application/pdf');
    const script = await upload(owner, '照片.png', new TextEncoder().encode('<script>alert(1)</script>'));
    expect(script).toMatchObject({ status: 415, body: { code: 'file.kind' } });
    expect((await upload(owner, '空.pdf', new Uint8Array())).body.code).toBe('file.empty');
  });

  it('have a limit, and one that is too large takes nothing with it', async () => {
    const large = new Uint8Array(21 * 2 ** 20);
    large.set(pdf);
    const answer = await upload(owner, '大.pdf', large);
    expect(answer).toMatchObject({ status: 413, body: { code: 'file.too-large' } });
  });

  it('are read by their owner and by nobody else', async () => {
    const { body } = await upload(owner, '材料.pdf', new Uint8Array(pdf));
    const mine = await owner.get<string>(`/api/v1/files/${body.id}`);
    expect(mine.status).toBe(200);
    expect(mine.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await (await server.as('elder-58')).get(`/api/v1/files/${body.id}`)).status).toBe(404);
  });

  it('are not taken from someone else into a case', async () => {
    const { body } = await upload(owner, '材料.pdf', new Uint8Array(pdf));
    const other = await server.as('elder-58');
    const answer = await other.post<{ code: string }>('/api/v1/cases', {
      item: 'elderly-card',
      form: { phone: '10000000001' },
      materials: [{ id: 'x', fileId: body.id }],
      submit: true,
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 'case.not-my-file' } });
  });
});
