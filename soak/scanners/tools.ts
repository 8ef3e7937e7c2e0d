import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  addressOf,
  exampleOf,
  operationsOf,
  type OpenApi,
} from '../../packages/server/src/security/operations.ts';

export interface Finding {
  tool: 'sqlmap' | 'wapiti';
  what: string;
  where: string;
}

const packages = ['sqlmap', 'wapiti'];

/** Installs the scanners when this machine lets us; otherwise says how. */
export async function ensureTools(say: (line: string) => void): Promise<void> {
  const missing: string[] = [];
  for (const name of packages)
    if ((await run('sh', ['-c', `command -v ${name}`])).code !== 0) missing.push(name);
  if (missing.length === 0) return;
  const command = ['apt-get', 'install', '-y', '--no-install-recommends', ...missing];
  say(command.join(' '));
  const { code } = process.getuid?.() === 0 ? await run(command[0] ?? '', command.slice(1)) : { code: 1 };
  if (code !== 0) throw new Error(`install the scanners first: sudo ${command.join(' ')}`);
}

/** Injects into every query, path and body of the OpenAPI. */
export async function runSqlmap(origin: string, folder: string, level: number): Promise<Finding[]> {
  const document = (await (await fetch(new URL('/api/openapi.json', origin))).json()) as OpenApi;
  const requests = path.join(folder, 'requests.log');
  await writeFile(requests, requestLog(document, origin));
  const results = path.join(folder, 'sqlmap.csv');
  await run(
    'sqlmap',
    [
      [
        '-l',
        requests,
        '--batch',
        '--ignore-stdin',
        '--level',
        String(level),
        '--risk',
        '1',
        '--dbms',
        'postgresql',
      ],
      ['--technique', 'BEUST', '--threads', '4', '--flush-session', '--disable-coloring', '-v', '0'],
      ['--results-file', results, '--output-dir', path.join(folder, 'sqlmap'), '--time-sec', '3'],
    ].flat(),
  );
  // The file holds a line a parameter that it could inject into; without one it may not have been written.
  const rows = (await readFile(results, 'utf8').catch(() => '')).split('\n').slice(1).filter(Boolean);
  return rows
    .filter((row) => !row.includes('false positive or unexploitable')) // its own verdict, after a second look
    .map((row) => ({ tool: 'sqlmap', what: 'injection', where: row }));
}

/** Requests as a proxy would have logged them; `*` marks the places of a path that are injected into. */
export function requestLog(document: OpenApi, origin: string): string {
  const line = '='.repeat(54);
  return operationsOf(document)
    .map((operation) => {
      const query = Object.fromEntries(
        Object.entries(operation.query)
          // A cursor that is not ours is refused, and everything else of the request with it.
          .filter(([name]) => name !== 'cursor')
          .map(([name, schema]) => [name, String(exampleOf(schema))]),
      );
      const given = Object.fromEntries(
        Object.entries(operation.params).map(([name, schema]) => [name, `${String(exampleOf(schema))}*`]),
      );
      const body = operation.body ? JSON.stringify(exampleOf(operation.body)) : '';
      return [
        line,
        `12:00:00  ${origin}  [127.0.0.1]`,
        line,
        `${operation.method} ${addressOf(operation, given, query).replaceAll('%2A', '*')} HTTP/1.1`,
        `Host: ${new URL(origin).host}`,
        ...(body === '' ? [] : ['Content-Type: application/json']),
        '',
        ...(body === '' ? [] : [body, '']),
        line,
        '',
      ].join('\n');
    })
    .join('\n');
}

const modules = ['xss', 'permanentxss', 'sql', 'blindsql', 'exec', 'file', 'redirect', 'crlf', 'methods'];

interface Report {
  vulnerabilities: Record<string, { method: string; path: string; parameter: string; info: string }[]>;
}

/** Walks the pages from the home page on and attacks what it finds. */
export async function runWapiti(origin: string, folder: string, seconds: number): Promise<Finding[]> {
  const output = path.join(folder, 'wapiti.json');
  const session = path.join(folder, 'wapiti');
  await mkdir(session, { recursive: true });
  await run(
    'wapiti',
    [
      ['-u', `${origin}/`, '--scope', 'domain', '-m', modules.join(','), '-f', 'json', '-o', output],
      ['--store-session', session, '--store-config', session, '--flush-session', '--no-bugreport'],
      ['--max-scan-time', String(seconds), '--max-attack-time', String(seconds / 4), '-v', '0'],
      [
        '-s',
        `${origin}/search?q=a`,
        '-s',
        `${origin}/verify/AAAA`,
        '-s',
        `${origin}/signin?uid=x&error=y&account=z`,
      ],
      ['-s', `${origin}/auth/login?return=/`, '-s', `${origin}/api/v1/items?q=a&limit=2`],
    ].flat(),
  );
  const report = JSON.parse(await readFile(output, 'utf8')) as Report;
  return Object.entries(report.vulnerabilities).flatMap(([what, found]) =>
    found.map(({ method, path: at, parameter, info }) => ({
      tool: 'wapiti' as const,
      what,
      where: `${method} ${at} ${parameter}: ${info}`,
    })),
  );
}

function run(command: string, args: readonly string[]): Promise<{ code: number; out: string }> {
  return new Promise((resolve) => {
    const child = execFile(command, args, { maxBuffer: 2 ** 28 }, (error, out) =>
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, out }),
    );
    child.stdin?.end();
  });
}
