import { chmod, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBinaries } from './binaries.ts';
import { findRunner } from './runner.ts';
import { startProcess } from '../testkit.ts';

const isRoot = process.getuid?.() === 0;

/** A machine is what its PATH offers: nothing, or only the program that knows the accounts. */
describe('PostgreSQL for root', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'qc-runner-'));
    await mkdir(path.join(dir, 'nothing'));
    await mkdir(path.join(dir, 'accounts'));
    await mkdir(path.join(dir, 'data/postgres'), { recursive: true });
    await symlink('/usr/bin/id', path.join(dir, 'accounts/id'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  it('is refused where no namespace and no account can stand in', async () => {
    const machine = { uid: 0, env: { PATH: path.join(dir, 'nothing') } };
    const data = path.join(dir, 'data/postgres');
    await expect(findRunner(data, await findBinaries(), machine)).rejects.toMatchObject({
      entry: { code: 'postgres.root-only' },
    });
  });

  it('is no matter for anyone else', async () => {
    const machine = { uid: 1000, env: { PATH: path.join(dir, 'nothing') } };
    await expect(
      findRunner(path.join(dir, 'data/postgres'), await findBinaries(), machine),
    ).resolves.toBeDefined();
  });

  // Only root can become another account; everyone else has passed the two tests above.
  describe.runIf(isRoot)('who is root indeed', { timeout: 180_000 }, () => {
    const start = (tools: string) =>
      startProcess({ QC_DATA: path.join(dir, 'data'), PATH: path.join(dir, tools) });

    it('reads why the start ends, in both languages', async () => {
      const { code, err } = await start('nothing').ended;
      expect(code).toBe(1);
      expect(err).toContain('PostgreSQL 不能以 root 运行');
      expect(err).toContain('PostgreSQL does not run as root');
      expect(err).not.toMatch(/^\s+at /m);
    });

    it('reads the same where the account cannot reach the data folder', async () => {
      await chmod(dir, 0o700);
      const { code, err } = await start('accounts').ended;
      expect([code, err]).toEqual([
        1,
        expect.stringContaining('set QC_DATA to a folder that other accounts can enter'),
      ]);
    });

    it('is served by another account where that can reach it', async () => {
      await chmod(dir, 0o755);
      const server = start('accounts');
      try {
        const { portal } = await server.ready;
        expect((await fetch(new URL('/readyz', portal))).status).toBe(200);
      } finally {
        server.kill('SIGTERM');
        expect((await server.ended).code).toBe(0);
      }
    });
  });
});
