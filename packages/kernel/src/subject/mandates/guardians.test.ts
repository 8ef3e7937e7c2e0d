import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { papersOf, startTestServer, type Client, type TestServer } from '@quancheng/testing';
import { lastMinorDay } from './index.ts';

const intake = { 'x-purpose': 'case-intake' };
const path = '/api/v1/desk/guardians';

interface Listed {
  items: {
    id: string;
    mandate: string;
    principalId: string;
    validUntil: string;
    revocable: boolean;
    scope: { code: string }[];
  }[];
}

describe('a guardian', () => {
  let server: TestServer;
  let clerk: Client;
  let guardian: Client;
  let ward: Client;
  const began = new Date('2026-03-02T02:00:00Z');
  beforeAll(async () => {
    server = await startTestServer({ now: began });
    clerk = await server.as('estate-clerk');
    guardian = await server.as('elder-65');
    ward = await server.as('owner-child');
  });
  afterAll(() => server.stop());

  interface Of {
    guardian?: string;
    ward?: string;
    more?: object;
    by?: Client;
  }

  const only = async (account: string) => {
    const { name, idNumber } = await papersOf(server, account);
    return { name, idNumber };
  };
  const bodyOf = async (of: Of) => ({
    guardian: await only(of.guardian ?? 'elder-65'),
    ward: await only(of.ward ?? 'owner-child'),
    basis: 'appointment',
    documentEnd: '01AB',
    ...of.more,
  });
  const record = async (of: Of = {}) =>
    (of.by ?? clerk).post<{ id: string; code: string; validUntil: string }>(path, await bodyOf(of), intake);
  const plan = async (of: Of = {}) =>
    clerk.post<{ items: { code: string }[]; validUntil: string; untilOfAge: boolean; code: string }>(
      `${path}/check`,
      await bodyOf(of),
      intake,
    );
  const heldBy = async (client: Client, list = '') =>
    (await client.get<Listed>(`/api/v1/me/mandates${list}`)).body.items.filter(
      ({ mandate }) => mandate === 'guardian',
    );
  const apply = (principalId: string, item = 'ownership-proof') =>
    guardian.post<{ code: string }>('/api/v1/cases', {
      item,
      onBehalfOf: principalId,
      form: { purpose: 'subsidy' },
      submit: false,
    });

  it('is recorded by a document, seen by both sides, and acts for the ward until a clerk ends it with a reason', async () => {
    const { status, body } = await record();
    expect(status).toBe(201);
    const [held] = await heldBy(guardian);
    expect(held).toMatchObject({ id: body.id, revocable: false });
    expect(await heldBy(ward, '/granted')).toMatchObject([{ id: body.id, revocable: false }]);
    expect((await record()).body.code).toBe('mandate.already');
    expect((await apply(held?.principalId ?? '')).status).toBe(201);
    expect(
      (await guardian.post<{ code: string }>(`/api/v1/me/mandates/${body.id}/revoke`, {})).body.code,
    ).toBe('mandate.by-law');
    const stranger = await server.as('civil-clerk');
    expect((await stranger.post(`${path}/${body.id}/end`, { reason: '法院变更监护人' })).status).toBe(404);
    expect((await clerk.post(`${path}/${body.id}/end`, { reason: '法院变更监护人' })).status).toBe(200);
    expect((await apply(held?.principalId ?? '')).body.code).toBe('mandate.none');
    const told = await ward.get<{ items: { body: { zh: string } }[] }>('/api/v1/me/messages');
    expect(told.body.items.some((message) => message.body.zh.includes('法院变更监护人'))).toBe(true);
  });

  it('acts in the named items alone, until a day that the record names; the clerk and both sides see it', async () => {
    const { code, title } = (
      await guardian.get<{ code: string; title: { zh: string } }>('/api/v1/items/ownership-proof')
    ).body;
    const more = { items: [code], until: '2026-06-30' };
    const planned = await plan({ more });
    expect(planned.body).toMatchObject({
      items: [{ code, title }],
      validUntil: '2026-06-30',
      untilOfAge: false,
    });
    expect(await heldBy(guardian)).toEqual([]);
    const { body } = await record({ more });
    expect(body.validUntil).toBe('2026-06-30');
    const [held] = await heldBy(guardian);
    for (const side of [held, ...(await heldBy(ward, '/granted'))])
      expect(side).toMatchObject({ validUntil: '2026-06-30', scope: [{ code, title }] });
    const found = await clerk.post<{ items: object[] }>(`${path}/find`, await only('owner-child'), intake);
    expect(found.body.items).toMatchObject([{ id: body.id, items: [{ code, title }] }]);
    const told = await ward.get<{ items: { body: { zh: string } }[] }>('/api/v1/me/messages');
    expect(told.body.items[0]?.body.zh).toContain(`“${title.zh}”，到 2026 年 6 月 30 日为止`);
    expect((await apply(held?.principalId ?? '')).status).toBe(201);
    expect((await apply(held?.principalId ?? '', 'elderly-card')).body.code).toBe('mandate.none');
    await clerk.post(`${path}/${body.id}/end`, { reason: '测试结束' });
  });

  it('is one no longer on the ward’s 18th birthday, as a parent is not', async () => {
    expect((await plan()).body).toMatchObject({ items: [], untilOfAge: true });
    const recorded = await record();
    const [held] = await heldBy(guardian);
    const last = held?.validUntil ?? '';
    expect(recorded.body.validUntil).toBe(last);
    const noon = (date: string, days = 0) => new Date(Date.parse(`${date}T04:00:00Z`) + days * 86_400_000);
    const parent = await server.as('owner-parent');
    const asParent = async () =>
      (await parent.get<Listed>('/api/v1/me/mandates')).body.items.filter(
        ({ mandate }) => mandate === 'parent',
      ).length;
    expect(await asParent()).toBe(1);
    server.setTime(noon(last));
    // Tokens of programs end long before: who asks signs in anew.
    guardian = await server.as('elder-65');
    expect((await apply(held?.principalId ?? '')).status).toBe(201);
    server.setTime(noon(last, 1));
    expect((await apply(held?.principalId ?? '')).body.code).toBe('mandate.none');
    server.setTime(began);
    guardian = await server.as('elder-65');
    const [parental] = (await parent.get<Listed>('/api/v1/me/mandates')).body.items;
    expect(parental?.validUntil).toBe(last);
  });

  it.each<[string, Parameters<typeof record>[0], string]>([
    ['of an adult without a court', { ward: 'elder-72' }, 'mandate.adult-ward'],
    [
      'who is the ward',
      { guardian: 'elder-72', ward: 'elder-72', more: { basis: 'court-decision' } },
      'mandate.self',
    ],
    ['who is a child', { guardian: 'owner-child', ward: 'owner-child' }, 'mandate.unknown-agent'],
    ['beyond the 18th birthday', { guardian: 'elder-58', more: { until: '2060-01-01' } }, 'mandate.term'],
    [
      'for an item that there is not',
      { guardian: 'elder-58', more: { items: ['none'] } },
      'mandate.unknown-item',
    ],
  ])('%s is not recorded', async (_name, of, code) => {
    expect((await plan(of)).body.code).toBe(code);
    expect((await record(of)).body.code).toBe(code);
  });

  it('is recorded by clerks alone, who say why they look', async () => {
    expect((await record({ by: await server.as('civil-decider') })).status).toBe(403);
    const { name, idNumber } = await papersOf(server, 'owner-child');
    expect((await clerk.post<{ code: string }>(`${path}/find`, { name, idNumber })).body.code).toBe(
      'platform.purpose-needed',
    );
    const found = await clerk.post<{ items: { name: string }[] }>(`${path}/find`, { name, idNumber }, intake);
    expect(found.body.items).toHaveLength(1);
  });
});

it('a minor is one up to the day before the 18th birthday', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('1990-01-01'), max: new Date('2030-12-31'), noInvalidDate: true }),
      (birth) => {
        const date = birth.toISOString().slice(0, 10);
        const day = new Date(`${lastMinorDay(date)}T00:00:00Z`);
        const next = new Date(day.getTime() + 86_400_000);
        expect(next.getUTCFullYear() - birth.getUTCFullYear()).toBe(18);
        const isLeapDay = date.endsWith('-02-29');
        const expected =
          isLeapDay && next.getUTCFullYear() % 4 !== 0 ? /^02-28$/ : new RegExp(`^${date.slice(5)}$`);
        expect(next.toISOString().slice(5, 10)).toMatch(expected);
      },
    ),
  );
});
