import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type Client, type TestServer } from '@quancheng/testing';
import { asSystem, root } from '@quancheng/server';
import {
  diffItems,
  importItems,
  readRows,
  usualMapping,
  type ImportReport,
  type ItemContent,
} from './index.ts';

interface List {
  items: {
    code: string;
    name: string;
    title: { zh: string };
    state?: string;
    defects?: { rule: string }[];
  }[];
  next: string | null;
}

describe('items', () => {
  let server: TestServer;
  let dir: string;
  let admin: Client;
  beforeAll(async () => {
    server = await startTestServer();
    admin = await server.as('admin');
    dir = await mkdtemp(path.join(os.tmpdir(), 'qc-items-'));
  });
  afterAll(async () => {
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const search = async (q: string, more = '') =>
    (await server.anonymous.get<List>(`/api/v1/items?q=${encodeURIComponent(q)}${more}`)).body.items.map(
      ({ title }) => title.zh,
    );

  it.each(['老年证', '老年人优待证', 'laonianren', 'lnryd', '老年人忧待证', '敬老卡'])(
    'are found by %s',
    async (query) => {
      expect((await search(query))[0]).toContain('老年证');
    },
  );

  it.each([
    ['房产证过户', '过户'],
    ['二手房', '过户'],
    ['饭店', '食品'],
    ['物业费', '物业费'],
  ])('are found by the everyday word %s', async (query, expected) => {
    expect((await search(query)).join()).toMatch(new RegExp(expected));
  });

  it.each(['老年证', 'laonianzheng'])('stand with what most people want first: %s', async (query) => {
    expect((await search(query)).slice(0, 2)).toEqual(['办老年证', '换老年证、补老年证']);
  });

  it.each(['食品经营', '食品经营许可', '经营许可'])(
    'are found at the desk by a part of a long word: %s',
    async (q) => {
      const { body } = await admin.get<{ items: { name: string }[] }>(
        `/api/v1/desk/items?q=${encodeURIComponent(q)}`,
      );
      expect(body.items.map(({ name }) => name).join()).toContain('食品经营许可');
    },
  );

  it('page by a cursor, and refuse one that is not ours', async () => {
    const first = await server.anonymous.get<List>('/api/v1/items?limit=4');
    const second = await server.anonymous.get<List>(`/api/v1/items?limit=4&cursor=${first.body.next}`);
    const codes = [...first.body.items, ...second.body.items].map(({ code }) => code);
    expect(new Set(codes).size).toBe(7);
    expect(second.body.next).toBeNull();
    expect((await server.anonymous.get<{ code: string }>('/api/v1/items?cursor=nonsense')).body.code).toBe(
      'platform.invalid-input',
    );
  });

  async function importFile(file: string): Promise<ImportReport> {
    const run = <T>(work: Parameters<typeof asSystem<T>>[2]) =>
      asSystem(server.services, 'tests import items', work);
    return importItems(run, readRows(file), { origin: path.basename(file), mapping: usualMapping });
  }

  it('come from CSV with each bad row told and kept', async () => {
    const file = path.join(dir, 'items.csv');
    await writeFile(
      file,
      '\uFEFF事项名称,实施编码,部门\n甲事项,X-1,某局\n,X-2,某局\n乙事项,,某局\n甲又一次,X-1,某局\n',
    );
    const report = await importFile(file);
    expect(report).toMatchObject({ created: 1, updated: 0, unchanged: 0, rejected: 3, withDefects: 1 });
    expect(report.rejectedRows.map(({ row }) => row)).toEqual([3, 4, 5]);
    expect(await importFile(file)).toMatchObject({ created: 0, unchanged: 1, rejected: 3 });
    const kept = await server.services.database.db
      .selectFrom('itemQuarantine')
      .select('rowNumber')
      .where('origin', '=', 'items.csv')
      .execute();
    expect(kept).toHaveLength(3);
    await writeFile(file, '事项名称,实施编码,部门\n甲事项改名,X-1,某局\n');
    expect(await importFile(file)).toMatchObject({ updated: 1 });
  });

  it('come from XLSX as the reader of the sheet sees it', async () => {
    const file = path.join(dir, 'items.xlsx');
    const workbook = new ExcelJS.Workbook();
    const sheet = workbook.addWorksheet('清单');
    sheet.addRow(['事项名称', '实施编码', '承诺办结时限']);
    sheet.addRow([{ richText: [{ text: '丙' }, { text: '事项' }] }, 'X-9', '5个工作日']);
    await workbook.xlsx.writeFile(file);
    expect(await importFile(file)).toMatchObject({ created: 1, rejected: 0 });
  });

  const shared = path.join(root, '../shared/data/items-district.json');
  it.runIf(existsSync(shared))(
    'take a real, untidy list whole, and never show it to the public',
    async () => {
      const report = await importFile(shared);
      expect(report).toMatchObject({
        created: 1135,
        updated: 0,
        unchanged: 0,
        rejected: 0,
        withDefects: 1135,
      });
      expect(await importFile(shared)).toMatchObject({
        created: 0,
        updated: 0,
        unchanged: 1135,
        rejected: 0,
      });
      const drafts = await admin.get<List>(
        `/api/v1/desk/items?state=draft&q=${encodeURIComponent('职业技能鉴定补贴')}`,
      );
      expect(drafts.body.items.map(({ name }) => name)).toContain('职业技能鉴定补贴申领');
      expect(drafts.body.items[0]?.defects?.map(({ rule }) => rule)).toContain('legal-basis');
      expect(await search('职业技能鉴定补贴')).not.toContain('职业技能鉴定补贴申领');
    },
  );
  it.skipIf(existsSync(shared))('are not tried on the real list, which this machine does not have', () => {
    expect(existsSync(shared)).toBe(false);
  });

  it('are drafted, reviewed, published and withdrawn, and nothing defective is published', async () => {
    const { body } = await admin.get<List & { items: { id: string }[] }>('/api/v1/desk/items?state=draft');
    const draft = body.items[0];
    expect(draft).toBeDefined();
    const url = `/api/v1/desk/items/${draft?.id}`;
    expect((await admin.post<{ code: string }>(`${url}/publish`, {})).body.code).toBe('item.wrong-state');
    expect((await admin.post(`${url}/review`, {})).status).toBe(200);
    expect((await admin.post<{ code: string }>(`${url}/publish`, {})).body.code).toBe('item.defective');
    expect((await admin.post(`${url}/return`, {})).status).toBe(200);
    expect((await (await server.as('civil-clerk')).post(`${url}/review`, {})).status).toBe(403);
  });

  it('say what a revision saves', () => {
    const before = {
      steps: [1, 2, 3],
      promised: { amount: 10 },
      materials: [{ need: 'needed' }, { need: 'needed' }],
    } as unknown as ItemContent;
    const after = {
      steps: [1, 2],
      promised: { amount: 5 },
      materials: [{ need: 'needed' }],
    } as unknown as ItemContent;
    expect(diffItems(before, after).saved).toEqual({ steps: 1, days: 5, materials: 1 });
  });

  it('give three rates, each with its denominator and what it leaves out', async () => {
    const { body } = await server.anonymous.get<{
      rates: { id: string; numerator: number; denominator: number; excludedCount: number }[];
      groups: unknown[];
    }>('/api/v1/rates');
    expect(body.rates.map(({ id }) => id)).toEqual(['included', 'online', 'noVisit']);
    const online = body.rates[1];
    expect(online?.numerator).toBe(online?.denominator);
    expect(online?.denominator).toBeGreaterThan(0);
    expect(body.groups.length).toBeGreaterThan(3);
  });
});
