import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type Client, type TestServer } from '@quancheng/testing';
import { newId } from '../../platform/ids/index.ts';

interface Access {
  id: string;
  login: string;
  token: string;
  expiresAt: string;
}

interface Line {
  id: string;
  login: string;
  agency: string;
  cryptoQuota: number;
  callsToday: number;
  closed: boolean;
  tokenUntil: string | null;
}

interface Refused {
  code: string;
  remedy: { zh: string; en: string };
}

const url = '/api/v1/admin/agency-systems';
const name = { zh: '登记系统', en: 'Registration system' };

describe('a program of an agency', () => {
  let server: TestServer;
  let admin: Client;
  beforeAll(async () => {
    // Half past ten in the evening in China.
    server = await startTestServer({ now: new Date('2026-03-02T14:30:00Z') });
    admin = await server.as('admin');
  });
  afterAll(() => server.stop());

  const register = async (cryptoQuota: number) =>
    (await admin.post<Access>(url, { agency: 'real-estate', name, cryptoQuota })).body;
  const find = async (id: string) =>
    (await admin.get<{ items: Line[] }>(`${url}?limit=100`)).body.items.find((line) => line.id === id);

  function send(token: string, address: string, body?: unknown): Promise<Response> {
    return fetch(new URL(address, server.origin.replace('localhost', '127.0.0.1')), {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }
  const digest = (token: string) =>
    send(token, '/api/v1/crypto/digest', { algorithm: 'SHA-256', data: 'YWJj' });

  it('is registered with a token that is shown once, and calls with it', async () => {
    const { id, login, token, expiresAt } = await register(5);
    expect(login).toMatch(/^system:real-estate-[0-9a-f]{8}$/);
    expect((await digest(token)).status).toBe(200);
    expect(await find(id)).toEqual({
      id,
      login,
      agency: 'real-estate',
      name,
      cryptoQuota: 5,
      callsToday: 1,
      closed: false,
      tokenUntil: expiresAt,
    });
    const { rows } = await server.services.database.pool.query<{ hits: number }>(
      `select (select count(*) from session where secret_hash = $1)
         + (select count(*) from idempotency_key where answer::text like '%' || $1 || '%') as hits`,
      [token],
    );
    expect(Number(rows[0]?.hits)).toBe(0);
  });

  it('passes no door of people: neither staff’s nor residents’', async () => {
    const { token } = await register(5);
    for (const address of [
      '/api/v1/agencies',
      '/api/v1/desk/items',
      url,
      '/api/v1/admin/staff',
      '/api/v1/me/mandates',
    ])
      expect([address, (await send(token, address)).status]).toEqual([address, 403]);
  });

  it('is not registered for an agency that there is not, nor by someone who administers nothing', async () => {
    expect((await admin.post(url, { agency: 'nowhere', name, cryptoQuota: 1 })).status).toBe(404);
    const officer = await server.as('estate-data-officer');
    expect((await officer.post(url, { agency: 'real-estate', name, cryptoQuota: 1 })).status).toBe(403);
    expect((await admin.post(url, { agency: 'real-estate', name, cryptoQuota: 0 })).status).toBe(400);
  });

  it('is stopped at its quota, by so many calls at once as well, until the next day in China', async () => {
    const { id, token } = await register(7);
    const answers = await Promise.all(Array.from({ length: 12 }, () => digest(token)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([
      ...Array.from({ length: 7 }, () => 200),
      ...Array.from({ length: 5 }, () => 429),
    ]);
    const refused = (await (await digest(token)).json()) as Refused;
    expect(refused.code).toBe('system.quota-used');
    expect(refused.remedy.en).toContain('2026-03-03T00:00:00+08:00');
    expect((await find(id))?.callsToday).toBe(7);
    server.setTime(new Date('2026-03-02T15:59:59Z'));
    expect((await digest(token)).status).toBe(429);
    server.setTime(new Date('2026-03-02T16:00:00Z'));
    expect((await digest(token)).status).toBe(200);
    expect((await find(id))?.callsToday).toBe(1);
    server.setTime(new Date('2026-03-02T14:30:00Z'));
  });

  it('gets a new token, and the one before ends at once', async () => {
    const { id, token } = await register(5);
    const key = { 'idempotency-key': newId() };
    const renewed = await admin.post<Access>(`${url}/${id}/token`, undefined, key);
    expect(renewed.status).toBe(201);
    expect([(await digest(token)).status, (await digest(renewed.body.token)).status]).toEqual([401, 200]);
    // A command sent again makes another token: the first answer was not kept.
    const again = await admin.post<Access>(`${url}/${id}/token`, undefined, key);
    expect(again.body.token).not.toBe(renewed.body.token);
  });

  it('is closed for good', async () => {
    const { id, token } = await register(5);
    expect((await admin.post(`${url}/${id}/close`, undefined)).status).toBe(200);
    expect((await digest(token)).status).toBe(401);
    expect(await find(id)).toMatchObject({ closed: true, tokenUntil: null });
    const again = await admin.post<Refused>(`${url}/${id}/token`, undefined);
    expect([again.status, again.body.code]).toEqual([409, 'system.closed']);
    expect((await admin.post(`${url}/${newId()}/close`, undefined)).status).toBe(404);
  });

  it('leaves what was done with it in the audit', async () => {
    const { id } = await register(5);
    await admin.post(`${url}/${id}/token`, undefined);
    await admin.post(`${url}/${id}/close`, undefined);
    const { body } = await admin.get<{ items: { action: string }[] }>(
      `/api/v1/admin/audit?from=2026-03-01&until=2026-03-03&entityId=${id}`,
      { 'x-purpose': 'supervision' },
    );
    expect(body.items.map(({ action }) => action).toReversed()).toEqual([
      'system.register',
      'system.renew',
      'system.close',
    ]);
  });
});
