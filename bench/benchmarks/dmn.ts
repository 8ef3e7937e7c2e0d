import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { qc } from '../harness/cli.ts';
import { root, withFolder } from '../harness/folders.ts';
import type { Bench, Benchmark, Result } from '../harness/model.ts';

interface Report {
  passed: number;
  failed: number;
}

/** The suite is not part of the repository: `DMN_TCK` says where it is, else it is looked for beside it. */
async function run(bench: Bench): Promise<Result> {
  const suite = path.resolve(root, process.env['DMN_TCK'] ?? '../shared/suites/dmn-tck');
  const level = path.join(suite, 'compliance-level-3');
  if (!existsSync(level))
    return { measures: [], notes: [`Not run: there is no suite at the place of DMN_TCK.`] };
  const folders = await readdir(level);
  const foreign = folders.find((name) => name.startsWith('0076'));
  const [all, without] = await withFolder(async (dataDir) => [
    await qc<Report>(dataDir, ['tck', level]),
    foreign ? await qc<Report>(dataDir, ['tck', path.join(level, foreign)]) : { passed: 0, failed: 0 },
  ]);
  const passed = all.passed - without.passed;
  const of = passed + all.failed - without.failed;
  bench.say(`${passed} of ${of}`);
  return {
    measures: [
      {
        what: 'DMN TCK, level 3 without Java',
        unit: '%',
        runs: [(passed * 100) / of],
        target: { kind: 'atLeast', value: 99.5 },
      },
    ],
    notes: [
      `${passed} of ${of} expected results in ${folders.length - (foreign ? 1 : 0)} folders by \`./qc tck\`; folder 0076 calls Java (docs/dmn-tck.md).`,
    ],
  };
}

export const dmn: Benchmark = { name: 'dmn', what: 'the public suite of DMN', run };
