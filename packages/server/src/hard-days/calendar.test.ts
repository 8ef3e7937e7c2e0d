import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act, applyAs, startTestServer, viewOf, type Client, type TestServer } from '@quancheng/testing';

/** The days around the Spring Festival of 2020 as a city lived through them. */
const asAnnounced = [
  { date: '2020-01-31', working: true },
  { date: '2020-02-01', working: true },
];
const lengthened = ['2020-01-31', '2020-02-01', '2020-02-02'].map((date) => ({ date, working: false }));
const postponed = ['2020-02-03', '2020-02-04', '2020-02-05', '2020-02-06', '2020-02-07'].map((date) => ({
  date,
  working: false,
}));

describe('a term that runs while the calendar is changed twice', () => {
  let server: TestServer;
  let admin: Client;
  beforeAll(async () => {
    server = await startTestServer({ now: new Date('2020-01-17T01:00:00Z') });
    admin = await server.as('admin');
  });
  afterAll(() => server.stop());

  async function take(days: readonly { date: string; working: boolean }[], source: string): Promise<void> {
    const body = { days: days.map((day) => ({ ...day, source })) };
    const preview = await admin.post<{ checked: number; changed: unknown[] }>(
      '/api/v1/admin/calendar/preview',
      body,
    );
    expect(preview.status).toBe(200);
    expect((await admin.post('/api/v1/admin/calendar/notices', body)).status).toBe(201);
    await server.settle();
    await server.services.loadCalendar();
  }

  it('ends later each time, for who applied before as for who applies now', async () => {
    await take(asAnnounced, '国办发明电〔2019〕16 号');
    const { client, view } = await applyAs(server, 'noodle-owner');
    await act(await server.as('market-clerk'), view.id, 'accept', { comment: '材料齐全' });
    const due = async () => (await viewOf(client, view.id)).dueDate ?? '';
    const first = await due();
    expect(first > '2020-02-01').toBe(true);

    server.setTime(new Date('2020-01-27T04:00:00Z'));
    await take(lengthened, '国办发明电〔2020〕1 号');
    const second = await due();
    server.setTime(new Date('2020-01-30T04:00:00Z'));
    await take(postponed, '本市通知');
    const third = await due();
    // Two working days were lost to the first change, five to the second.
    expect(server.services.calendar().workingDaysBetween(first, second)).toBe(2);
    expect(server.services.calendar().workingDaysBetween(second, third)).toBe(5);
  });
});
