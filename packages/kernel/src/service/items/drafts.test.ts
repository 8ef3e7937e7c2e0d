import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type Client, type TestServer } from '@quancheng/testing';
import { asSystem, root } from '@quancheng/server';
import { saveBaseItem, type ItemContent } from './index.ts';

interface Detail {
  id: string;
  state: string;
  version: number;
  rowVersion: number;
  content: Record<string, unknown>;
  base: Record<string, unknown> | null;
  defects: { rule: string; field: string }[];
  versions: { id: string; version: number; state: string }[];
}

interface Refusal {
  code: string;
  errors?: { path: string }[];
}

const desk = '/api/v1/desk/items';

describe('drafts of items', () => {
  let server: TestServer;
  let admin: Client;
  let card: ItemContent;
  beforeAll(async () => {
    server = await startTestServer();
    admin = await server.as('admin');
    const text = await readFile(path.join(root, 'packs/civil-affairs/items/elderly-card.json'), 'utf8');
    card = JSON.parse(text) as ItemContent;
  });
  afterAll(() => server.stop());

  const read = async (id: string) => (await admin.get<Detail>(`${desk}/${id}`)).body;
  const begin = async (code: string) =>
    (await admin.post<{ id: string }>(desk, { agency: 'civil-affairs', code, name: '临时老年卡' })).body.id;
  const refused = async (answer: Promise<{ status: number; body: Refusal }>) => {
    const { status, body } = await answer;
    return `${status} ${body.code}`;
  };

  it('are begun, filled in, reviewed and published, and the list finds them by agency', async () => {
    const id = await begin('370000990001');
    expect(
      await refused(admin.post(desk, { agency: 'civil-affairs', code: '370000990001', name: '又一张' })),
    ).toBe('409 item.draft-exists');
    const empty = await read(id);
    expect(empty.defects.map(({ field }) => field)).toEqual(expect.arrayContaining(['summary', 'materials']));

    const content = { ...card, code: '370000990001', slug: 'interim-card' };
    const edited = await admin.patch<Detail>(`${desk}/${id}`, content, { 'if-match': '"1"' });
    expect(edited.body).toMatchObject({ rowVersion: 2, defects: [] });
    const found = await admin.get<{ items: { id: string }[] }>(`${desk}?state=draft&agency=civil-affairs`);
    expect(found.body.items.map((item) => item.id)).toEqual([id]);

    expect((await admin.post(`${desk}/${id}/review`, {}, { 'if-match': '"2"' })).status).toBe(200);
    expect(await refused(admin.patch(`${desk}/${id}`, { name: '改名' }))).toBe('409 item.wrong-state');
    const published = (await admin.post<{ id: string }>(`${desk}/${id}/publish`, {})).body.id;
    expect(await read(published)).toMatchObject({ state: 'published', version: 1 });
    expect((await admin.get(`${desk}/${id}`)).status).toBe(404);
    expect((await server.anonymous.get('/api/v1/items/interim-card')).status).toBe(200);
  });

  it('are refused to an editor who saw an older state, and to one who may not edit', async () => {
    const id = await begin('370000990002');
    await admin.patch(`${desk}/${id}`, { visits: 1 }, { 'if-match': '"1"' });
    expect(await refused(admin.patch(`${desk}/${id}`, { visits: 2 }, { 'if-match': '"1"' }))).toBe(
      '412 platform.version-conflict',
    );
    const clerk = await server.as('civil-clerk');
    expect(await refused(clerk.patch(`${desk}/${id}`, { visits: 2 }))).toBe('403 platform.forbidden');
    const elsewhere = await server.as('market-head');
    expect(await refused(elsewhere.patch(`${desk}/${id}`, { visits: 2 }))).toBe('404 item.not-found');
    expect(
      await refused(elsewhere.post(desk, { agency: 'civil-affairs', code: '370000990003', name: '越界' })),
    ).toBe('403 platform.forbidden');
    expect((await read(id)).content['visits']).toBe(1);
  });

  it('take only elements of the list in their shape, and null takes one out', async () => {
    const id = await begin('370000990004');
    const wrong = await admin.patch<Refusal>(`${desk}/${id}`, { materials: 'none', colour: 'red' });
    expect(wrong.status).toBe(400);
    expect(wrong.body.errors?.map(({ path: field }) => field).toSorted()).toEqual(['/colour', '/materials']);
    await admin.patch(`${desk}/${id}`, { visitReason: { zh: '核验原件', en: 'Originals are checked' } });
    await admin.patch(`${desk}/${id}`, { visitReason: null });
    expect(await read(id)).toMatchObject({ rowVersion: 3 });
    expect((await read(id)).content).not.toHaveProperty('visitReason');
  });

  it('inherit what their base item fixes and cannot alter it', async () => {
    await asSystem(server.services, 'tests keep a base item', (ctx) =>
      saveBaseItem(ctx, { ...card, code: '370000990005', name: '上级统一名称' }),
    );
    const id = await begin('370000990005');
    await admin.patch(`${desk}/${id}`, { base: '370000990005' });
    const inherited = await read(id);
    expect(inherited.base).toMatchObject({ name: '上级统一名称' });
    expect(inherited.content).toMatchObject({ name: '上级统一名称', conditions: card.conditions });
    expect(await refused(admin.patch(`${desk}/${id}`, { name: '自己的名称' }))).toBe('409 item.alters-base');
  });

  it('tell what a revision changes and saves, and what would be found before it is saved', async () => {
    const current = (
      await admin.get<{ items: { id: string; name: string }[] }>(`${desk}?state=published&q=过户`)
    ).body.items[0];
    const id = (await admin.post<{ id: string }>(`${desk}/${current?.id}/revise`, {})).body.id;
    const draft = await read(id);
    const materials = (draft.content['materials'] as { need: string; metBy?: unknown }[]).slice(1);
    await admin.patch(`${desk}/${id}`, { materials });
    const diff = await admin.get<{ changed: { field: string }[]; saved: Record<string, number> }>(
      `${desk}/${id}/diff/${current?.id}`,
    );
    expect(diff.body.changed.map(({ field }) => field)).toContain('materials');
    expect(diff.body.saved).toMatchObject({ steps: 0, days: 0 });
    const found = await admin.post<{ defects: { field: string }[] }>(`${desk}/audit`, {
      ...draft.content,
      enquiryPhone: '12345678',
    });
    expect(found.body.defects.map(({ field }) => field)).toEqual(['enquiryPhone']);
    expect((await read(id)).rowVersion).toBe(2);
    expect(draft.versions.map(({ state }) => state)).toEqual(['draft', 'published']);
  });

  it('leave an audit record of each step', async () => {
    const rows = await server.services.database.db
      .selectFrom('auditLog')
      .select('action')
      .where('entity', '=', 'item')
      .where('action', 'in', ['item.draft', 'item.edit', 'item.review', 'item.leave-review'])
      .execute();
    expect(new Set(rows.map(({ action }) => action)).size).toBe(4);
  });
});
