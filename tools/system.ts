import { existsSync } from 'node:fs';
import { run } from './steps.ts';

/** What tests need from the system, and how to see that it is there. */
async function missingPackages(): Promise<string[]> {
  const fonts = await run('fc-list', [':lang=zh-cn']);
  return [
    ...(existsSync('/usr/bin/chromium') ? [] : ['chromium']),
    ...(fonts.code === 0 && fonts.output.trim() !== '' ? [] : ['fonts-noto-cjk', 'fontconfig']),
    ...(process.env['CI'] === 'true'
      ? forCi.filter(([file]) => !existsSync(file)).map(([, name]) => name)
      : []),
  ];
}

/** Tests that need these say so and are skipped where they are missing, but not here: by file, the package. */
const forCi = [
  ['/usr/lib/postgresql/15/bin/postgres', 'postgresql-15'],
  ['/usr/lib/softhsm/libsofthsm2.so', 'softhsm2'],
  ['/usr/sbin/clamd', 'clamav-daemon'],
] as const;

/** Installs it through apt where this account may; else says the command and fails, so that nothing is skipped in silence. */
export async function ensureSystem(): Promise<{ code: number; output: string }> {
  const missing = await missingPackages();
  if (missing.length === 0) return { code: 0, output: '' };
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    return { code: 1, output: `needed: sudo ${command}` };
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], { env });
  const result = await run('apt-get', ['install', '-y', '--no-install-recommends', ...missing], { env });
  const still = await missingPackages();
  return still.length === 0
    ? { code: 0, output: '' }
    : { code: 1, output: `${result.output}\nstill missing: ${still.join(' ')}; try: ${command}` };
}
