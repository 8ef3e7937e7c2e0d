import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '@quancheng/kernel/platform/database';
import { asSystem } from '@quancheng/server';
import { createVisitor, signIn, startTestServer, type TestServer } from '@quancheng/testing';
import { behindProxy, captureLog, visit } from './testkit.ts';

/** One person of each of the six services, and the other party where there is one. */
const people = ['elder-72', 'elder-58', 'fund-ok', 'proof-ok', 'noodle-owner', 'home-buyer', 'home-seller'];

describe('the logs of the six services', () => {
  let server: TestServer;
  let log: string;
  let personal: string[];
  const tokens: string[] = [];

  beforeAll(async () => {
    const lines: string[] = [];
    server = await startTestServer({ env: { ...behindProxy, LOG_LEVEL: 'trace' } });
    captureLog(server, lines);
    const stories = await server.stories();
    for (const account of people) {
      const client = await server.as(account);
      tokens.push(client.token);
      const story = stories.find((entry) => entry.account === account);
      for (const { item, form, onBehalfOf } of story?.apply ?? []) {
        const body = { item, form, submit: true, ...(onBehalfOf ? { onBehalfOf } : {}) };
        await visit(server, { method: 'POST', url: '/api/v1/cases', token: client.token, body });
        // Wrong in a way that the answer must name, and the log must not.
        const wrong = { ...body, form: { ...form, phone: `${String(form['phone'])}x` } };
        await visit(server, { method: 'POST', url: '/api/v1/cases', token: client.token, body: wrong });
      }
      const name = await nameOf(account);
      await visit(server, {
        url: `/api/v1/cases?q=${encodeURIComponent(name)}&cursor=x`,
        token: client.token,
      });
      await visit(server, { url: `/search?q=${encodeURIComponent(name)}`, headers: { accept: 'text/html' } });
    }
    await server.settle();
    await signIn(createVisitor(server), { account: 'elder-72', password: 'typed-by-mistake-password' });
    await visit(server, { url: '/api/v1/items?q=%0a%7B%22level%22%3A60%2C%22msg%22%3A%22forged%22%7D' });
    await visit(server, {
      url: '/oidc/interaction/forged%0a%7B%22level%22%3A60%7D/login',
      method: 'POST',
      body: 'account=forged%0a{"level":60}&password=x',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    server.services.log.info({ done: true }, 'captured');
    log = lines.join('');
    personal = await listPersonal();
  });
  afterAll(() => server.stop());

  async function nameOf(account: string): Promise<string> {
    const row = await server.services.unit.db
      .selectFrom('account')
      .select('name')
      .where('login', '=', account)
      .executeTakeFirstOrThrow();
    return row.name;
  }

  /** Names, identity numbers and phones of everyone involved, as the libraries and their answers hold them. */
  async function listPersonal(): Promise<string[]> {
    const { rows } = await asSystem(
      server.services,
      'tests search the logs for what people are called',
      (ctx) =>
        sql<{ word: string }>`
        select p.name as word from lib_person p join account a on a.person_id = p.id where a.login = any(${people})
        union select p.id_number from lib_person p join account a on a.person_id = p.id where a.login = any(${people})
        union select form ->> 'phone' from service_case where form ->> 'phone' is not null`.execute(ctx.tx),
    );
    return rows.map(({ word }) => word);
  }

  it('were written, and hold a line of JSON each', () => {
    const lines = log.trim().split('\n');
    expect(log).toContain('captured');
    for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow();
  });

  it('name nobody: no name, no identity number, no phone', () => {
    expect(personal.length).toBeGreaterThan(2 * people.length);
    expect(personal.filter((word) => log.includes(word))).toEqual([]);
  });

  it('hold no password, no token and no cookie', () => {
    expect(log).not.toContain('typed-by-mistake-password');
    expect(tokens.filter((token) => log.includes(token))).toEqual([]);
    expect(log).not.toMatch(/qc_[\w-]{43}|Bearer /);
  });

  it('take no line that a caller wrote', () => {
    const levels = log
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { level: number }).level);
    expect(levels).not.toContain(60);
    expect(log).not.toContain('forged');
  });

  it('have metrics beside them that name nobody either', async () => {
    const { text } = await visit(server, { url: '/metrics' });
    expect(personal.filter((word) => text.includes(word))).toEqual([]);
  });
});
