import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { combine, split } from 'shamir-secret-sharing';
import { localMaster, masterBytes, type Master } from '@quancheng/kernel/platform/crypto';
import { rewrapAll } from '@quancheng/kernel/subject/keys';
import { root } from '../city.ts';
import { loadConfig, type Config } from '../config/index.ts';
import { masterFile, masterKeyErrors, openToken, readKey, writeKey } from '../master-key.ts';
import { asSystem } from '../services.ts';
import { parse, print, required, UsageError, withServices, type Command } from './command.ts';

const change: Command = {
  name: 'keys change-master',
  usage: 'keys change-master [--to FILE | --to-key LABEL]',
  help: 'Wraps all keys by a new master key; stop every server first. --to: where the new one goes, as when QC_MASTER_KEY is set or a token is left; --to-key: another key of the token',
  run: async (args) => {
    const options = parse(change.usage, args, { to: 'string', 'to-key': 'string' });
    const config = loadConfig(process.env, root);
    const [to, toKey] = [options.text('to'), options.text('to-key')];
    if (toKey !== undefined) return changeTokenKey(config, toKey, options.flag('json'));
    if (config.token !== null && to === undefined)
      throw new UsageError(`QC_PKCS11_MODULE: --to FILE | --to-key LABEL\n\n./qc ${change.usage}`);
    if (config.masterKey !== null && to === undefined)
      throw new UsageError(`QC_MASTER_KEY: --to FILE\n\n./qc ${change.usage}`);
    const own = masterFile(config.dataDir);
    const fresh = randomBytes(masterBytes);
    const file = to ?? `${own}.new`;
    // On the disk before anything is wrapped by it.
    await writeKey(file, fresh);
    const count = await rewrapBy(config, localMaster(fresh));
    const former = to === undefined ? await swap(own, file) : null;
    print({ count, file: to ?? own, former }, options.flag('json'), () =>
      former === null
        ? `${count} 把密钥已改用新的主密钥，在 ${file} 里：请放进 QC_MASTER_KEY，或移到 ${own}；若用过密码设备，去掉 QC_PKCS11_* / ${count} key versions are wrapped by the new master key in ${file}: put it into QC_MASTER_KEY or move it to ${own}; if a token was in use, unset QC_PKCS11_*`
        : `${count} 把密钥已改用新的主密钥；原来的在 ${former}，恢复以前的备份时还要用 / ${count} key versions are wrapped by the new master key; the former one is ${former}, which backups from before need`,
    );
    return true;
  },
};

async function changeTokenKey(config: Config, key: string, json: boolean): Promise<boolean> {
  if (config.token === null) throw masterKeyErrors.tokenMissing();
  const to = openToken({ ...config.token, key });
  const count = await rewrapBy(config, to).finally(to.close);
  print(
    { count, key },
    json,
    () =>
      `${count} 把密钥已改用新的主密钥，请设 QC_PKCS11_KEY=${key} / ${count} key versions are wrapped by the new master key: set QC_PKCS11_KEY=${key}`,
  );
  return true;
}

/** Wraps everything by another master key than that of the configuration. */
export function rewrapBy(config: Config, to: Master): Promise<number> {
  return withServices(
    (services) =>
      asSystem(services, 'the operator of the machine changes the master key', (ctx) =>
        rewrapAll(ctx, services.master, to),
      ),
    config,
  );
}

/** Puts the new file in the place of the former one, which is kept. */
async function swap(own: string, fresh: string): Promise<string> {
  const former = await setAside(own);
  await rename(fresh, own);
  return former;
}

/** Keeps a file of a master key that is not in use any more: backups from before need it. */
export async function setAside(own: string): Promise<string> {
  const former = `${own}.until-${new Date().toISOString().replaceAll(/[:.]/g, '')}`;
  await rename(own, former);
  return former;
}

const most = 20;

const divide: Command = {
  name: 'keys split-master',
  usage: 'keys split-master DIR [--shares 3] [--needed 2]',
  help: 'Writes the master key as shares for several keepers: any of them together, as many as are needed, make it again; fewer tell nothing',
  run: async (args) => {
    const options = parse(divide.usage, args, { shares: 'string', needed: 'string' });
    const dir = required(options.positionals[0], divide.usage);
    const shares = Number(options.text('shares') ?? 3);
    const needed = Number(options.text('needed') ?? 2);
    const isSound = Number.isInteger(shares) && Number.isInteger(needed);
    if (!isSound || needed < 2 || shares < needed || shares > most)
      throw new UsageError(`2 ≤ needed ≤ shares ≤ ${most}\n\n./qc ${divide.usage}`);
    const { masterKey, dataDir, token } = loadConfig(process.env, root);
    if (token !== null) throw masterKeyErrors.inToken();
    const file = masterFile(dataDir);
    const key = masterKey ?? readKey(await readFile(file, 'utf8'));
    if (!key) throw masterKeyErrors.masterKeyBroken({ file });
    const files = await writeShares(key, { dir, shares, needed });
    print({ files, needed }, options.flag('json'), () => files.join('\n'));
    return true;
  },
};

const join: Command = {
  name: 'keys join-master',
  usage: 'keys join-master SHARE… [--to FILE]',
  help: 'Makes the master key again from shares, where there is none; --to: into another file',
  run: async (args) => {
    const options = parse(join.usage, args, { to: 'string' });
    if (options.positionals.length < 2) throw new UsageError(`./qc ${join.usage}`);
    const shares = await Promise.all(options.positionals.map(readShare));
    const [first] = shares;
    const key = await combine(shares.map(({ part }) => part)).catch(() => undefined);
    if (!first || !key || checkOf(key) !== first.check) throw masterKeyErrors.sharesWrong();
    const file = options.text('to') ?? masterFile(loadConfig(process.env, root).dataDir);
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeKey(file, key);
    print({ file }, options.flag('json'), () => file);
    return true;
  },
};

/** Writes each share into a file of its own, for its keeper alone. */
export async function writeShares(
  key: Uint8Array,
  { dir, shares, needed }: { dir: string; shares: number; needed: number },
): Promise<string[]> {
  const parts = await split(Uint8Array.from(key), shares, needed);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const files = parts.map((_, index) => path.join(dir, `share-${index + 1}-of-${shares}.txt`));
  for (const [index, part] of parts.entries())
    await writeFile(files[index] ?? '', `${shareText(part, needed, key)}\n`, { mode: 0o600, flag: 'wx' });
  return files;
}

/** Which key a share is of, so that shares of two are not taken for one. */
function checkOf(key: Uint8Array): string {
  return createHash('sha256').update('share ').update(key).digest('hex').slice(0, 12);
}

function shareText(part: Uint8Array, needed: number, key: Uint8Array): string {
  return `quancheng-share ${needed} ${checkOf(key)} ${Buffer.from(part).toString('base64url')}`;
}

async function readShare(file: string): Promise<{ check: string; part: Uint8Array }> {
  const text = (await readFile(file, 'utf8')).trim();
  const [, check = '', part = ''] = /^quancheng-share \d+ ([0-9a-f]{12}) ([\w-]+)$/.exec(text) ?? [];
  if (part === '') throw masterKeyErrors.sharesWrong();
  return { check, part: Uint8Array.from(Buffer.from(part, 'base64url')) };
}

export const masterKeyCommands: readonly Command[] = [change, divide, join];
