import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { qc, tokenOf } from '../harness/cli.ts';
import { withFolder } from '../harness/folders.ts';
import { columns } from '../harness/item-list.ts';
import { createClient, open } from '../harness/load.ts';
import type { Bench, Benchmark } from '../harness/model.ts';
import { withOwner, withProduct } from '../harness/product.ts';
import { percentile } from '../harness/statistics.ts';

const listed = 100_000;
const perSecond = 100;
const seconds = 15;

const acts = ['申请', '变更', '注销', '延续', '补发', '备案', '核准', '登记', '年检', '查询'];
const things = [
  '食品经营许可证',
  '道路运输证',
  '残疾人证',
  '户外广告设置',
  '取水许可证',
  '排污许可证',
  '医疗机构执业登记',
  '教师资格',
  '建设工程规划许可',
  '营业性演出许可',
  '烟花爆竹零售许可',
  '特种设备使用登记',
  '社会保险登记',
  '住房公积金提取',
  '渔业捕捞许可',
  '林木采伐许可',
  '城市绿地占用',
  '民办学校设立',
  '公共场所卫生许可',
  '计量器具检定',
];
const forWhom = ['个人', '企业', '个体工商户', '社会团体', '农民专业合作社', '外国人', '退役军人', '学生'];
const places = [
  '历下',
  '市中',
  '槐荫',
  '天桥',
  '历城',
  '长清',
  '章丘',
  '济阳',
  '莱芜',
  '钢城',
  '平阴',
  '商河',
];
const words = [
  '食品经营',
  '道路运输',
  '残疾人',
  '取水许可',
  '教师资格',
  '公积金提取',
  'shipin',
  'dlys',
  '社会保险登记',
  '卫生许可',
];

async function run(bench: Bench) {
  return withFolder(async (dataDir) => {
    await withProduct(dataDir, { QC_DEMO_PEOPLE: '100' }, async () => undefined);
    const count = bench.length(listed);
    const agencies = await withProduct(dataDir, { QC_WORKERS: '0' }, () =>
      withOwner(dataDir, async (client) => {
        const { rows } = await client.query<{ code: string; name: string }>(
          'select code, name_zh as name from agency order by code',
        );
        return rows;
      }),
    );
    const file = path.join(dataDir, 'items.csv');
    await pipeline(Readable.from(lines(count, agencies)), createWriteStream(file));
    return withProduct(dataDir, { QC_WORKERS: '0' }, async ({ origin }) => {
      const began = performance.now();
      const report = await qc<{ created: number }>(dataDir, ['items', 'import', file]);
      const taken = (performance.now() - began) / 1000;
      if (report.created !== count) throw new Error(`${report.created} of ${count} items were taken`);
      const token = await tokenOf(dataDir, 'admin');
      return measure(bench, origin, token, { taken, count });
    });
  });
}

function* lines(count: number, agencies: readonly { code: string; name: string }[]): Generator<string> {
  yield `${columns.join(',')}\n`;
  for (let index = 0; index < count; index += 1) {
    const pick = <T>(list: readonly T[], by: number): T => list[Math.floor(index / by) % list.length] as T;
    const agency = pick(agencies, 1);
    const name = `${pick(places, 1)}区${pick(forWhom, 12)}${pick(things, 96)}${pick(acts, 1920)}（第${index + 1}类）`;
    const code = `${agency.code}3${String(index).padStart(12, '0')}`;
    yield `${code},${name},${agency.name},${agency.code},370100,${pick(['01', '07', '20'], 3)},${pick([1, 2], 2)},20,${5 + (index % 15)},${index % 3},0531-12345${String(index % 1000).padStart(3, '0')}\n`;
  }
}

async function measure(
  bench: Bench,
  origin: string,
  token: string,
  { taken, count }: { taken: number; count: number },
) {
  const client = createClient(origin, 50);
  const runs: number[] = [];
  const search = (index: number) =>
    client.send({
      method: 'GET',
      path: `/api/v1/desk/items?q=${encodeURIComponent(words[index % words.length] ?? '')}&limit=20`,
      headers: {
        authorization: `Bearer ${token}`,
        'x-forwarded-for': `10.8.${(index >> 8) & 255}.${index & 255}`,
      },
    });
  for (let index = 0; index < 200; index += 1) await search(index);
  for (let round = 0; round < bench.rounds; round += 1) {
    const { latenciesMs } = await open({ perSecond, seconds: bench.length(seconds) }, search);
    runs.push(percentile(latenciesMs, 0.95));
  }
  client.close();
  return {
    measures: [
      {
        what: `import of ${count.toLocaleString('en')} items`,
        unit: 's',
        runs: [taken],
        target: { kind: 'atMost', value: 120 } as const,
      },
      {
        what: `search, slowest of twenty (p95) at an open ${perSecond}/s`,
        unit: 'ms',
        runs,
        target: { kind: 'atMost', value: 15 } as const,
      },
    ],
    notes: [
      'A generated list in CSV is taken by `./qc items import`: read, examined, cut into words and pinyin, indexed. What is searched are the drafts, by an administrator at the desk, as the public sees published items alone.',
    ],
  };
}

export const items: Benchmark = { name: 'items', what: 'a province’s list of items', run };
