import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../bench/harness/folders.ts';
import { builtWeb } from '../bench/harness/install.ts';
import { describeMachine } from '../bench/harness/machine.ts';
import { keepPart } from '../bench/harness/parts.ts';
import { day } from './day/day.ts';
import type { Soak } from './harness/model.ts';
import { renderHead, renderRun, spoken } from './harness/report.ts';
import { kills } from './kills/kills.ts';
import { scanners } from './scanners/scanners.ts';

/** `npm run soak -- NAME|all`: hard days in full length, and what must hold after them. */

const soaks: readonly Soak[] = [kills, day, scanners];

const usage = `npm run soak -- NAME…|all [--minutes N] [--seed N] [--json]

${soaks.map(({ name, what }) => `  ${name.padEnd(8)} ${what}`).join('\n')}

  --minutes  how long a day lasts (30); kills takes as long as its forty kills take
  --seed     what decides who, what and when (1)
  --json     the results as JSON on the standard output

Each writes its part of bench/soak.md. It exits with 1 when something did not hold, with 2 when the command
was not understood.
`;

// What was started ends with us, also when we are interrupted.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));

const { chosen, minutes, seed, json } = readOptions();
await builtWeb();
const results = [];
for (const soak of chosen) {
  say(`${soak.name}: ${soak.what}`);
  const began = performance.now();
  const result = await soak.run({ seed, minutes, say: (line) => say(`  ${line}`) });
  const seconds = (performance.now() - began) / 1000;
  for (const { what, holds, found } of result.invariants) say(`  ${holds ? '✓' : '✗'} ${what}: ${found}`);
  await keep(soak.name, renderRun(soak, result, { seed, seconds }));
  say(`  ${spoken(seconds)}`);
  results.push({ soak: soak.name, seed, seconds, ...result });
}
if (json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
process.exitCode = results.every(({ invariants }) => invariants.every(({ holds }) => holds)) ? 0 : 1;

async function keep(name: string, text: string): Promise<void> {
  await keepPart({
    file: path.join(root, 'bench/soak.md'),
    head: renderHead(await describeMachine()),
    name,
    text,
    order: soaks.map((soak) => soak.name),
  });
}

function say(line: string): void {
  (json ? process.stderr : process.stdout).write(`${line}\n`);
}

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        help: { type: 'boolean' },
        json: { type: 'boolean' },
        minutes: { type: 'string', default: '30' },
        seed: { type: 'string', default: '1' },
      },
    });
    if (values.help) {
      process.stdout.write(usage);
      process.exit(0);
    }
    const all = positionals.includes('all');
    const unknown = positionals.filter(
      (given) => given !== 'all' && !soaks.some(({ name }) => name === given),
    );
    if (positionals.length === 0 || unknown.length > 0)
      throw new Error(unknown.length > 0 ? `no soak ${unknown.join(', ')}` : 'which soak?');
    return {
      chosen: soaks.filter(({ name }) => all || positionals.includes(name)),
      minutes: positive('--minutes', values.minutes),
      seed: positive('--seed', values.seed),
      json: values.json === true,
    };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exit(2);
  }
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`${option} takes a number above 0`);
  return value;
}
