import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyAs, startTestServer, type Client, type TestServer } from '@quancheng/testing';

interface Version {
  id: string;
  version: number;
}

interface Report {
  tried: number;
  same: number;
  changed: { number: string; before: { outcome: string }; after: { outcome: string; reasons: string[] } }[];
  unrepeatable: string[];
}

interface Refusal {
  code: string;
  errors?: { path: string }[];
}

const purpose = { 'x-purpose': 'supervision' };

describe('a changed decision', () => {
  let server: TestServer;
  let admin: Client;
  let xml: string;
  let grantedNumber: string;
  beforeAll(async () => {
    server = await startTestServer({ now: new Date('2026-03-02T02:00:00Z') });
    admin = await server.as('admin');
    const { view } = await applyAs(server, 'elder-72');
    grantedNumber = view.number;
    await applyAs(server, 'elder-58');
    const versions = await admin.get<{ items: Version[] }>('/api/v1/admin/definitions/decision/elderly-card');
    const read = await admin.get<{ content: { xml: string } }>(
      `/api/v1/admin/definition-versions/${versions.body.items[0]?.id}`,
    );
    xml = read.body.content.xml;
  });
  afterAll(() => server.stop());

  const url = '/api/v1/admin/decisions/elderly-card';
  const stricter = () => xml.replaceAll('&lt; 60', '&lt; 80').replaceAll('>= 60', '>= 80');

  it('is read as tables, and says what keeps it from being used', async () => {
    const good = await admin.post<{
      decisions: { id: string; table: { rules: unknown[] } | null }[];
      problems: unknown[];
    }>('/api/v1/admin/decisions/check', { xml });
    expect(good.body.problems).toEqual([]);
    expect(good.body.decisions.map(({ id }) => id)).toContain('elderly-card');
    expect(good.body.decisions.some(({ table }) => (table?.rules.length ?? 0) > 1)).toBe(true);
    const bad = await admin.post<{ problems: { path: string }[] }>('/api/v1/admin/decisions/check', {
      xml: xml.replace('<text>person.alive</text>', '<text>person. +</text>'),
    });
    expect(bad.body.problems.length).toBeGreaterThan(0);
    const none = await admin.post<{ decisions: unknown[]; problems: unknown[] }>(
      '/api/v1/admin/decisions/check',
      { xml: 'nothing of the kind' },
    );
    expect(none.body).toMatchObject({ decisions: [] });
    expect(none.body.problems).toHaveLength(1);
  });

  it('is tried on the cases that it decided, and the people of these can read so', async () => {
    const same = await admin.post<Report>(`${url}/trial`, { xml }, purpose);
    expect(same.body).toMatchObject({ tried: 2, same: 2, changed: [], unrepeatable: [] });
    expect(stricter()).not.toBe(xml);
    const { body } = await admin.post<Report>(`${url}/trial`, { xml: stricter() }, purpose);
    expect(body).toMatchObject({ tried: 2, same: 1, unrepeatable: [] });
    expect(body.changed).toMatchObject([
      {
        number: grantedNumber,
        before: { outcome: 'granted' },
        after: { outcome: 'notGranted', reasons: ['tooYoung'] },
      },
    ]);
    expect(JSON.stringify(body)).not.toMatch(/王秀兰|birthDate|1953/);
    const looks = await (
      await server.as('elder-72')
    ).get<{ items: { purpose: { zh: string }; caseNumber: string }[] }>('/api/v1/me/access-records');
    expect(looks.body.items[0]).toMatchObject({ purpose: { zh: '监督检查' }, caseNumber: grantedNumber });
  });

  it('is not tried without a purpose or by anyone else', async () => {
    const noPurpose = await admin.post<Refusal>(`${url}/trial`, { xml });
    expect(noPurpose.body.code).toBe('platform.purpose-needed');
    const head = await server.as('civil-head');
    expect((await head.post(`${url}/trial`, { xml }, purpose)).status).toBe(403);
    const other = await admin.post<Refusal>('/api/v1/admin/decisions/other/trial', { xml }, purpose);
    expect(other.body.code).toBe('decision.unknown-decision');
  });

  it('becomes a version for those who apply from now on', async () => {
    server.setTime(new Date('2026-03-03T02:00:00Z'));
    const stale = await admin.post<Refusal>(`${url}/versions`, { xml: stricter() }, { 'if-match': '"3"' });
    expect(stale.body.code).toBe('platform.version-conflict');
    const made = await admin.post<{ items: { key: string; version: number }[] }>(
      `${url}/versions`,
      { xml: stricter() },
      { 'if-match': '"1"' },
    );
    expect(made.body.items).toContainEqual({ key: 'elderly-card', version: 2, changed: true });
    const after = await admin.post<Report>(`${url}/trial`, { xml: stricter() }, purpose);
    // Decided cases are judged against the version of their time.
    expect(after.body.changed.map(({ number }) => number)).toEqual([grantedNumber]);
  });

  it('stands beside processes with their versions', async () => {
    const list = await admin.get<{ items: { key: string; title: string }[] }>(
      '/api/v1/admin/processes?limit=50',
    );
    expect(list.body.items.find(({ key }) => key === 'elderly-card')?.title).toBeTruthy();
    const versions = await admin.get<{ items: Version[] }>('/api/v1/admin/processes/elderly-card');
    const read = await admin.get<{ xml: string }>(
      `/api/v1/admin/process-versions/${versions.body.items[0]?.id}`,
    );
    expect(read.body.xml).toContain('businessRuleTask');
    expect((await admin.get('/api/v1/admin/processes/none')).status).toBe(404);
  });
});
