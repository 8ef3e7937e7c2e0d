import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVisitor, signIn, startTestServer, type TestServer, type Visitor } from '@quancheng/testing';
import { asSystem } from '@quancheng/server';
import {
  createAccount,
  findAccountByLogin,
  givePosts,
  hashPassword,
  newTotpSecret,
  totpCode,
} from './index.ts';

interface Answer {
  code?: string;
  secret?: string;
  uri?: string;
  recoveryCodes?: string[];
  totpSecret?: string | null;
  link?: string;
}

const password = 'seven tall herons';
const another = 'nine quiet lanterns';

describe('how an account is entered', () => {
  let server: TestServer;
  const began = new Date('2026-03-02T01:00:00Z');
  const staffSecret = newTotpSecret();
  let steps = 0;
  let sent = 0;
  beforeAll(async () => {
    server = await startTestServer({ now: began, env: { TRUST_PROXY: 'on' } });
    await asSystem(server.services, 'tests make accounts', async (ctx) => {
      const passwordHash = await hashPassword(password);
      for (const login of ['resident', 'coded', 'guessed'])
        await createAccount(ctx, { login, name: '路人', passwordHash });
      const post = await ctx.tx
        .selectFrom('post')
        .select('id')
        .where('slug', '=', 'civil-affairs-clerk')
        .executeTakeFirstOrThrow();
      const id = await createAccount(ctx, {
        login: 'lost-it',
        name: '职员',
        passwordHash,
        totpSecret: staffSecret,
      });
      await givePosts(ctx, id, [post.id]);
    });
  });
  afterAll(() => server.stop());

  /** Each code is one of a new time step, for one works once. */
  const codeOf = (secret: string): string => {
    steps += 1;
    server.setTime(new Date(began.getTime() + steps * 30_000));
    return totpCode(secret, server.services.clock.now());
  };
  const attempt = async (account: string, fields: Record<string, string>) => {
    const browser = createVisitor(server);
    const { path } = await signIn(browser, { account, ...fields });
    return { browser, told: new URL(path, 'http://x').searchParams.get('error') ?? path };
  };
  async function send(browser: Visitor, url: string, body: object): Promise<Answer & { status: number }> {
    const { csrf } = (await (await browser.fetch('/api/v1/session')).json()) as { csrf: string };
    const answer = await browser.fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-csrf-token': csrf,
        // The limit of one address is not what is tried here.
        'x-forwarded-for': `203.0.113.${(sent += 1)}`,
      },
      body: JSON.stringify(body),
    });
    return { ...((await answer.json()) as Answer), status: answer.status };
  }
  const isIn = async (browser: Visitor) =>
    ((await (await browser.fetch('/api/v1/session')).json()) as { signedIn: boolean }).signedIn;
  const audited = async (action: string) =>
    (
      await server.services.database.db
        .selectFrom('auditLog')
        .select('detail')
        .where('action', '=', action)
        .execute()
    ).length;

  it('changes with the old password, and everywhere else one is signed out', async () => {
    const { browser } = await attempt('resident', { password });
    const { browser: elsewhere } = await attempt('resident', { password });
    const change = (old: string, fresh: string) => send(browser, '/api/v1/me/password', { old, new: fresh });
    expect((await change('wrong', another)).code).toBe('account.wrong-password');
    expect((await change(password, 'short')).code).toBe('account.weak-password');
    expect((await change(password, 'password12345')).code).toBe('account.common-password');
    expect((await change(password, 'resident of the town')).code).toBe('account.telling-password');
    expect((await change(password, `${server.services.city.product.zh}我的新密码要够长才行`)).code).toBe(
      'account.telling-password',
    );
    expect((await change(password, another)).status).toBe(200);
    expect([await isIn(browser), await isIn(elsewhere)]).toEqual([true, false]);
    expect((await attempt('resident', { password })).told).toBe('account.wrong-credentials');
    expect((await attempt('resident', { password: another })).told).toBe('/');
    expect(await audited('account.change-password')).toBe(1);
  });

  it('is not guessed where it is changed: wrong old passwords count and lock', async () => {
    const { browser } = await attempt('guessed', { password });
    const told: (string | undefined)[] = [];
    for (let n = 0; n < 6; n += 1)
      told.push((await send(browser, '/api/v1/me/password', { old: `wrong ${n}`, new: another })).code);
    expect(told).toEqual([...Array<string>(5).fill('account.wrong-password'), 'account.locked']);
    expect((await attempt('guessed', { password })).told).toBe('account.locked');
  });

  it('of a demo person has no password to change', async () => {
    const elder = await server.as('elder-72');
    const answer = await elder.post<Answer>('/api/v1/me/password', { old: '', new: another });
    expect([answer.status, answer.body.code]).toEqual([409, 'account.no-password']);
  });

  it('takes a second factor, asks for it, knows its recovery codes once, and lays it down by a code', async () => {
    const { browser } = await attempt('coded', { password });
    expect((await send(browser, '/api/v1/me/second-factor', { password: 'wrong' })).code).toBe(
      'account.wrong-password',
    );
    const { secret = '', uri } = await send(browser, '/api/v1/me/second-factor', { password });
    expect(uri).toContain(`secret=${secret}`);
    // Until a code of it was entered, nothing is asked: an authenticator that failed locks nobody out.
    expect((await attempt('coded', { password })).told).toBe('/');
    expect((await send(browser, '/api/v1/me/second-factor/confirm', { code: '000000' })).code).toBe(
      'account.wrong-code',
    );
    const confirmed = await send(browser, '/api/v1/me/second-factor/confirm', { code: codeOf(secret) });
    const [first = '', second = ''] = confirmed.recoveryCodes ?? [];
    expect(new Set(confirmed.recoveryCodes).size).toBe(10);

    expect((await attempt('coded', { password })).told).toBe('account.totp-needed');
    expect((await attempt('coded', { password, totp: codeOf(secret) })).told).toBe('/');
    expect((await attempt('coded', { password, totp: first })).told).toBe('/');
    expect((await attempt('coded', { password, totp: first })).told).toBe('account.wrong-credentials');
    expect((await attempt('coded', { password, totp: 'AAAAA-AAAAA' })).told).toBe(
      'account.wrong-credentials',
    );
    const kept = await server.services.database.db.selectFrom('recoveryCode').select('codeHash').execute();
    expect(JSON.stringify(kept)).not.toContain(second.replace('-', ''));

    expect((await send(browser, '/api/v1/me/second-factor/remove', { code: first })).code).toBe(
      'account.wrong-code',
    );
    expect(
      (await send(browser, '/api/v1/me/second-factor/remove', { code: second.toLowerCase() })).status,
    ).toBe(200);
    expect((await attempt('coded', { password })).told).toBe('/');
    expect([await audited('account.second-factor-on'), await audited('account.second-factor-off')]).toEqual([
      1, 1,
    ]);
  });

  it('of the staff is given back by an administrator’s link, once, with its posts', async () => {
    const admin = await server.as('admin');
    const account = await findAccountByLogin(server.services.database.db, 'lost-it');
    const reset = async (factor: string) => {
      const { body } = await admin.post<Answer>(`/api/v1/admin/staff/${account?.id}/reset`, { factor });
      return new URLSearchParams(new URL(body.link ?? '').hash.slice(1)).get('token') ?? '';
    };
    const accept = (token: string, given: string) =>
      server.anonymous.post<Answer>('/api/v1/resets/accept', { token, password: given });
    const { browser } = await attempt('lost-it', { password, totp: codeOf(staffSecret) });

    const overtaken = await reset('password');
    const link = await reset('password');
    expect((await accept(overtaken, another)).body.code).toBe('account.reset-invalid');
    expect((await accept(link, 'short')).body.code).toBe('account.weak-password');
    expect((await accept(link, another)).body).toEqual({ login: 'lost-it', totpSecret: null });
    expect((await accept(link, another)).body.code).toBe('account.reset-invalid');
    expect(await isIn(browser)).toBe(false);
    // The second factor is still asked: the link replaces what was lost, nothing else.
    expect((await attempt('lost-it', { password: another })).told).toBe('account.totp-needed');

    const codeLink = await reset('code');
    expect((await accept(codeLink, 'wrong')).body.code).toBe('account.wrong-password');
    const { totpSecret } = (await accept(codeLink, another)).body;
    expect((await attempt('lost-it', { password: another, totp: codeOf(staffSecret) })).told).toBe(
      'account.wrong-credentials',
    );
    const { browser: back, told } = await attempt('lost-it', {
      password: another,
      totp: codeOf(totpSecret ?? ''),
    });
    expect(told).toBe('/desk');
    expect((await back.fetch('/api/v1/cases?scope=post')).status).toBe(200);
    const tooLate = await reset('password');
    server.setTime(new Date(server.services.clock.now().getTime() + 24 * 3_600_000 + 1));
    expect((await accept(tooLate, password)).body.code).toBe('account.reset-invalid');
    expect([await audited('account.reset-link'), await audited('account.reset')]).toEqual([4, 2]);
  });

  it('is given back neither to oneself nor by whoever administers less than it may do', async () => {
    const admin = await server.as('admin');
    const idOf = async (login: string) =>
      (await findAccountByLogin(server.services.database.db, login))?.id ?? '';
    const own = await admin.post<Answer>(`/api/v1/admin/staff/${await idOf('admin')}/reset`, {
      factor: 'password',
    });
    expect(own.body.code).toBe('account.own-reset');
    await admin.post(`/api/v1/admin/staff/${await idOf('civil-head')}/posts`, {
      role: 'admin',
      agency: 'civil-affairs',
      division: '370102',
    });
    const local = await server.as('civil-head');
    // Someone with a post in the district and one in the whole city is not the district's to let in.
    await admin.post(`/api/v1/admin/staff/${await idOf('civil-clerk')}/posts`, {
      role: 'clerk',
      agency: 'civil-affairs',
      division: '370102',
    });
    const beyond = await local.post<Answer>(`/api/v1/admin/staff/${await idOf('civil-clerk')}/reset`, {
      factor: 'password',
    });
    expect(beyond.status).toBe(404);
    const resident = await admin.post(`/api/v1/admin/staff/${await idOf('resident')}/reset`, {
      factor: 'password',
    });
    expect(resident.status).toBe(404);
  });
});
