import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { masterBytes, sameBytes } from '@quancheng/kernel/platform/crypto';
import { DomainError } from '@quancheng/kernel/platform/errors';
import { root } from '../city.ts';
import { loadConfig, type Config, type TokenConfig } from '../config/index.ts';
import { masterFile, masterKeyErrors, openToken } from '../master-key.ts';
import { parse, print, withServices, type Command } from './command.ts';
import { rewrapBy, setAside, writeShares } from './master-key.ts';

const make: Command = {
  name: 'keys token-make',
  usage: 'keys token-make [--shares DIR]',
  help: 'Makes the key QC_PKCS11_KEY in the token, which never gives it away. --shares: also writes it as 3 shares, any 2 of which make it again; then it is known outside of the token while this command runs',
  run: async (args) => {
    const options = parse(make.usage, args, { shares: 'string' });
    const dir = options.text('shares');
    const config = tokenOf(loadConfig(process.env, root));
    const token = openToken(config);
    try {
      const files = dir === undefined ? [] : await importWithShares(token.importKey, dir);
      if (dir === undefined) await token.makeKey();
      print({ key: config.key, files }, options.flag('json'), () =>
        [
          `已在密码设备里做好 ${config.key}；接着停止所有服务器，运行 ./qc keys to-token / ${config.key} is in the token; now stop every server and run ./qc keys to-token`,
          ...files,
        ].join('\n'),
      );
      return true;
    } finally {
      token.close();
    }
  },
};

async function importWithShares(
  importKey: (bytes: Uint8Array) => Promise<void>,
  dir: string,
): Promise<string[]> {
  const fresh = randomBytes(masterBytes);
  try {
    // On the disk before the token has it: a key without its shares would be in use unnoticed.
    const files = await writeShares(fresh, { dir, shares: 3, needed: 2 });
    await importKey(fresh);
    return files;
  } finally {
    fresh.fill(0);
  }
}

const move: Command = {
  name: 'keys to-token',
  usage: 'keys to-token',
  help: 'Wraps all keys by that of the token instead of QC_MASTER_KEY or master.key; stop every server first. Back again: keys change-master --to FILE',
  run: async (args) => {
    const options = parse(move.usage, args, {});
    const config = loadConfig(process.env, root);
    const token = openToken(tokenOf(config));
    try {
      const count = await rewrapBy({ ...config, token: null }, token);
      const file = masterFile(config.dataDir);
      const former = config.masterKey === null && existsSync(file) ? await setAside(file) : null;
      print({ count, former }, options.flag('json'), () =>
        [
          `${count} 把密钥已由密码设备保护 / ${count} key versions are wrapped by the token`,
          former === null
            ? '请去掉 QC_MASTER_KEY，原值另行保存：恢复以前的备份时还要用 / Unset QC_MASTER_KEY and keep its value elsewhere: backups from before need it'
            : `原来的主密钥在 ${former}：请移到别处保存，恢复以前的备份时还要用 / The former master key is ${former}: move it off this machine, backups from before need it`,
        ].join('\n'),
      );
      return true;
    } finally {
      token.close();
    }
  },
};

const check: Command = {
  name: 'keys token-check',
  usage: 'keys token-check',
  help: 'Whether the token answers, holds its key as it should, and is that of this database',
  run: async (args) => {
    const options = parse(check.usage, args, {});
    const config = loadConfig(process.env, root);
    const token = openToken(tokenOf(config));
    try {
      const key = await token.describe();
      const [sample, aad] = [randomBytes(masterBytes), Buffer.from('check')];
      const works = sameBytes(await token.unwrap(await token.wrap(sample, aad), aad), sample);
      const ofDatabase = await isOfDatabase(config);
      const isSound = key.sensitive && !key.extractable && works && ofDatabase;
      print({ ...key, works, ofDatabase }, options.flag('json'), () =>
        [
          `加密解密 / wraps and unwraps: ${yesNo(works)}`,
          `不可导出 / cannot be taken out: ${yesNo(key.sensitive && !key.extractable)}`,
          `在设备内生成 / made inside: ${yesNo(key.local)}`,
          `属于这个数据库 / of this database: ${yesNo(ofDatabase)}`,
        ].join('\n'),
      );
      return isSound;
    } finally {
      token.close();
    }
  },
};

async function isOfDatabase(config: Config): Promise<boolean> {
  try {
    await withServices(async () => undefined, config);
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.entry.code === 'key.other-master') return false;
    throw error;
  }
}

const yesNo = (is: boolean): string => (is ? '是 / yes' : '否 / no');

/** Errors: `config.token-missing`. */
function tokenOf({ token }: Config): TokenConfig {
  if (token === null) throw masterKeyErrors.tokenMissing();
  return token;
}

export const tokenCommands: readonly Command[] = [make, move, check];
