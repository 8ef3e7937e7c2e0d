import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '@quancheng/testing';
import { asSystem, root } from '@quancheng/server';
import { listAgencies } from '../../subject/organisation/index.ts';
import { publishItem, saveBaseItem, type ItemContent } from './index.ts';

describe('a base item', () => {
  let server: TestServer;
  let item: ItemContent;
  beforeAll(async () => {
    server = await startTestServer();
    const text = await readFile(path.join(root, 'packs/civil-affairs/items/elderly-card.json'), 'utf8');
    item = {
      ...(JSON.parse(text) as ItemContent),
      code: '37201299900A',
      slug: 'based-card',
      base: '37201299900A',
    };
  });
  afterAll(() => server.stop());

  const publish = (changes: Partial<ItemContent>) =>
    asSystem(server.services, 'tests publish an item', async (ctx) => {
      const agency = (await listAgencies(ctx.tx)).find(({ slug }) => slug === 'civil-affairs');
      if (!agency) throw new Error('no agency');
      return publishItem(ctx, { item: { ...item, ...changes }, agency, pack: null });
    });

  it('fixes ten elements that the levels below inherit, and leaves them the rest', async () => {
    await asSystem(server.services, 'tests keep a base item', (ctx) => saveBaseItem(ctx, item));
    expect((await publish({})).changed).toBe(true);
    expect((await publish({})).changed).toBe(false);
    const ours = {
      promised: { amount: 0, unit: 'workingDay' as const },
      places: item.places.slice(0, 1),
      popular: false,
    };
    expect(await publish(ours)).toMatchObject({ version: 2, changed: true });
  });

  it.each<[string, Partial<ItemContent>]>([
    ['name', { name: '另一个名称' }],
    ['conditions', { conditions: [{ zh: '满 50 周岁', en: 'aged 50' }] }],
    [
      'fees',
      {
        fees: [
          {
            name: { zh: '工本费', en: 'Fee' },
            amount: 100,
            unit: { zh: '张', en: 'card' },
            basis: { zh: '自定', en: 'Own' },
          },
        ],
        onlinePayment: true,
      },
    ],
    ['serviceObjects', { serviceObjects: [2] as never, themes: { person: [], enterprise: ['x'] } }],
  ])('refuses one that alters %s', async (element, changes) => {
    await expect(publish(changes)).rejects.toMatchObject({
      entry: { code: 'item.alters-base' },
      values: { elements: expect.stringContaining(element) },
    });
  });

  it('keeps one version in force at a time', async () => {
    const { rows } = await server.services.database.pool.query<{ n: string }>(
      "select count(*) as n from item_version where slug = 'based-card' and state = 'published'",
    );
    expect(Number(rows[0]?.n)).toBe(1);
  });
});
