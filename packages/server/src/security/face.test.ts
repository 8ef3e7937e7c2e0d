import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '@quancheng/kernel/platform/database';
import { asSystem } from '@quancheng/server';
import {
  createVisitor,
  signIn,
  startFaceProvider,
  startTestServer,
  type FaceAnswer,
  type FaceProvider,
  type TestServer,
} from '@quancheng/testing';
import { picture, trustPlatform } from '../../../kernel/src/subject/face/testkit.ts';
import { reachSignIn } from '../../../kernel/src/subject/passkeys/testkit.ts';
import { captureLog } from './testkit.ts';

describe('the picture of a face', () => {
  let server: TestServer;
  let provider: FaceProvider;
  const lines: string[] = [];
  beforeAll(async () => {
    provider = await startFaceProvider();
    server = await startTestServer({ env: { ...provider.env, LOG_LEVEL: 'trace' } });
    captureLog(server, lines);
    await trustPlatform(server, provider);
  });
  afterAll(async () => {
    await server?.stop();
    await provider?.stop();
  });

  /** Tables, files of the data folder and the log, where any of the words stands. */
  async function traces(words: readonly string[]): Promise<string[]> {
    const { services } = server;
    const found = words.some((word) => lines.join('').includes(word)) ? ['log'] : [];
    await asSystem(services, 'tests search every table', async (ctx) => {
      const { rows } = await sql<{ name: string }>`
        select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
          and has_table_privilege(c.oid, 'select')`.execute(ctx.tx);
      for (const { name } of rows) {
        const { rows: hits } = await sql`
          select 1 from ${sql.raw(name)} t where t::text like any(${words.map((word) => `%${word}%`)}) limit 1`.execute(
          ctx.tx,
        );
        if (hits.length > 0) found.push(name);
      }
    });
    const entries = await readdir(services.config.dataDir, { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((one) => one.isFile())) {
      const octets = await readFile(path.join(entry.parentPath, entry.name));
      const isIn = (word: string) => octets.includes(word) || octets.toString('hex').includes(word);
      if (words.some(isIn)) found.push(entry.name);
    }
    return found;
  }

  it.each<[FaceAnswer, number]>([
    ['pass', 200],
    ['fail', 403],
    ['break', 503],
    ['forge', 503],
  ])('is found nowhere afterwards, whatever the provider answers (%s)', async (answer, status) => {
    provider.answerWith(answer);
    const account = { pass: 'elder-65', fail: 'elder-72', break: 'elder-60', forge: 'elder-58' }[
      answer as 'pass'
    ];
    const visitor = createVisitor(server);
    await signIn(visitor, { demo: '1', account });
    const uid = await reachSignIn(visitor, '&level=3');
    const send = (step: string, body: object) =>
      visitor.fetch(`/oidc/interaction/${uid}/face/${step}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const begun = await send('start', { consent: '2026-1' });
    const { check, actions } = (await begun.json()) as { check: string; actions: string[] };
    const pictures = actions.map(() => picture());
    // One that is refused for its form is not told of either.
    expect((await send('compare', { check, pictures: [...pictures, `${pictures[0]}!`] })).status).toBe(400);
    expect((await send('compare', { check, pictures })).status).toBe(status);
    await server.settle();
    server.services.log.info({ done: true }, 'captured');

    expect(JSON.stringify(provider.heard.at(-1))).toContain(pictures[0]);
    // The search finds what is there.
    expect(await traces([check])).toEqual(expect.arrayContaining(['face_check']));
    expect(await traces(['captured'])).toContain('log');
    const [image = ''] = pictures;
    const octets = Buffer.from(image, 'base64').subarray(300, 324).toString('hex');
    expect(await traces([image.slice(400, 432), octets])).toEqual([]);
  });
});
