import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { checkParts, makeBackup, openBackup, readKey, readSecrets, restoreBackup } from '../backup/index.ts';
import { loadCity, root } from '../city.ts';
import { configErrors, loadConfig, type Config } from '../config/index.ts';
import { loadSecrets, rotateSecrets, saveSecrets, type Secrets } from '../secrets.ts';
import { parse, print, required, withDatabase, type Command } from './command.ts';

/** The database as it is: a backup before an upgrade must not upgrade it. */
const filesOf = (config: Config): string => path.join(config.dataDir, 'files');

const keyOf = (file: string | undefined): Promise<string | null> =>
  file === undefined ? Promise.resolve(null) : readKey(file);

const backup: Command = {
  name: 'backup',
  usage: 'backup DIR [--key FILE]',
  help: 'Writes everything into a new folder while the server serves; encrypted, and with the secrets, when a key file is given',
  run: async (args) => {
    const options = parse(backup.usage, args, { key: 'string' });
    const dir = path.resolve(required(options.positionals[0], backup.usage));
    const config = loadConfig(process.env, root);
    const key = await keyOf(options.text('key'));
    const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
      version: string;
    };
    const manifest = await withDatabase(config, async (ownerUrl) =>
      makeBackup({
        ownerUrl,
        dir,
        filesDir: filesOf(config),
        version,
        secrets: key === null ? null : await loadSecrets(config.dataDir, config.secrets),
        key,
      }),
    );
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    const bytes = manifest.parts.reduce((sum, part) => sum + part.bytes, 0);
    const { count, lost } = manifest.files;
    const report = { dir, madeAt: manifest.madeAt, tables: manifest.tables.length, rows, bytes };
    print({ ...report, files: count, lost, encrypted: key !== null }, options.flag('json'), () =>
      [
        `已备份 ${rows} 行、${count} 个文件，共 ${bytes} 字节 / ${rows} rows and ${count} files backed up, ${bytes} bytes`,
        ...(key === null
          ? [
              '未加密，也不含密钥（QC_DATA/secrets）：请另行保存 / Not encrypted, and without the secrets (QC_DATA/secrets): keep those elsewhere',
            ]
          : []),
        '主密钥（QC_MASTER_KEY 或 QC_DATA/secrets/master.key）不在备份里：请另行保存，恢复后没有它就打不开密钥 / The master key is not in it (QC_MASTER_KEY or QC_DATA/secrets/master.key): keep it elsewhere, without it no key opens after a restore',
        ...lost.map((hash) => `文件已丢失或损坏 / file lost or damaged in the store: ${hash}`),
      ].join('\n'),
    );
    return lost.length === 0;
  },
};

const check: Command = {
  name: 'backup check',
  usage: 'backup check DIR [--key FILE]',
  help: 'Whether a backup is whole and unaltered, without restoring it',
  run: async (args) => {
    const options = parse(check.usage, args, { key: 'string' });
    const dir = path.resolve(required(options.positionals[0], check.usage));
    const opened = await openBackup(dir, await keyOf(options.text('key')));
    await checkParts(opened);
    const { version, madeAt, city, parts } = opened.manifest;
    print(
      { ok: true, version, madeAt, city, parts: parts.length },
      options.flag('json'),
      () => `备份完整 / The backup is whole: ${version}, ${madeAt}`,
    );
    return true;
  },
};

const restore: Command = {
  name: 'restore',
  usage: 'restore DIR [--key FILE]',
  help: 'Brings a backup into an empty database and data folder, and up to this release',
  run: async (args) => {
    const options = parse(restore.usage, args, { key: 'string' });
    const dir = path.resolve(required(options.positionals[0], restore.usage));
    const config = loadConfig(process.env, root);
    const opened = await openBackup(dir, await keyOf(options.text('key')));
    const { city } = opened.manifest;
    const wanted = (await loadCity(config.city)).id;
    if (city !== null && city !== wanted) throw configErrors.otherCity({ found: city, wanted });
    const report = await withDatabase(config, (ownerUrl) =>
      restoreBackup(opened, { ownerUrl, filesDir: filesOf(config) }),
    );
    const text = await readSecrets(opened);
    const secrets = text !== undefined && config.secrets === null;
    if (secrets) await saveSecrets(config.dataDir, JSON.parse(text) as Secrets);
    print({ ...report, secrets }, options.flag('json'), () =>
      [
        `已恢复 ${report.rows} 行、${report.files} 个文件 / ${report.rows} rows and ${report.files} files restored`,
        ...report.upgraded.map((name) => `升级 / upgraded by ${name}`),
        secrets
          ? '密钥已恢复 / the secrets are restored'
          : '密钥未恢复：请放回 QC_DATA/secrets，否则所有人需要重新登录 / The secrets are not restored: put QC_DATA/secrets back, else everyone signs in anew',
      ].join('\n'),
    );
    return true;
  },
};

const rotate: Command = {
  name: 'secrets rotate',
  usage: 'secrets rotate',
  help: 'Adds a new key for tokens and cookies, used from the next start; the older ones still verify. With QC_SECRETS it prints the new value',
  run: async (args) => {
    const options = parse(rotate.usage, args, {});
    const config = loadConfig(process.env, root);
    const secrets = await rotateSecrets(await loadSecrets(config.dataDir, config.secrets));
    const kid = secrets.keys[0]?.kid ?? '';
    if (config.secrets === null) await saveSecrets(config.dataDir, secrets);
    else process.stdout.write(`${JSON.stringify(secrets)}\n`);
    if (config.secrets === null)
      print(
        { kid, keys: secrets.keys.length },
        options.flag('json'),
        () => `新密钥 ${kid}，重启后使用 / New key ${kid}, used after a restart`,
      );
    return true;
  },
};

export const backupCommands: readonly Command[] = [backup, check, restore, rotate];
