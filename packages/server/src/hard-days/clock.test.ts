import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@quancheng/testing';
import { startProcess } from '../testkit.ts';

/** Runs before the server and moves its clock, as on a machine that was set wrong. */
const shift = (seconds: number): string =>
  `--import=data:text/javascript,${encodeURIComponent(`const now = Date.now; Date.now = () => now() + ${seconds * 1000};`)}`;

describe('a clock that is wrong', () => {
  let dataDir: string;
  let database: TestDatabase;
  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'qc-clock-'));
    database = await openTestDatabase();
  });
  afterAll(async () => {
    await database.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  it.each([3600, -3600])('stops the start, and says by how much: %d s', async (seconds) => {
    const server = startProcess({
      QC_DATA: dataDir,
      DATABASE_URL: database.ownerUrl,
      NODE_OPTIONS: shift(seconds),
    });
    const { code, err } = await server.ended;
    expect(code).toBe(1);
    expect(err).toMatch(/本机时间与数据库时间相差 3(600|599|601) 秒/);
    expect(err).toContain('NTP');
    expect(err).not.toMatch(/^\s+at /m);
  });
});
