import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCity } from '@quancheng/server';
import { applyAs, startTestServer, type TestServer } from '@quancheng/testing';

/** What every copy of the template begins with: a whole city that is not the first one. */
describe('cities/_template', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ env: { QC_CITY: '_template' } });
  });
  afterAll(() => server.stop());

  const page = async (url: string, headers: Record<string, string> = {}): Promise<string> => {
    const { status, body } = await server.anonymous.get<string>(url, { accept: 'text/html', ...headers });
    expect(status).toBe(200);
    return body;
  };

  it('speaks English first and Chinese when asked', async () => {
    const english = await page('/');
    expect(english).toContain('lang="en"');
    expect(english).toContain('Sample City');
    const chinese = await page('/?lang=zh');
    expect(chinese).toContain('lang="zh-CN"');
    expect(chinese).toContain('示例');
  });

  it('has its own divisions, agencies, hue and hours, and nothing of the first city', async () => {
    const [template, first] = await Promise.all([loadCity('_template'), loadCity('jinan')]);
    const { rows } = await server.services.database.pool.query<{ code: string }>('select code from division');
    const codes = rows.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(template.districts.map(({ code }) => code)));
    for (const { code } of [...first.districts, ...first.towns, first.city])
      expect(codes).not.toContain(code);
    const agencies = await server.services.database.pool.query<{ code: string }>('select code from agency');
    for (const { code } of first.agencies) expect(agencies.rows.map((row) => row.code)).not.toContain(code);
    expect(template.brandHue).not.toBe(first.brandHue);
    expect(template.officeHours).not.toEqual(first.officeHours);
    expect(await page('/')).not.toMatch(/Jinan|济南|泉城/);
  });

  it('has every pack but the one it switched off', async () => {
    const on = server.services.packs.map(({ manifest }) => manifest.id);
    expect(on).toEqual(expect.arrayContaining(['civil-affairs', 'real-estate', 'food-business']));
    expect(on).not.toContain('housing-fund');
    const find = async (q: string): Promise<string[]> => {
      const { body } = await server.anonymous.get<{ items: { name: string }[] }>(
        `/api/v1/items?q=${encodeURIComponent(q)}`,
      );
      return body.items.map(({ name }) => name);
    };
    expect((await find('老年证'))[0]).toBe('老年人优待证办理');
    expect((await find('公积金')).filter((name) => name.includes('公积金'))).toEqual([]);
  });

  it('carries a matter from application to licence', async () => {
    const { view } = await applyAs(server, 'elder-72');
    expect(view.status).toBe('granted');
    expect(view.number).toMatch(/^SC/);
    expect(view.licence?.number).toBeTruthy();
  });

  it('has its staff at the desk, each in a post of the city', async () => {
    const client = await server.as('civil-clerk');
    expect((await client.get('/api/v1/cases?post=1', { 'x-purpose': 'case-handling' })).status).toBe(200);
  });
});
