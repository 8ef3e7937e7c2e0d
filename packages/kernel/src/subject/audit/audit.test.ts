import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyAs, startTestServer, type Client, type TestServer } from '@quancheng/testing';

interface Page {
  items: { id: string; action: string; entityId: string; actorName: string | null; actorKind: string }[];
  next: string | null;
  code?: string;
}

const purpose = { 'x-purpose': 'supervision' };
const url = '/api/v1/admin/audit?from=2026-03-01&until=2026-03-03';

describe('the audit log', () => {
  let server: TestServer;
  let admin: Client;
  beforeAll(async () => {
    server = await startTestServer({ now: new Date('2026-03-02T02:00:00Z') });
    admin = await server.as('admin');
    await applyAs(server, 'elder-72');
  });
  afterAll(() => server.stop());

  const search = async (more: string) => (await admin.get<Page>(`${url}${more}`, purpose)).body;

  it('is searched by action, entity, actor and period, page by page', async () => {
    const cases = await search('&entity=case');
    expect(cases.items.length).toBeGreaterThan(0);
    const [line] = cases.items;
    expect(await search(`&entityId=${line?.entityId}&action=case.`)).toMatchObject({
      items: [{ entityId: line?.entityId }],
    });
    const first = await search('&limit=2');
    const second = await search(`&limit=2&cursor=${first.next}`);
    expect(first.items.map(({ id }) => id)).not.toEqual(second.items.map(({ id }) => id));
    expect(
      (await admin.get<Page>('/api/v1/admin/audit?from=2025-03-01&until=2025-03-03', purpose)).body.items,
    ).toEqual([]);
  });

  it('keeps that it was searched, and tells no names of residents', async () => {
    await search('&entity=licence');
    const own = await search('&actor=admin&action=audit.search');
    expect(own.items[0]).toMatchObject({ action: 'audit.search', actorName: '管事明' });
    const all = await search('&limit=100');
    expect(JSON.stringify(all)).not.toContain('王秀兰');
  });

  it('is opened with a purpose, by administrators, for a bounded period', async () => {
    expect((await admin.get<Page>(url)).body.code).toBe('platform.purpose-needed');
    const long = await admin.get<Page>('/api/v1/admin/audit?from=2025-01-01&until=2026-01-01', purpose);
    expect([long.status, long.body.code]).toEqual([400, 'platform.invalid-input']);
    const head = await server.as('civil-head');
    expect((await head.get(url, purpose)).status).toBe(403);
  });
});
