import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from './folders.ts';

const run = promisify(execFile);

/** Runs `./qc COMMAND --json` on a data folder; it works beside a running server or without one. */
export async function qc<T>(dataDir: string, args: readonly string[]): Promise<T> {
  const { stdout } = await run(path.join(root, 'qc'), [...args, '--json'], {
    env: { ...process.env, QC_DATA: dataDir },
    maxBuffer: 2 ** 28,
  }).catch((error: { code?: unknown; stdout?: string }) => {
    // A report that found something wrong is still a report.
    if (error.code === 1 && error.stdout) return { stdout: error.stdout };
    throw error;
  });
  return JSON.parse(stdout) as T;
}

export async function tokenOf(dataDir: string, account: string): Promise<string> {
  return (await qc<{ token: string }>(dataDir, ['token', '--as', account])).token;
}
