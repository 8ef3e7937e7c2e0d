import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@quancheng/testing';
import { root } from '@quancheng/server';
import { migrate } from './index.ts';

describe('migrations', () => {
  let database: TestDatabase;
  let dir: string;
  beforeAll(async () => {
    database = await openTestDatabase();
    dir = await mkdtemp(path.join(os.tmpdir(), 'qc-migrate-'));
    await cp(path.join(root, 'db/migrations'), dir, { recursive: true });
  });
  afterAll(async () => {
    await database.close();
    await rm(dir, { recursive: true, force: true });
  });

  it('do nothing the second time', async () => {
    expect((await migrate(database.ownerUrl, dir)).applied).toEqual([]);
  });

  it('run one after the other even when two servers start at once, and undo a broken one whole', async () => {
    await writeFile(path.join(dir, '9000_note.sql'), 'create table note (id int);');
    const reports = await Promise.all([migrate(database.ownerUrl, dir), migrate(database.ownerUrl, dir)]);
    expect(reports.flatMap(({ applied }) => applied)).toEqual(['9000_note.sql']);
    await writeFile(path.join(dir, '9001_broken.sql'), 'create table half (id int); select nothing;');
    await expect(migrate(database.ownerUrl, dir)).rejects.toThrow('9001_broken.sql');
    await rm(path.join(dir, '9001_broken.sql'));
    expect((await migrate(database.ownerUrl, dir)).applied).toEqual([]);
  });

  it('refuse a changed file and a database that is newer', async () => {
    await writeFile(path.join(dir, '9000_note.sql'), 'create table note (id bigint);');
    await expect(migrate(database.ownerUrl, dir)).rejects.toMatchObject({
      entry: { code: 'database.changed-migration' },
    });
    await rm(path.join(dir, '9000_note.sql'));
    await expect(migrate(database.ownerUrl, dir)).rejects.toMatchObject({
      entry: { code: 'database.newer' },
    });
  });

  it('say clearly when the database cannot be reached', async () => {
    const url = database.ownerUrl.replace(/:\d+\//, ':1/');
    await expect(migrate(url, dir)).rejects.toMatchObject({ entry: { code: 'database.unreachable' } });
  });
});
