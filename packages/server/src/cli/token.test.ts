import { access, chmod, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSoftToken, softHsm, startTestServer, type SoftToken, type TestServer } from '@quancheng/testing';
import { root } from '../city.ts';
import { loadConfig } from '../config/index.ts';
import { asSystem, type Services } from '../services.ts';
import { startServer } from '../start.ts';
import { qc } from '../testkit.ts';

const bothLanguages = /\p{Script=Han}[\s\S]*[A-Za-z]{4}/u;

describe.skipIf(softHsm === undefined)('the master key goes into a token and back (SoftHSM)', () => {
  let soft: SoftToken;
  let server: TestServer;
  let plain: Record<string, string>;
  let withToken: Record<string, string>;
  let dataDir: string;
  beforeAll(async () => {
    soft = await makeSoftToken();
    server = await startTestServer();
    ({ dataDir } = server.services.config);
    await sign(server.services);
    plain = { ...soft.env, QC_DATA: dataDir, DATABASE_URL: server.ownerUrl, LOG_LEVEL: 'error' };
    withToken = {
      ...plain,
      QC_PKCS11_MODULE: soft.module,
      QC_PKCS11_TOKEN: soft.token,
      QC_PKCS11_PIN_FILE: soft.pinFile,
    };
  }, 120_000);
  afterAll(async () => {
    await server.stop();
    await soft.remove();
  });

  const sign = (services: Services) =>
    asSystem(services, 'a test signs', async (ctx) => {
      const { id } = await services.keys.findPlatformKey(ctx, 'test', { use: 'sign', algorithm: 'SM2' });
      return services.keys.signWith(ctx, id, Buffer.from('text'));
    });
  const starts = async (env: Record<string, string>) => {
    const running = await startServer(loadConfig({ ...env, PORT: '0', QC_WORKERS: '0' }, root));
    try {
      await sign(running.services);
    } finally {
      await running.stop();
    }
  };
  const run = async (env: Record<string, string>, ...args: string[]): Promise<Record<string, unknown>> => {
    const { code, out, err } = await qc(['keys', ...args, '--json'], env);
    if (code !== 0 && out === '') throw new Error(err);
    return { ...(JSON.parse(out) as Record<string, unknown>), code };
  };
  const shares = () => path.join(dataDir, 'shares');

  it('needs a token for that', async () => {
    for (const command of ['token-make', 'token-check', 'to-token'])
      await expect(run(plain, command)).rejects.toThrow(bothLanguages);
  });

  it('makes the key, once, with shares for its keepers', async () => {
    const { files } = await run(withToken, 'token-make', '--shares', shares());
    expect(files).toHaveLength(3);
    await expect(run(withToken, 'token-make')).rejects.toThrow('The token has a key of this name already');
    await expect(run(withToken, 'split-master', dataDir)).rejects.toThrow('it has no shares');
    // The database is not of this key yet.
    expect(await run(withToken, 'token-check')).toMatchObject({ code: 1, works: true, ofDatabase: false });
    await expect(starts(withToken)).rejects.toMatchObject({
      entry: { code: 'key.other-master', remedy: { en: expect.stringContaining('./qc keys to-token') } },
    });
  });

  it('reads no PIN that others can read', async () => {
    await chmod(soft.pinFile, 0o640);
    await expect(run(withToken, 'token-check')).rejects.toThrow('Others can read the file of the PIN');
    await chmod(soft.pinFile, 0o600);
  });

  it('moves everything under it: the file is needed no more', async () => {
    const { count, former } = await run(withToken, 'to-token');
    expect(count).toBeGreaterThan(5);
    await access(String(former));
    await expect(access(path.join(dataDir, 'secrets/master.key'))).rejects.toThrow('ENOENT');
    await starts(withToken);
    const key = { sensitive: true, extractable: false, local: false };
    expect(await run(withToken, 'token-check')).toEqual({ code: 0, ...key, works: true, ofDatabase: true });
  }, 120_000);

  it('comes back from its shares when the token is lost', async () => {
    const file = path.join(dataDir, 'again.key');
    const [one, , three] = [1, 2, 3].map((n) => path.join(shares(), `share-${n}-of-3.txt`));
    await run(plain, 'join-master', one ?? '', three ?? '', '--to', file);
    await starts({ ...plain, QC_MASTER_KEY: (await readFile(file, 'utf8')).trim() });
  }, 120_000);

  it('is changed for another key of the token, and back for a file', async () => {
    const next = { ...withToken, QC_PKCS11_KEY: 'next' };
    await run(next, 'token-make');
    await run(withToken, 'change-master', '--to-key', 'next');
    await expect(starts(withToken)).rejects.toThrow('key.other-master');
    await starts(next);
    expect(await run(next, 'token-check')).toMatchObject({ code: 0, local: true });
    const file = path.join(dataDir, 'back.key');
    await run(next, 'change-master', '--to', file);
    await rename(file, path.join(dataDir, 'secrets/master.key'));
    await starts(plain);
  }, 120_000);
});
