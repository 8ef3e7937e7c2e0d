import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '@quancheng/testing';
import { asSystem, loadConfig, root, startServer } from './index.ts';
import { loadMaster } from './master-key.ts';
import { qc } from './testkit.ts';

const aad = Buffer.from('x');
const bothLanguages = /\p{Script=Han}[\s\S]*[A-Za-z]{4}/u;

describe('the file of the master key', () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'qc-master-'));
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));
  const load = (masterKey: Buffer | null = null) => loadMaster({ masterKey, dataDir, token: null });
  const file = () => path.join(dataDir, 'secrets/master.key');

  it('is made once, whole, and for its owner alone, however many servers start at once', async () => {
    const masters = await Promise.all(Array.from({ length: 8 }, () => load()));
    const wrapped = await masters[0]?.wrap(Buffer.from('secret'), aad);
    for (const master of masters)
      expect(await master.unwrap(wrapped ?? aad, aad)).toEqual(Buffer.from('secret'));
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    expect((await stat(path.dirname(file()))).mode & 0o777).toBe(0o700);
    expect(await readdir(path.dirname(file()))).toEqual(['master.key']);
  });

  it('stands behind the environment', async () => {
    const wrapped = await (await load(Buffer.alloc(32, 1))).wrap(Buffer.from('secret'), aad);
    await expect((await load()).unwrap(wrapped, aad)).rejects.toThrow('crypto.altered');
  });

  it.each([0o640, 0o604, 0o660])('stops the start when others can read it: %o', async (mode) => {
    await chmod(file(), mode);
    await expect(load()).rejects.toThrow('config.master-key-exposed');
    await chmod(file(), 0o600);
  });

  it('stops the start when it holds no key, and is left as it is', async () => {
    for (const text of ['', 'short', `${'A'.repeat(43)}=`, 'A'.repeat(86)]) {
      await writeFile(file(), text);
      await expect(load()).rejects.toThrow('config.master-key-broken');
      expect(await readFile(file(), 'utf8')).toBe(text);
    }
  });
});

describe('the master key of an installation', () => {
  let server: TestServer;
  let keyId: string;
  beforeAll(async () => {
    server = await startTestServer();
    keyId = await asSystem(server.services, 'a test makes a key', async (ctx) => {
      const spec = { use: 'sign', algorithm: 'SM2' } as const;
      return (await server.services.keys.findPlatformKey(ctx, 'test', spec)).id;
    });
  });
  afterAll(() => server.stop());

  const env = (more: Record<string, string> = {}) => ({
    DATABASE_URL: server.ownerUrl,
    QC_DATA: server.services.config.dataDir,
    LOG_LEVEL: 'error',
    ...more,
  });
  const another = { QC_MASTER_KEY: randomBytes(32).toString('base64url') };

  it('is that of its database, or nothing starts', async () => {
    const config = loadConfig(env({ PORT: '0', QC_DEMO: 'on', ...another }), root);
    await expect(startServer(config)).rejects.toThrow('key.other-master');
    const { code, err } = await qc(['keys', 'list'], env(another));
    expect([code, err]).toEqual([1, expect.stringMatching(bothLanguages)]);
    expect(err).not.toContain('    at ');
  });

  it('rotates no key that certificates in force name, and says why', async () => {
    const { rows } = await server.services.database.pool.query<{ id: string }>(
      `select key_id as id from certificate where profile = 'root' limit 1`,
    );
    const { code, err } = await qc(['keys', 'rotate', rows[0]?.id ?? ''], env());
    expect([code, err]).toEqual([1, expect.stringMatching(bothLanguages)]);
    expect(err).toMatch('A certificate in force names this key');
  });

  it('opens the keys that ./qc rotates and lists', async () => {
    const rotated = await qc(['keys', 'rotate', keyId, '--json'], env());
    expect(JSON.parse(rotated.out)).toEqual({ id: keyId, version: 2 });
    const listed = await qc(['keys', 'list', '--json'], env());
    const { keys } = JSON.parse(listed.out) as { keys: object[] };
    expect(keys).toContainEqual(
      expect.objectContaining({ id: keyId, agency: null, algorithm: 'SM2', state: 'active', version: 2 }),
    );
    // The server beside it signs with the new version at once.
    const { version } = await asSystem(server.services, 'a test signs', (ctx) =>
      server.services.keys.signWith(ctx, keyId, Buffer.from('text')),
    );
    expect(version).toBe(2);
  }, 120_000);
});

describe('another master key', () => {
  let dir: string;
  let server: TestServer;
  beforeAll(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'qc-master-'));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  it('wraps every key from now on; the former one opens nothing, and shares make it again', async () => {
    server = await startTestServer();
    const { dataDir, databaseUrl } = server.services.config;
    const env = { QC_DATA: dataDir, DATABASE_URL: databaseUrl ?? '', LOG_LEVEL: 'error' };
    const file = path.join(dataDir, 'secrets/master.key');
    const sign = (services: typeof server.services) =>
      asSystem(services, 'a test signs', async (ctx) => {
        const spec = { use: 'sign', algorithm: 'P-256' } as const;
        const { id } = await services.keys.findPlatformKey(ctx, 'test', spec);
        return services.keys.signWith(ctx, id, Buffer.from('text'));
      });
    try {
      await sign(server.services);
      const before = await readFile(file, 'utf8');
      const changed = await qc(['keys', 'change-master', '--json'], env);
      expect(changed.err).toBe('');
      const { count, former } = JSON.parse(changed.out) as { count: number; former: string };
      expect(count).toBeGreaterThan(5);
      expect(await readFile(former, 'utf8')).toBe(before);
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      // The server that ran on makes no key by the former one.
      const stale = asSystem(server.services, 'a test makes a key', (ctx) =>
        server.services.keys.findPlatformKey(ctx, 'late', { use: 'sign', algorithm: 'P-256' }),
      );
      await expect(stale).rejects.toThrow('key.other-master');
      const after = await startServer(loadConfig({ ...env, PORT: '0' }, root));
      await sign(after.services);
      await after.stop();

      const split = await qc(['keys', 'split-master', path.join(dir, 'shares'), '--json'], env);
      const { files } = JSON.parse(split.out) as { files: string[] };
      expect(files).toHaveLength(3);
      const [one = '', , three = ''] = files;
      const made = path.join(dir, 'again.key');
      expect((await qc(['keys', 'join-master', one, three, '--to', made], env)).code).toBe(0);
      expect(await readFile(made, 'utf8')).toBe(await readFile(file, 'utf8'));
      const share = await readFile(three, 'utf8');
      await writeFile(
        three,
        share.replace(/.(?=\n$)/, (last) => (last === 'A' ? 'B' : 'A')),
      );
      const wrong = await qc(['keys', 'join-master', one, three, '--to', path.join(dir, 'no.key')], env);
      expect([wrong.code, wrong.err]).toEqual([1, expect.stringMatching(bothLanguages)]);
      expect((await qc(['keys', 'join-master', one], env)).code).not.toBe(0);
    } finally {
      await server.stop();
    }
  }, 120_000);
});
