import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { qc } from '../../bench/harness/cli.ts';
import { columns } from '../../bench/harness/item-list.ts';
import { residentMb, withOwner, type Product } from '../../bench/harness/product.ts';

export const memoryEveryMs = 10_000;

/** Resident memory of the server every ten seconds. */
export async function watchMemory({ pid }: Product, isOver: () => boolean): Promise<number[]> {
  const samples: number[] = [];
  while (!isOver()) {
    samples.push(await residentMb(pid));
    await sleep(memoryEveryMs);
  }
  return samples;
}

const rowsAList = 200;
const everyMs = 120_000;

/** An agency sends its list of items again and again, each time with other names; answers how many were taken. */
export async function importLists(dataDir: string, isOver: () => boolean): Promise<number> {
  const agency = await withOwner(dataDir, async (client) => {
    const { rows } = await client.query<{ code: string; name: string }>(
      'select code, name_zh as name from agency order by code limit 1',
    );
    return rows[0] ?? { code: '', name: '' };
  });
  let taken = 0;
  for (let turn = 0; !isOver(); turn += 1) {
    const file = path.join(dataDir, `list-${turn}.csv`);
    await writeFile(file, listOf(agency, turn));
    const report = await qc<{ created: number; updated: number }>(dataDir, ['items', 'import', file]);
    taken += report.created + report.updated;
    for (let waited = 0; waited < everyMs && !isOver(); waited += 1000) await sleep(1000);
  }
  return taken;
}

function listOf(agency: { code: string; name: string }, turn: number): string {
  const rows = Array.from({ length: rowsAList }, (_, index) => [
    `${agency.code}3${String(index).padStart(12, '0')}`,
    `演示备案（第 ${index + 1} 类，第 ${turn + 1} 版）`,
    agency.name,
    agency.code,
    '370100',
    '07',
    '2',
    '20',
    '10',
    '0',
    '0531-12345000',
  ]);
  return [columns, ...rows].map((row) => row.join(',')).join('\n');
}
