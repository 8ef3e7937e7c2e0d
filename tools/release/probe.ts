import { execFile, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

/** Runs inside a namespace without a network: starts the release in the folder named, asks it, stops it, and tells. */

const qc = path.join(process.argv[2] ?? '.', 'qc');

async function ask(url: string): Promise<{ status: number; text: string }> {
  const answer = await fetch(url, { headers: { accept: 'text/html,application/json' } });
  return { status: answer.status, text: await answer.text() };
}

await promisify(execFile)(qc, ['schema', 'apply']);
const child = spawn(qc, ['serve', '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
const origin = await new Promise<string>((resolve, reject) => {
  child.once('close', (code) => reject(new Error(`the server ended with ${code}`)));
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('{"ready":true,')) resolve((JSON.parse(line) as { origin: string }).origin);
  });
});
const home = await ask(`${origin}/`);
const script = /src="(\/assets\/[^"]+\.js)"/.exec(home.text)?.[1] ?? '/none';
const report = {
  home: { status: home.status, hasSearch: home.text.includes('type="search"') },
  script: (await ask(`${origin}${script}`)).status,
  items: await ask(`${origin}/api/v1/items?q=lnz`),
  outside: await fetch('https://registry.npmjs.org/').then(
    () => 'reached',
    () => 'nothing in reach',
  ),
};
child.kill('SIGTERM');
process.stdout.write(`${JSON.stringify({ ...report, code: await ended })}\n`);
