import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createVisitor,
  papersOf,
  signIn,
  startTestServer,
  type Papers,
  type TestServer,
  type Visitor,
} from '@quancheng/testing';
import { asSystem } from '@quancheng/server';
import { sql } from '../../platform/database/index.ts';
import { cardOf, createHall, type Begun } from './testkit.ts';

const password = 'nine quiet lanterns';
const path = '/api/v1/desk/window-passwords';

describe('a new password at a window', () => {
  let server: TestServer;
  let papers: Papers;
  let clerk: Visitor;
  let now = new Date();
  let { signedIn, send, enter, isIn, signOut } = {} as ReturnType<typeof createHall>;
  beforeAll(async () => {
    server = await startTestServer({ now });
    ({ signedIn, send, enter, isIn, signOut } = createHall(server));
    papers = await papersOf(server, 'elder-72');
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    // Each test begins in an hour of its own.
    now = new Date(now.getTime() + 3_700_000);
    server.setTime(now);
    clerk = await signedIn('civil-clerk');
  });

  const begin = (of: object = {}, by = clerk) =>
    send<Begun>(by, path, { ...cardOf(papers), ...of }, 'account-recovery');
  const choose = (screen: Visitor, token: string, chosen = password) =>
    send<{ login: string }>(screen, '/api/v1/window-passwords/choose', { token, password: chosen });
  async function toScreen(begun: Begun): Promise<{ screen: Visitor; token: string }> {
    const { screen, path: at } = await enter(begun.code);
    return { screen, token: /^\/window\/password#token=(\S+)$/.exec(at)?.[1] ?? at };
  }
  const attempt = async (account: string, given: string) => {
    const visitor = createVisitor(server);
    await signIn(visitor, { account, password: given });
    return isIn(visitor);
  };
  const states = async () => {
    const answer = await clerk.fetch('/api/v1/desk/window-sessions');
    const { items } = (await answer.json()) as { items: { kind: string; state: string }[] };
    return items.map(({ kind, state }) => `${kind} ${state}`);
  };

  it('is typed on the second screen, ends all sessions, and is told, with the clerk in the audit', async () => {
    const before = await signedIn('elder-72');
    const begun = await begin();
    expect(begun).toMatchObject({ status: 201, body: { name: papers.name } });
    expect(await states()).toEqual(['password waiting']);
    const { screen, token } = await toScreen(begun.body);
    expect(await states()).toEqual(['password open']);
    // What the screen holds opens nothing but this.
    expect(await isIn(screen)).toBe(false);
    expect((await enter(begun.body.code)).path).toBe('/window?error=code');
    expect((await choose(screen, token, 'short')).body.code).toBe('account.weak-password');
    expect(await isIn(before)).toBe(true);
    const { body } = await choose(screen, token);
    expect(body).toEqual({ login: 'elder-72' });
    expect(await states()).toEqual(['password done']);
    expect(await isIn(before)).toBe(false);
    expect((await choose(screen, token, 'seven tall herons')).body.code).toBe('window.reset-gone');
    expect(await attempt(body.login, password)).toBe(true);
    expect(await attempt(body.login, 'seven tall herons')).toBe(false);
    const person = await server.as('elder-72');
    const inbox = await person.get<{ items: { title: { zh: string }; body: { zh: string } }[] }>(
      '/api/v1/me/messages',
    );
    const told = inbox.body.items.find(({ title }) => title.zh === '您的密码已在窗口重设');
    expect(told?.body.zh).toContain(`窗口：A03`);
    const { rows } = await asSystem(server.services, 'tests read the audit', (ctx) =>
      sql<{ login: string; own: string }>`
        select a.login, b.login as own from audit_log l join account a on a.id = (l.detail->>'clerkAccountId')::uuid
          join audit_log g on g.action = 'window.begin' and g.entity_id = l.detail->>'window'
          join account b on b.id = g.account_id
        where l.action = 'account.reset-at-window'`.execute(ctx.tx),
    );
    expect(rows).toEqual([{ login: 'civil-clerk', own: 'civil-clerk' }]);
    // The person reads who looked them up, and why.
    const looks = await person.get<{ items: { purpose: { zh: string } }[] }>('/api/v1/me/access-records');
    expect(looks.body.items.map(({ purpose }) => purpose.zh)).toContain('窗口重设密码');
  });

  it('gives who never signed in otherwise a name that can be written down', async () => {
    const newcomer = await asSystem(
      server.services,
      'tests look for someone without an account',
      async (ctx) => {
        const { rows } = await sql<{ idNumber: string; name: string }>`
        select p.id_number, p.name from lib_person p where p.alive and not exists (
          select 1 from account a where a.person_id = p.id) order by p.id limit 1`.execute(ctx.tx);
        return rows[0] as { idNumber: string; name: string };
      },
    );
    const { screen, token } = await toScreen((await begin(cardOf(newcomer))).body);
    const { login } = (await choose(screen, token)).body;
    expect(login).toMatch(/^u\d{10}$/);
    expect(await attempt(login, password)).toBe(true);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['the clerk signs out', () => signOut(clerk)],
    ['ten minutes are over', async () => server.setTime(new Date(now.getTime() + 601_000))],
    ['the clerk begins for the next one', async () => begin(cardOf(await papersOf(server, 'elder-60')))],
  ])('is not possible any more when %s', async (_name, end) => {
    const { screen, token } = await toScreen((await begin()).body);
    await end();
    expect((await choose(screen, token)).body.code).toBe('window.reset-gone');
  });

  it('is begun by clerks, for a purpose of its own, by an identity card, for residents alone', async () => {
    expect((await begin({}, await signedIn('civil-decider'))).status).toBe(403);
    expect((await send<Begun>(clerk, path, cardOf(papers))).body.code).toBe('platform.purpose-needed');
    expect((await begin({ document: 'passport' })).body.code).toBe('window.card-needed');
    expect((await begin({ name: '王秀芳' })).body.code).toBe('window.unknown-person');
    await asSystem(server.services, 'tests give a resident a post', (ctx) =>
      sql`insert into account_post (account_id, post_id, valid_from)
        select a.id, (select post_id from account_post where account_id = (
          select id from account where login = 'market-clerk') limit 1), '2020-01-01'
        from account a where a.login = 'elder-65'`.execute(ctx.tx),
    );
    expect((await begin(cardOf(await papersOf(server, 'elder-65')))).body.code).toBe('window.staff-account');
  });

  it('is begun ten times an hour by one clerk at most', async () => {
    const codes: (string | undefined)[] = [];
    for (let time = 0; time < 11; time += 1) {
      const { status, body } = await begin();
      codes.push(status === 201 ? 'begun' : body.code);
    }
    expect(codes).toEqual([...Array.from({ length: 10 }, () => 'begun'), 'window.too-many-resets']);
    expect((await begin({}, await signedIn('market-clerk'))).status).toBe(201);
  });
});
