import { spawn } from 'node:child_process';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');
const bin = path.join(root, 'node_modules/.bin');

export interface StepResult {
  name: string;
  ok: boolean;
  seconds: number;
}

/** Runs a program of `node_modules/.bin` or of the system; its output is shown when it fails, or always. */
export function run(
  command: string,
  args: readonly string[],
  options: { env?: Record<string, string>; show?: boolean } = {},
): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}`, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const parts: Buffer[] = [];
    const take = (part: Buffer): void => {
      parts.push(part);
      if (options.show) process.stdout.write(part);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('error', (error) => resolve({ code: 127, output: String(error) }));
    child.once('close', (code) =>
      resolve({ code: code ?? 1, output: Buffer.concat(parts).toString('utf8') }),
    );
  });
}

/** One step of a check, told in a line; what it printed follows when it failed. */
export async function step(
  name: string,
  work: () => Promise<{ code: number; output: string }>,
): Promise<StepResult> {
  const began = Date.now();
  const { code, output } = await work();
  const seconds = (Date.now() - began) / 1000;
  process.stdout.write(`${code === 0 ? '✓' : '✗'} ${name} (${seconds.toFixed(1)} s)\n`);
  if (code !== 0) process.stdout.write(`${output.trimEnd().slice(-12_000)}\n`);
  return { name, ok: code === 0, seconds };
}
