import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './harness/folders.ts';
import { builtWeb, installPeers } from './harness/install.ts';
import type { Bench, Benchmark } from './harness/model.ts';
import type { Done } from './harness/report.ts';

/** `npm run bench -- NAME|all`: measures the product against peers, floors and its targets. */

const names = [
  'instant',
  'stored',
  'reads',
  'decision',
  'dmn',
  'start',
  'pages',
  'pdf',
  'items',
  'people',
  'documents',
  'licence-files',
  'licence-stock',
  'sealed-cases',
  'tokens',
  'holdings',
  'live-code',
] as const;

const usage = `npm run bench -- NAME…|all [--quick] [--json]

  ${names.join(' ')}

  all      every benchmark in this order
  --quick  a tenth of the length and one run: shows that everything runs, the numbers mean little
  --json   the figures as JSON on the standard output

Each writes its part of bench/results.md, unless it is quick. It exits with 1 when a target is missed, with 2
when the command was not understood.
`;

// What was started ends with us, also when we are interrupted.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));

const { chosen, quick, json } = readOptions();
installPeers();
await builtWeb();
const { lineOf, renderHead, renderPart, summarise } = await import('./harness/report.ts');
const { describeMachine } = await import('./harness/machine.ts');
const { keepPart } = await import('./harness/parts.ts');

const done: Done[] = [];
for (const name of chosen) {
  const benchmark = await load(name);
  say(`${benchmark.name}: ${benchmark.what}`);
  const result = await benchmark.run(createBench());
  done.push({ benchmark, result });
  for (const measure of result.measures) say(`  ${lineOf(benchmark, measure)}`);
  if (!quick) await keep({ benchmark, result });
}

const figures = done.flatMap(({ benchmark, result }) =>
  result.measures.map((measure) => summarise(benchmark, measure)),
);
if (json) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
process.exitCode = figures.every(({ met }) => met) ? 0 : 1;

/** Each figure is kept as soon as it is there: the whole list takes an hour. */
async function keep(one: Done): Promise<void> {
  await keepPart({
    file: path.join(root, 'bench/results.md'),
    head: renderHead(await describeMachine()),
    name: one.benchmark.name,
    text: renderPart(one),
    order: names,
  });
}

/** A benchmark is loaded when it is its turn: what it compares with may be installed by then only. */
async function load(name: (typeof names)[number]): Promise<Benchmark> {
  const module = (await import(`./benchmarks/${name}.ts`)) as Record<string, Benchmark>;
  const exported = name.replaceAll(/-./g, (letters) => letters.slice(1).toUpperCase());
  const benchmark = module[exported];
  if (!benchmark) throw new Error(`bench/benchmarks/${name}.ts exports no «${exported}»`);
  return benchmark;
}

function createBench(): Bench {
  return {
    quick,
    rounds: quick ? 1 : 5,
    length: (full) => (quick ? Math.ceil(full / 10) : full),
    say: (line) => say(`  ${line}`),
  };
}

function say(line: string): void {
  (json ? process.stderr : process.stdout).write(`${line}\n`);
}

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { help: { type: 'boolean' }, quick: { type: 'boolean' }, json: { type: 'boolean' } },
    });
    if (values.help) {
      process.stdout.write(usage);
      process.exit(0);
    }
    const all = positionals.includes('all');
    const unknown = positionals.filter((name) => name !== 'all' && !names.includes(name as never));
    if (positionals.length === 0 || unknown.length > 0)
      throw new Error(unknown.length > 0 ? `no benchmark ${unknown.join(', ')}` : 'which benchmark?');
    return {
      chosen: names.filter((name) => all || positionals.includes(name)),
      quick: values.quick === true,
      json: values.json === true,
    };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exit(2);
  }
}
