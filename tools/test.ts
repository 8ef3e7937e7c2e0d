import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { check } from './check.ts';
import { startDebianPostgres } from './debian-postgres.ts';
import { ensureSystem } from './system.ts';
import { buildWeb } from './web.ts';
import { root, run, step } from './steps.ts';

/** `npm test`: the whole check of the product; its last line is `N passed, N failed`. */

process.chdir(root);
const began = Date.now();
let passed = 0;
let failed = 0;
const count = (results: readonly { ok: boolean }[]): void => {
  passed += results.filter(({ ok }) => ok).length;
  failed += results.filter(({ ok }) => !ok).length;
};

/** Runs vitest and adds up its tests; a run that reports none has failed. */
async function vitest(name: string, args: string[], env: Record<string, string> = {}): Promise<void> {
  const report = path.join(root, '.cache', `vitest-${name.replaceAll(/\W+/g, '-')}.json`);
  await rm(report, { force: true });
  process.stdout.write(`\n— ${name}\n`);
  const { code } = await run('vitest', ['run', ...args, `--outputFile.json=${report}`], {
    env: { NO_COLOR: '1', ...env },
    show: true,
  });
  const text = await readFile(report, 'utf8').catch(() => null);
  const result =
    text === null ? null : (JSON.parse(text) as { numPassedTests: number; numFailedTests: number });
  passed += result?.numPassedTests ?? 0;
  failed += result?.numFailedTests ?? 0;
  if (code !== 0 && (result?.numFailedTests ?? 0) === 0) failed += 1;
  if (code === 0 && (result?.numPassedTests ?? 0) === 0) failed += 1;
}

count([await step('system packages', ensureSystem)]);
count([await step('web build', () => buildWeb())]);
count(await check());
await vitest('unit and integration', []);
await vitest('browser', ['--config', 'e2e/vitest.config.ts']);
if (process.env['CI'] === 'true') {
  const postgres = await startDebianPostgres();
  try {
    await vitest('kernel on PostgreSQL 15', ['packages/kernel'], {
      TEST_DATABASE_URL: postgres.url,
    });
  } finally {
    await postgres.stop();
  }
}
process.stdout.write(`\n${Math.round((Date.now() - began) / 1000)} s\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
