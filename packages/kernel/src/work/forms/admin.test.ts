import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type Client, type TestServer } from '@quancheng/testing';
import type { FormSource } from '@quancheng/pack-sdk';

interface Line {
  id: string;
  key: string;
  version: number;
}

interface Problems {
  code?: string;
  problems: { rule: string; path: string }[];
  errors?: { path: string }[];
}

describe('forms in administration', () => {
  let server: TestServer;
  let admin: Client;
  let form: FormSource;
  beforeAll(async () => {
    server = await startTestServer();
    admin = await server.as('admin');
    const list = await admin.get<{ items: Line[]; next: string | null }>(
      '/api/v1/admin/definitions?kind=form&limit=100',
    );
    const line = list.body.items.find(({ key }) => key === 'elderly-card');
    const read = await admin.get<{ content: FormSource }>(`/api/v1/admin/definition-versions/${line?.id}`);
    form = read.body.content;
  });
  afterAll(() => server.stop());

  const url = '/api/v1/admin/forms/elderly-card/versions';
  const check = async (changed: unknown) =>
    (await admin.post<Problems>('/api/v1/admin/forms/check', { form: changed })).body.problems;

  it('say what is wrong while one writes', async () => {
    expect(await check(form)).toEqual([]);
    const phone = form.properties['phone'];
    const cases: [string, unknown][] = [
      ['form-shape', { ...form, 'x-steps': 'one' }],
      ['form-steps', { ...form, required: [...form.required, 'nobody'] }],
      ['form-steps', { ...form, properties: { ...form.properties, lonely: phone } }],
      [
        'form-lookups',
        { ...form, 'x-lookups': { ...form['x-lookups'], other: { resource: 'no-such', where: {} } } },
      ],
      [
        'form-expressions',
        { ...form, properties: { ...form.properties, phone: { ...phone, 'x-when': '1 +' } } },
      ],
      ['form-schema', { ...form, properties: { ...form.properties, phone: { ...phone, pattern: '(' } } }],
    ];
    for (const [rule, changed] of cases) expect((await check(changed))[0]?.rule, rule).toBe(rule);
  });

  it('become a version that new applications use and older ones do not', async () => {
    const titled = { ...form, title: '老年人优待证申请（改）' };
    const stale = await admin.post<Problems>(url, { form: titled }, { 'if-match': '"7"' });
    expect(stale.body.code).toBe('platform.version-conflict');
    const wrong = await admin.post<Problems>(
      url,
      { form: { ...titled, $id: 'other' } },
      { 'if-match': '"1"' },
    );
    expect(wrong.body).toMatchObject({ code: 'form.refused', errors: [{ path: '/$id' }] });
    const made = await admin.post<{ version: number }>(url, { form: titled }, { 'if-match': '"1"' });
    expect(made.body).toMatchObject({ version: 2, changed: true });

    const versions = await admin.get<{
      items: { version: number; publishedAt: string; until: string | null }[];
    }>('/api/v1/admin/definitions/form/elderly-card');
    expect(versions.body.items.map(({ version }) => version)).toEqual([2, 1]);
    expect(versions.body.items[1]?.until).toBe(versions.body.items[0]?.publishedAt);
    expect(versions.body.items[0]?.until).toBeNull();
    const elder = await server.as('elder-72');
    const shown = await elder.get<{ formVersion: number }>('/api/v1/items/elderly-card/form');
    expect(shown.body.formVersion).toBe(2);
  });

  it('are the administrator’s alone', async () => {
    const head = await server.as('civil-head');
    expect((await head.post(url, { form })).status).toBe(403);
    expect((await head.get('/api/v1/admin/definitions?kind=form')).status).toBe(403);
    expect((await server.anonymous.get('/api/v1/admin/definitions?kind=form')).status).toBe(401);
  });
});
