import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type CaseView, type TestServer } from '@quancheng/testing';
import { asSystem, loadPackDir, publishPack, root } from './index.ts';

/** What a service does is its BPMN and DMN and nothing else. */
describe('publishing a pack', () => {
  let server: TestServer;
  let dir: string;
  const now = new Date('2026-03-02T02:00:00Z');
  beforeAll(async () => {
    server = await startTestServer({ now });
    // Beside the packs, so that what a pack imports is found.
    dir = await mkdtemp(path.join(root, 'packs/.publish-'));
    await cp(path.join(root, 'packs/civil-affairs'), dir, { recursive: true });
  });
  afterAll(async () => {
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const apply = async (account: string) =>
    (await server.as(account)).post<CaseView & { code?: string }>('/api/v1/cases', {
      item: 'elderly-card',
      form: { phone: '10000000001' },
      submit: true,
    });

  async function publish(): Promise<string[]> {
    const pack = await loadPackDir(dir);
    return (
      await asSystem(server.services, 'tests publish a pack', (ctx) =>
        publishPack(ctx, server.services, pack),
      )
    ).changed;
  }

  async function replace(file: string, from: string | RegExp, to: string): Promise<void> {
    const target = path.join(dir, file);
    const before = await readFile(target, 'utf8');
    const after = before.replace(from, to);
    expect(after).not.toBe(before);
    await writeFile(target, after);
  }

  it('changes nothing where nothing changed', async () => {
    expect(await publish()).toEqual([]);
  });

  it('decides the next case by the changed cell, without a restart', async () => {
    expect((await apply('elder-58')).body.status).toBe('notGranted');
    server.setTime(new Date(now.getTime() + 60_000));
    await replace('decisions/elderly-card.dmn', /(<text>)&lt;\s*60(<\/text>)/, '$1&lt; 55$2');
    expect((await publish()).some((name) => name.startsWith('decision '))).toBe(true);
    expect((await apply('elder-58')).body.status).toBe('granted');
  });

  it('refuses a process with an element that cannot run, by its id and name, and keeps the one in force', async () => {
    const original = await readFile(path.join(dir, 'processes/elderly-card.bpmn'), 'utf8');
    await replace(
      'processes/elderly-card.bpmn',
      /<bpmn:serviceTask id="find-person"([^>]*)>/,
      '<bpmn:manualTask id="find-person"$1>',
    );
    await replace(
      'processes/elderly-card.bpmn',
      /(<bpmn:manualTask id="find-person"[\s\S]*?)<\/bpmn:serviceTask>/,
      '$1</bpmn:manualTask>',
    );
    await expect(publish()).rejects.toMatchObject({
      entry: { code: 'process.refused' },
      fields: expect.arrayContaining([
        {
          path: '/find-person',
          text: expect.objectContaining({ en: expect.stringContaining('manual task') }),
        },
      ]),
    });
    await writeFile(path.join(dir, 'processes/elderly-card.bpmn'), original);
    expect((await apply('elder-60')).body.status).toBe('granted');
  });

  it.each(['process_definition', 'definition'])(
    'is all there is: without its %s the story fails',
    async (table) => {
      const { pool } = server.services.database;
      const where =
        table === 'definition' ? "kind = 'decision' and key like 'elderly-card%'" : "key = 'elderly-card'";
      await pool.query(`update ${table} set key = 'gone-' || key where ${where}`);
      try {
        const answer = await apply('elder-65');
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.body.code).toMatch(/^(process|decision)\./);
      } finally {
        await pool.query(`update ${table} set key = substr(key, 6) where key like 'gone-%'`);
      }
    },
  );
});
