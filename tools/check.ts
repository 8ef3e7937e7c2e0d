import { pathToFileURL } from 'node:url';
import { checkContracts } from './contracts.ts';
import { checkLicences } from './licences.ts';
import { checkPunctuation } from './punctuation.ts';
import { root, run, step, type StepResult } from './steps.ts';

/** Format, Chinese punctuation, lint, types, arrows, unused code, licences, contracts: everything that needs no running server. */
export async function check(): Promise<StepResult[]> {
  return [
    await step('format', () => run('prettier', ['--check', '--log-level', 'warn', '.'])),
    await step('punctuation', checkPunctuation),
    await step('lint', () => run('oxlint', ['--type-aware', '--deny-warnings', '.'])),
    await step('types', () => run('node', ['node_modules/typescript7/bin/tsc', '--noEmit', '-p', '.'])),
    await step('arrows', arrows),
    await step('unused code', () => run('knip', ['--no-progress'])),
    await step('licences', checkLicences),
    await step('contracts', checkContracts),
  ];
}

/** A check that cruised nothing would pass in silence, so the number of modules is looked at. */
async function arrows(): Promise<{ code: number; output: string }> {
  const result = await run('depcruise', [
    'packages',
    'packs',
    'cities',
    'tools',
    'e2e',
    '--config',
    '.dependency-cruiser.mjs',
  ]);
  const modules = Number(/(\d+) modules/.exec(result.output)?.[1] ?? 0);
  return modules < 100
    ? { code: 1, output: `${result.output}\nonly ${modules} modules were cruised` }
    : result;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.chdir(root);
  const results = await check();
  const failed = results.filter(({ ok }) => !ok).length;
  process.stdout.write(`${results.length - failed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}
