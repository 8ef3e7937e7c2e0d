import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packTar, unpackTar, type TarEntry } from './tar.ts';

async function pack(entries: TarEntry[]): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of packTar(Readable.from(entries))) parts.push(part);
  return Buffer.concat(parts);
}

async function unpack(archive: Buffer, pieces: number): Promise<TarEntry[] | false> {
  const found: TarEntry[] = [];
  const cut = function* (): Generator<Buffer> {
    for (let at = 0; at < archive.length; at += pieces) yield archive.subarray(at, at + pieces);
  };
  const whole = await unpackTar(Readable.from(cut()), async (entry) => {
    found.push({ ...entry, content: Buffer.from(entry.content) });
  });
  return whole && found;
}

describe('an archive of files', () => {
  const entries = fc.array(
    fc.record({
      name: fc.stringMatching(/^[0-9a-f]{64}$/),
      content: fc.uint8Array({ maxLength: 1500 }).map((bytes) => Buffer.from(bytes)),
    }),
    { maxLength: 4 },
  );

  it('comes back as it was, however it arrives, and not at all when it is cut short', async () => {
    await fc.assert(
      fc.asyncProperty(entries, fc.integer({ min: 1, max: 700 }), async (given, pieces) => {
        const archive = await pack(given);
        expect(await unpack(archive, pieces)).toEqual(given);
        expect(await unpack(archive.subarray(0, -1024 - 1), pieces)).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  it('is one that tar reads', async () => {
    const dir = await mkdtemp(path.join(os.tmpdir(), 'qc-tar-'));
    try {
      await writeFile(
        path.join(dir, 'a.tar'),
        await pack([{ name: 'deed', content: Buffer.from('不动产') }]),
      );
      execFileSync('tar', ['-xf', 'a.tar'], { cwd: dir });
      expect(await readFile(path.join(dir, 'deed'), 'utf8')).toBe('不动产');
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });
});
