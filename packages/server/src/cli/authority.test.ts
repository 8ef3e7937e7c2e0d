import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { papersOf, startTestServer, type TestServer } from '@quancheng/testing';
import { makePair, pem, requestFor } from '../../../engines/pki/testkit.ts';
import { qc } from '../testkit.ts';

describe('./qc authority', () => {
  let server: TestServer;
  let dir: string;
  let env: Record<string, string>;
  beforeAll(async () => {
    server = await startTestServer({ now: 'real' });
    dir = await mkdtemp(path.join(os.tmpdir(), 'qc-authority-'));
    env = { DATABASE_URL: server.ownerUrl, QC_DATA: server.services.config.dataDir };
  });
  afterAll(async () => {
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it('hands out what strangers trust, and lists what was issued', async () => {
    const { code, out } = await qc(['authority', 'export', path.join(dir, 'trust'), '--json'], env);
    expect(code).toBe(0);
    const { files } = JSON.parse(out) as { files: string[] };
    const read = await Promise.all(files.map(async (file) => new X509Certificate(await readFile(file))));
    const names = files.map((file) => path.basename(file, '.pem'));
    expect(names.toSorted()).toEqual(['issuing-es256', 'issuing-sm2', 'root-es256', 'root-sm2']);
    const of = (name: string) => read[names.indexOf(name)] as X509Certificate;
    expect(of('issuing-es256').verify(of('root-es256').publicKey)).toBe(true);
    expect(of('root-es256').subject).toContain(server.services.city.name.zh);

    const listed = await qc(['authority', 'list', '--json'], env);
    const { certificates } = JSON.parse(listed.out) as { certificates: { profile: string; state: string }[] };
    expect(certificates.map(({ profile, state }) => `${profile} ${state}`).toSorted()).toEqual(
      ['intermediate', 'ocsp', 'root', 'timestamp'].flatMap((profile) => Array(2).fill(`${profile} valid`)),
    );
    expect((await qc(['authority', 'list'], env)).out.split('\n').length).toBe(certificates.length + 1);
  });

  it('certifies a person over the key of a request, in either form, and no one unknown', async () => {
    const request = await requestFor(makePair('ES256'), '别人');
    const [der, text] = [path.join(dir, 'a.csr'), path.join(dir, 'b.csr')];
    await writeFile(der, request);
    await writeFile(text, pem(request, 'CERTIFICATE REQUEST'));
    const { name } = await papersOf(server, 'elder-72');
    for (const file of [der, text]) {
      const { code, out } = await qc(
        ['authority', 'certify-person', '--login', 'elder-72', '--csr', file],
        env,
      );
      expect(code).toBe(0);
      expect(new X509Certificate(out).subject).toContain(`CN=${name}`);
    }
    const unknown = await qc(['authority', 'certify-person', '--login', 'nobody-here', '--csr', der], env);
    expect([unknown.code, unknown.out]).toEqual([1, '']);
    expect(unknown.err).toContain('没有找到这个人的账号');
    const lost = await qc(['authority', 'certify-person', '--login', 'elder-72', '--csr', `${der}x`], env);
    expect(lost.code).not.toBe(0);
    expect(lost.err).toContain('There is no file');
  });
});
