import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type Client, type TestServer } from '@quancheng/testing';

interface Line {
  id: string;
  login: string;
  closed: boolean;
  posts: { id: string; role: string; division: string }[];
}

interface Refusal {
  code: string;
}

const url = '/api/v1/admin/staff';

/** What stands after # reaches no server. */
const secretOf = (link: string) => new URLSearchParams(new URL(link).hash.slice(1)).get('token') ?? '';

describe('accounts of the staff', () => {
  let server: TestServer;
  let admin: Client;
  beforeAll(async () => {
    server = await startTestServer();
    admin = await server.as('admin');
  });
  afterAll(() => server.stop());

  const find = async (login: string) =>
    (await admin.get<{ items: Line[] }>(`${url}?q=${login}`)).body.items.find((line) => line.login === login);
  const place = { role: 'clerk', agency: 'civil-affairs', division: '370100' };

  it('are made by invitation with a post, once, and with a password of their own', async () => {
    const invited = await admin.post<{ link: string }>(`${url}/invitations`, {
      role: 'inspector',
      agency: 'civil-affairs',
      division: '370102',
    });
    expect(invited.status).toBe(201);
    const token = secretOf(invited.body.link);
    const accept = (password: string) =>
      server.anonymous.post<Refusal>('/api/v1/invitations/accept', {
        token,
        login: 'new-hand',
        name: '新手',
        password,
      });
    expect((await accept('short')).body.code).toBe('account.weak-password');
    expect((await accept('a password of their own')).status).toBe(201);
    expect((await accept('a password of their own')).body.code).toBe('account.invitation-invalid');
    expect((await find('new-hand'))?.posts).toMatchObject([{ role: 'inspector', division: '370102' }]);
  });

  it('get and lose posts at once, and what they may do with them', async () => {
    const line = await find('civil-head');
    const head = await server.as('civil-head');
    expect((await head.get('/api/v1/admin/staff')).status).toBe(403);
    const given = await admin.post<{ id: string }>(`${url}/${line?.id}/posts`, {
      ...place,
      role: 'admin',
    });
    expect(given.status).toBe(201);
    expect((await head.get('/api/v1/admin/staff')).status).toBe(200);
    expect((await admin.post(`${url}/${line?.id}/posts/${given.body.id}/take`, {})).status).toBe(200);
    expect((await head.get('/api/v1/admin/staff')).status).toBe(403);
    expect((await admin.post(`${url}/${line?.id}/posts/${given.body.id}/take`, {})).status).toBe(404);
  });

  it('are closed with their sessions and opened again', async () => {
    const clerk = await server.as('civil-clerk');
    expect((await clerk.get('/api/v1/cases?scope=post')).status).toBe(200);
    const line = await find('civil-clerk');
    await admin.post(`${url}/${line?.id}/close`, {});
    expect((await clerk.get('/api/v1/cases?scope=post')).status).toBe(401);
    expect((await find('civil-clerk'))?.closed).toBe(true);
    await admin.post(`${url}/${line?.id}/reopen`, {});
    expect((await find('civil-clerk'))?.closed).toBe(false);
  });

  it('never leave the platform without an administrator', async () => {
    const own = await find('admin');
    const post = own?.posts.find(({ role }) => role === 'admin');
    const taken = await admin.post<Refusal>(`${url}/${own?.id}/posts/${post?.id}/take`, {});
    expect([taken.status, taken.body.code]).toEqual([409, 'account.last-administrator']);
    const closed = await admin.post<Refusal>(`${url}/${own?.id}/close`, {});
    expect(closed.body.code).toBe('account.last-administrator');
    expect((await find('admin'))?.posts.some(({ role }) => role === 'admin')).toBe(true);
  });

  it('of a district’s administrator end at the district', async () => {
    const line = await find('civil-decider');
    const given = await admin.post<{ id: string }>(`${url}/${line?.id}/posts`, {
      role: 'admin',
      agency: 'civil-affairs',
      division: '370102',
    });
    const local = await server.as('civil-decider');
    const beyond = await local.post<Refusal>(`${url}/invitations`, place);
    expect(beyond.body.code).toBe('platform.forbidden');
    expect((await local.post(`${url}/invitations`, { ...place, division: '370102' })).status).toBe(201);
    const seen = await local.get<{ items: Line[] }>(`${url}?limit=100`);
    expect(seen.body.items.map(({ login }) => login)).not.toContain('admin');
    const own = await find('admin');
    expect((await local.post(`${url}/${own?.id}/close`, {})).status).toBe(404);
    // What holds in the whole city is not theirs either.
    expect((await local.get('/api/v1/admin/definitions?kind=form')).status).toBe(403);
    expect((await local.get('/api/v1/admin/health')).status).toBe(403);
    await admin.post(`${url}/${line?.id}/posts/${given.body.id}/take`, {});
  });

  it('leave audit records, and residents are none of them', async () => {
    const rows = await server.services.database.db
      .selectFrom('auditLog')
      .select('action')
      .where('action', 'in', ['account.invite', 'account.take-post', 'account.close', 'account.reopen'])
      .execute();
    expect(new Set(rows.map(({ action }) => action)).size).toBe(4);
    expect(await find('elder-72')).toBeUndefined();
  });
});
