import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { papersOf, startTestServer, type Papers, type TestServer, type Visitor } from '@quancheng/testing';
import { asSystem } from '@quancheng/server';
import { sql } from '../../platform/database/index.ts';
import { cardOf, createHall, type Begun } from './testkit.ts';

describe('a session at a window', () => {
  let server: TestServer;
  let papers: Papers;
  let now = new Date();
  let clerk: Visitor;
  let { signedIn, send, enter, signOut } = {} as ReturnType<typeof createHall>;
  beforeAll(async () => {
    server = await startTestServer({ now });
    ({ signedIn, send, enter, signOut } = createHall(server));
    papers = await papersOf(server, 'elder-72');
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    clerk = await signedIn('civil-clerk');
  });

  const later = (minutes: number) => {
    now = new Date(now.getTime() + minutes * 60_000);
    server.setTime(now);
  };

  const begin = (who: { idNumber: string; name: string } = papers, by = clerk) =>
    send<Begun>(by, '/api/v1/desk/window-sessions', cardOf(who));

  interface Who {
    signedIn: boolean;
    account?: { name: string; kind: string; posts: unknown[]; idleSeconds: number; atWindow?: object };
  }
  const whoIs = async (visitor: Visitor) => (await (await visitor.fetch('/api/v1/session')).json()) as Who;
  const stateOf = async () => {
    const answer = await clerk.fetch('/api/v1/desk/window-sessions');
    return ((await answer.json()) as { items: { state: string }[] }).items.map(({ state }) => state);
  };

  it('is the resident’s at the second level on the screen of the window, by a code that works once', async () => {
    const begun = await begin();
    expect(begun).toMatchObject({
      status: 201,
      body: { name: papers.name, code: expect.stringMatching(/^\d{8}$/) },
    });
    expect(await stateOf()).toEqual(['waiting']);
    const { screen, path } = await enter(begun.body.code);
    expect(path).toBe('/');
    expect(await whoIs(screen)).toMatchObject({
      account: { name: papers.name, kind: 'resident', idleSeconds: 900, atWindow: { place: 'A03' } },
    });
    expect(await stateOf()).toEqual(['open']);
    const row = await asSystem(server.services, 'tests look at the session', async (ctx) => {
      const { rows } = await sql<{ assurance: number; amr: string[] }>`
        select s.assurance, s.amr from session s join window_session w on w.session_id = s.id where w.id = ${begun.body.id}`.execute(
        ctx.tx,
      );
      return rows[0];
    });
    expect(row).toEqual({ assurance: 2, amr: ['clerk'] });
    expect((await enter(begun.body.code)).path).toBe('/window?error=code');
    // The resident hears of it, wherever they are.
    const person = await server.as('elder-72');
    const { body } = await person.get<{ items: { title: { zh: string } }[] }>('/api/v1/me/messages');
    expect(body.items[0]?.title.zh).toBe('您正在窗口办理业务');
  });

  it('files a case whose history and audit name the clerk beside the resident', async () => {
    const { screen } = await enter((await begin()).body.code);
    const story = (await server.stories()).find(({ account }) => account === 'elder-72');
    const form = (story?.apply[0] as { form: object } | undefined)?.form ?? {};
    const filed = await send<{ id: string }>(screen, '/api/v1/cases', {
      item: 'elderly-card',
      form,
      submit: true,
    });
    expect(filed.status).toBe(201);
    const seen = await (
      await server.as('elder-72')
    ).get<{ timeline: { actor: { name: string } }[] }>(`/api/v1/cases/${filed.body.id}`);
    expect(seen.body.timeline.map(({ actor }) => actor.name)).toContainEqual(
      expect.stringMatching(new RegExp(`^${papers.name}（窗口 A03：.+）$`)),
    );
    const { rows } = await asSystem(server.services, 'tests read the audit', (ctx) =>
      sql`select 1 from audit_log where entity_id = ${filed.body.id} and detail->'atWindow'->>'place' = 'A03'`.execute(
        ctx.tx,
      ),
    );
    expect(rows.length).toBeGreaterThan(0);
  });

  it('opens nothing by which one signs in, nothing that lets others act, and none of one’s posts', async () => {
    const staff = await papersOf(server, 'elder-65');
    await asSystem(server.services, 'tests give a resident a post', (ctx) =>
      sql`insert into account_post (account_id, post_id, valid_from)
        select a.id, (select post_id from account_post where account_id = (select id from account where login = 'market-clerk') limit 1), '2020-01-01'
        from account a where a.login = 'elder-65'`.execute(ctx.tx),
    );
    const { screen } = await enter((await begin(staff)).body.code);
    expect((await whoIs(screen)).account).toMatchObject({ kind: 'resident', posts: [] });
    const closed: [string, string][] = [
      ['POST', '/api/v1/me/password'],
      ['POST', '/api/v1/me/second-factor'],
      ['POST', '/api/v1/me/passkeys/start'],
      ['POST', '/api/v1/me/mandates'],
      ['POST', '/api/v1/desk/window-sessions'],
      ['GET', '/api/v1/me/sign-in'],
      ['GET', '/api/v1/me/passkeys'],
      ['GET', '/api/v1/me/sessions'],
    ];
    const bodies: Record<string, object> = {
      '/api/v1/me/second-factor': { password: 'x' },
      '/api/v1/me/password': { old: 'x', new: 'a new one that is long' },
      '/api/v1/me/mandates': { agent: { name: papers.name, idNumber: papers.idNumber } },
      '/api/v1/desk/window-sessions': {
        place: 'x',
        document: 'passport',
        documentEnd: '0000',
        idNumber: papers.idNumber,
        name: papers.name,
      },
    };
    const found: Record<string, string> = {};
    for (const [method, path] of closed) {
      if (method === 'POST') found[path] = (await send(screen, path, bodies[path] ?? {})).body.code ?? '';
      else found[path] = ((await (await screen.fetch(path)).json()) as { code: string }).code;
    }
    expect(found).toEqual(Object.fromEntries(closed.map(([, path]) => [path, 'platform.not-at-window'])));
  });

  it('signs nobody in to another system, nor to the third level', async () => {
    const { screen } = await enter((await begin()).body.code);
    const { path } = await screen.follow('/auth/login?return=/help');
    expect(path).toMatch(/^\/signin\?uid=/);
  });

  it.each<[string, (begun: Begun, screen: Visitor) => Promise<unknown>]>([
    ['the clerk ends it', async ({ id }) => send(clerk, `/api/v1/desk/window-sessions/${id}/end`)],
    ['the clerk begins for the next one', async () => begin(await papersOf(server, 'elder-60'))],
    ['the clerk signs out', async () => signOut(clerk)],
    ['the resident signs out', async (_begun, screen) => signOut(screen)],
    ['nobody uses it for a quarter of an hour', async () => later(16)],
  ])('ends when %s', async (_name, act) => {
    const { body } = await begin();
    const { screen } = await enter(body.code);
    expect((await whoIs(screen)).signedIn).toBe(true);
    await act(body, screen);
    expect((await whoIs(screen)).signedIn).toBe(false);
  });

  it('is ended by nobody else’s clerk, and begun by clerks alone, for whom they have a paper of', async () => {
    const { body } = await begin();
    const other = await signedIn('market-clerk');
    expect((await send(other, `/api/v1/desk/window-sessions/${body.id}/end`)).status).toBe(404);
    expect((await begin(papers, await signedIn('civil-decider'))).status).toBe(403);
    expect((await begin({ ...papers, name: '王秀芳' })).body.code).toBe('window.unknown-person');
    const program = await server.as('civil-clerk');
    const byProgram = await program.post<{ code: string }>(
      '/api/v1/desk/window-sessions',
      { place: 'x', document: 'passport', documentEnd: '0000', idNumber: papers.idNumber, name: papers.name },
      { 'x-purpose': 'case-intake' },
    );
    expect(byProgram.body.code).toBe('window.browser-needed');
    later(3);
    expect((await enter(body.code)).path).toBe('/window?error=code');
  });

  it('is there for a resident without an account, and is the same account the next time', async () => {
    const person = await asSystem(
      server.services,
      'tests look for someone without an account',
      async (ctx) => {
        const { rows } = await sql<{ idNumber: string; name: string }>`
        select p.id_number, p.name from lib_person p where p.alive and not exists (
          select 1 from account a where a.person_id = p.id) order by p.id limit 1`.execute(ctx.tx);
        return rows[0] as { idNumber: string; name: string };
      },
    );
    for (const time of [1, 2]) {
      const begun = await begin(person);
      expect(begun).toMatchObject({ status: 201 });
      const { screen } = await enter(begun.body.code);
      expect((await whoIs(screen)).account?.name, `time ${time}`).toBe(person.name);
    }
  });
});
