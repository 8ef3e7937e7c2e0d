import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { papersOf, startTestServer, type TestServer } from '@quancheng/testing';
import { newId } from '@quancheng/kernel/platform/ids';
import { findAccountByLogin } from '@quancheng/kernel/subject/accounts';
import { cardOf, createHall } from '../../kernel/src/subject/windows/testkit.ts';
import { tidy } from './housekeeping.ts';
import { asSystem } from './services.ts';

const dayMs = 86_400_000;

describe('what has served its time', () => {
  let server: TestServer;
  const began = new Date('2026-03-02T02:00:00Z');
  beforeAll(async () => {
    server = await startTestServer({ now: began });
  });
  afterAll(() => server.stop());

  const kept = async () => {
    const { rows } = await server.services.database.pool.query<Record<string, number>>(
      `select (select count(*)::int from face_check) as face, (select count(*)::int from window_session) as windows,
        (select count(*)::int from mandate_offer where mandate_id is null) as offers,
        (select count(*)::int from mandate_offer where mandate_id is not null) as taken,
        (select count(*)::int from audit_log where action in ('window.begin', 'mandate.offer')) as audited`,
    );
    return rows[0];
  };
  const afterDays = async (days: number) => {
    server.setTime(new Date(began.getTime() + days * dayMs + 3_600_000));
    await tidy(server.services);
    return kept();
  };

  it('is removed: offers after 30 days, face checks and window sessions after 180; the audit stays', async () => {
    const { signedIn, send } = createHall(server);
    const clerk = await signedIn('civil-clerk');
    const papers = cardOf(await papersOf(server, 'elder-72'));
    expect((await send(clerk, '/api/v1/desk/window-sessions', papers)).status).toBe(201);
    await asSystem(server.services, 'tests keep a face check', async (ctx) => {
      const account = await findAccountByLogin(ctx.tx, 'elder-72');
      await ctx.tx
        .insertInto('faceCheck')
        .values({
          id: newId(),
          accountId: account?.id ?? '',
          interaction: 'none',
          consentVersion: '2026-1',
          createdAt: ctx.now,
          expiresAt: ctx.now,
        })
        .execute();
    });
    const [giver, other, taker] = [
      await server.as('elder-72'),
      await server.as('elder-65'),
      await server.as('fund-ok'),
    ];
    const item = (await giver.get<{ code: string }>('/api/v1/items/elderly-card')).body.code;
    const offer = async (by: typeof giver) =>
      (await by.post<{ address: string }>('/api/v1/me/mandates/offers', { item })).body.address;
    await offer(giver);
    const code = new URL(await offer(other)).searchParams.get('code') ?? '';
    expect((await taker.post('/api/v1/me/mandates/offers/take', { code })).status).toBe(200);

    const all = { face: 1, windows: 1, offers: 1, taken: 1, audited: 3 };
    expect(await afterDays(29)).toEqual(all);
    expect(await afterDays(31)).toEqual({ ...all, offers: 0 });
    expect(await afterDays(179)).toEqual({ ...all, offers: 0 });
    expect(await afterDays(181)).toEqual({ face: 0, windows: 0, offers: 0, taken: 1, audited: 3 });
  });
});
