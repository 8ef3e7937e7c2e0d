import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import type { CityConfig } from '@quancheng/pack-sdk';
import type { Context } from '@quancheng/kernel/platform/context';
import { saveDivisions, type Division } from '@quancheng/kernel/subject/organisation';
import { root } from './city.ts';
import { findSetting, saveSetting } from './settings.ts';

/** Loads the divisions of the city, province to village; nothing is written where nothing changed. */
export async function loadDivisions(ctx: Context, folder: string, city: CityConfig): Promise<void> {
  const divisions = [...divisionsOf(city), ...(await villagesOf(folder, city))];
  const hash = createHash('sha256').update(JSON.stringify(divisions)).digest('hex');
  if ((await findSetting(ctx, 'city.divisions')) === hash) return;
  await saveDivisions(ctx, divisions);
  await saveSetting(ctx, 'city.divisions', hash);
}

function divisionsOf({ province, city, districts, towns }: CityConfig): Division[] {
  return [
    { ...province, level: 'province', parentCode: null },
    { ...city, level: 'city', parentCode: province.code },
    ...districts.map((district): Division => ({ ...district, level: 'district', parentCode: city.code })),
    ...towns.map((town): Division => ({ ...town, level: 'town', parentCode: town.code.slice(0, 6) })),
  ];
}

/** Villages and communities are thousands, so they stand in a file of their own. */
async function villagesOf(folder: string, { villages }: CityConfig): Promise<Division[]> {
  if (villages === undefined) return [];
  const text = await readFile(path.join(root, 'cities', folder, villages), 'utf8');
  const rows = parse<{ code: string; zh: string; en: string }>(text, { columns: true });
  return rows.map(({ code, zh, en }) => ({
    code,
    name: { zh, en },
    level: 'village',
    parentCode: code.slice(0, 9),
  }));
}
