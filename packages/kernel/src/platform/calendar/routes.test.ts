import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { act, applyAs, startTestServer, type Client, type TestServer } from '@quancheng/testing';

interface Year {
  provisional: boolean;
  workingDays: number;
  days: { date: string; working: boolean; source: string | null }[];
}

/** A case accepted at the end of 2026 is due in a year that nobody has announced yet. */
describe('the calendar in administration', () => {
  let server: TestServer;
  let admin: Client;
  let number: string;
  beforeAll(async () => {
    server = await startTestServer({ now: new Date('2026-12-28T02:00:00Z') });
    admin = await server.as('admin');
    const { view } = await applyAs(server, 'noodle-owner');
    await act(await server.as('market-clerk'), view.id, 'accept', { comment: '材料齐全' });
    number = view.number;
  });
  afterAll(() => server.stop());

  const year = async (of: number) => (await admin.get<Year>(`/api/v1/admin/calendar/${of}`)).body;
  const notice = { days: [{ date: '2027-01-04', working: false, source: '国办发明电〔2026〕试 1 号' }] };
  const dueOf = async () => {
    const row = await server.services.database.db
      .selectFrom('serviceCase')
      .select(['due', 'dueProvisional'])
      .where('number', '=', number)
      .executeTakeFirstOrThrow();
    return { due: row.due, provisional: row.dueProvisional };
  };

  it('shows what differs from the weekday, and which years are not announced', async () => {
    const announced = await year(2026);
    expect(announced.provisional).toBe(false);
    expect(announced.days).toContainEqual({ date: '2026-02-17', working: false, source: null });
    expect(announced.workingDays).toBeGreaterThan(240);
    expect((await year(2027)).provisional).toBe(true);
    expect((await admin.get('/api/v1/admin/calendar/1999')).status).toBe(400);
  });

  it('tells which due dates a notice would move, moves them when it is taken, and says from where', async () => {
    const before = await dueOf();
    expect(before.provisional).toBe(true);
    const preview = await admin.post<{ checked: number; changed: { number: string }[] }>(
      '/api/v1/admin/calendar/preview',
      notice,
    );
    expect(preview.body).toMatchObject({ checked: 1, changed: [{ number }] });
    expect(await dueOf()).toEqual(before);

    expect((await admin.post('/api/v1/admin/calendar/notices', notice)).status).toBe(201);
    await server.settle();
    await server.services.loadCalendar();
    const after = await dueOf();
    expect(after.provisional).toBe(false);
    expect(after.due?.getTime()).toBeGreaterThan(before.due?.getTime() ?? 0);
    expect((await year(2027)).days).toContainEqual({
      date: '2027-01-04',
      working: false,
      source: notice.days[0]?.source,
    });
  });

  it('is the administrator’s alone', async () => {
    const head = await server.as('civil-head');
    expect((await head.post('/api/v1/admin/calendar/notices', notice)).status).toBe(403);
  });
});
