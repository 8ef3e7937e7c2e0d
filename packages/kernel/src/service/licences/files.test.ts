import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPackage, readDocument, textOf } from '@quancheng/engines/ofd';
import { asSystem } from '@quancheng/server';
import { applyAs, startTestServer, type Client, type TestServer } from '@quancheng/testing';

interface Checked {
  verdict: string;
  signatures: { sealName: string; checks: { name: string; ok: boolean; text: { zh: string } }[] }[];
}

const has = (tool: string) => spawnSync(tool, ['-v']).error === undefined;

describe('the files of a licence', () => {
  let server: TestServer;
  let dir: string;
  beforeAll(async () => {
    dir = mkdtempSync(path.join(tmpdir(), 'qc-licence-'));
    server = await startTestServer({ now: new Date('2026-03-02T02:00:00Z') });
    await server.settle();
  });
  afterAll(async () => {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  const bytesOf = async (client: Client, url: string): Promise<Buffer> => {
    const answer = await fetch(`${server.origin}${url}`, {
      headers: { authorization: `Bearer ${client.token}` },
    });
    expect(answer.status).toBe(200);
    return Buffer.from(await answer.arrayBuffer());
  };
  const check = async (ofd: Uint8Array): Promise<Checked> => {
    const body = new FormData();
    body.set('file', new File([Uint8Array.from(ofd)], 'licence.ofd'));
    const answer = await fetch(`${server.origin}/api/v1/documents/verify`, { method: 'POST', body });
    return (await answer.json()) as Checked;
  };
  const trustOf = ({ signatures }: Checked) => signatures[0]?.checks.find(({ name }) => name === 'trust');
  const freeze = async (slug: string) => {
    const head = await server.as('civil-head');
    const { body } = await head.get<{ items: { id: string; state: string; agency: string }[] }>(
      '/api/v1/desk/seals',
    );
    const seal = body.items.find(({ agency, state }) => agency === slug && state === 'active');
    const answer = await head.post(`/api/v1/desk/seals/${seal?.id}/freeze`, {
      reason: '印章保管人遗失了登录设备',
    });
    expect(answer.status).toBe(200);
  };

  it('bear the seal of the issuer within a job, and are what anyone may check', async () => {
    const { client, view } = await applyAs(server, 'elder-72');
    await server.settle();
    const { body: row } = await asSystem(
      server.services,
      'a test looks at what the job left',
      async (ctx) => ({
        body: await ctx.tx
          .selectFrom('licence')
          .select(['sealed', 'fileId', 'ofdFileId'])
          .where('id', '=', view.licence?.id ?? '')
          .executeTakeFirstOrThrow(),
      }),
    );
    expect(row).toMatchObject({ sealed: true });

    const ofd = await bytesOf(client, `/api/v1/licences/${view.licence?.id}/ofd`);
    const found = await check(ofd);
    expect(found).toMatchObject({ verdict: 'valid', signatures: [{ verdict: 'valid' }] });
    expect(found.signatures[0]?.checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(trustOf(found)).toMatchObject({ ok: true });
    const text = textOf(readDocument(openPackage(ofd))).join('\n');
    expect(text).toContain('王秀兰');
    expect(text).toContain(view.licence?.number);

    const pdf = await bytesOf(client, `/api/v1/licences/${view.licence?.id}/file`);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.length).toBeLessThan(90_000);
    const judged = await check(pdf);
    expect(judged.verdict).toBe('valid');
    // The seal's own, and the time stamp's: all of our authority, and nothing wrong.
    expect(judged.signatures.flatMap(({ checks }) => checks.filter(({ ok }) => !ok))).toEqual([]);
    const added = await check(Buffer.concat([pdf, Buffer.from('\n9 0 obj <<>> endobj\n')]));
    expect(added.verdict).toBe('invalid');
    const svg = await bytesOf(client, `/api/v1/licences/${view.licence?.id}/picture`);
    expect(svg.toString()).toContain('<svg');
    if (has('pdfsig')) {
      writeFileSync(path.join(dir, 'licence.pdf'), pdf);
      const told = spawnSync('pdfsig', ['-nocert', 'licence.pdf'], { cwd: dir, encoding: 'utf8' }).stdout;
      expect(told).toContain('Signature is Valid');
      expect(told).toContain('Total document signed');
    }
    const changed = Buffer.from(ofd);
    const at = changed.indexOf('SignedValue.dat') - 4000;
    changed[at] = (changed[at] ?? 0) ^ 1;
    const broken = await check(changed).catch(() => ({ verdict: 'unreadable' }));
    expect(broken.verdict).not.toBe('valid');
  });

  it('are in nobody else’s reach', async () => {
    const { view } = await applyAs(server, 'elder-65');
    const other = await server.as('elder-60');
    for (const kind of ['file', 'ofd', 'picture'])
      expect((await other.get(`/api/v1/licences/${view.licence?.id}/${kind}`)).status).toBe(404);
  });

  it('wait while the seal is frozen, and the licence is there all the same; what was sealed stays good', async () => {
    const before = await applyAs(server, 'elder-leap');
    await server.settle();
    const ofd = await bytesOf(before.client, `/api/v1/licences/${before.view.licence?.id}/ofd`);
    server.setTime(new Date('2026-03-02T03:00:00Z'));
    await freeze('civil-affairs');
    const { client, view } = await applyAs(server, 'elder-permit');
    expect(view.decision?.outcome).toBe('granted');
    const refused = await client.get<{ code: string }>(`/api/v1/licences/${view.licence?.id}/ofd`);
    expect(refused.body.code).toBe('seal.frozen');
    const public_ = await server.anonymous.get(`/api/v1/verify/${view.licence?.verifyCode}`);
    expect(public_.body).toMatchObject({ state: 'valid' });
    expect(trustOf(await check(ofd))).toMatchObject({ ok: true });
  });

  it('of an issuer without a seal bear none, and get it once there is one', async () => {
    // Nothing was settled since this server began: no agency of it has a seal.
    const young = await startTestServer({ now: new Date('2026-03-02T02:00:00Z') });
    try {
      const { client, view } = await applyAs(young, 'elder-72');
      const read = async () => {
        const answer = await fetch(`${young.origin}/api/v1/licences/${view.licence?.id}/ofd`, {
          headers: { authorization: `Bearer ${client.token}` },
        });
        return openPackage(Buffer.from(await answer.arrayBuffer()));
      };
      const names = (pkg: ReturnType<typeof openPackage>) => [...pkg.files.keys()].join(' ');
      expect(names(await read())).not.toContain('Signatures.xml');
      await young.settle();
      expect(names(await read())).toContain('Signatures.xml');
    } finally {
      await young.stop();
    }
  });
});
