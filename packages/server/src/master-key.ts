import { randomBytes } from 'node:crypto';
import { link, mkdir, open, unlink, writeFile, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { localMaster, masterBytes, type Master } from '@quancheng/kernel/platform/crypto';
import { defineErrors } from '@quancheng/kernel/platform/errors';
import type { Config } from './config/index.ts';

const masterKeyErrors = defineErrors('config', {
  masterKeyExposed: {
    status: 503,
    zh: '主密钥文件 {file} 别人也能读。',
    en: 'Others can read the file of the master key, {file}.',
    remedyZh: '请先查清谁读过，再运行 chmod 600 {file}，然后重新启动。',
    remedyEn: 'Find out who did, run chmod 600 {file}, then start again.',
  },
  masterKeyBroken: {
    status: 503,
    zh: '主密钥文件 {file} 内容不对。',
    en: 'The file of the master key, {file}, does not hold one.',
    remedyZh: '应为 32 字节的 base64url（43 个字符）。请放回原来的文件；新建一个打不开已有的密钥。',
    remedyEn:
      'It is 32 bytes in base64url (43 characters). Put the former file back: a new one opens no key that there is.',
  },
});

/**
 * The master key of the installation: `QC_MASTER_KEY` where the environment gives it, else a file below the data
 * folder, made at the first start. Errors: `config.master-key-exposed`, `config.master-key-broken`.
 */
export async function loadMaster({
  masterKey,
  dataDir,
}: Pick<Config, 'masterKey' | 'dataDir'>): Promise<Master> {
  if (masterKey !== null) return localMaster(masterKey);
  const file = path.join(dataDir, 'secrets/master.key');
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const handle = await openOrMake(file);
  try {
    const { mode } = await handle.stat();
    if ((mode & 0o077) !== 0) throw masterKeyErrors.masterKeyExposed({ file });
    const text = (await handle.readFile('utf8')).trim();
    const key = Buffer.from(text, 'base64url');
    if (key.length !== masterBytes || key.toString('base64url') !== text)
      throw masterKeyErrors.masterKeyBroken({ file });
    return localMaster(key);
  } finally {
    await handle.close();
  }
}

async function openOrMake(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  // Written whole and to the disk before it has its name: of two servers that start at once, both read one key.
  const fresh = `${file}.${randomBytes(6).toString('hex')}`;
  const text = `${randomBytes(masterBytes).toString('base64url')}\n`;
  await writeFile(fresh, text, { mode: 0o600, flag: 'wx', flush: true });
  try {
    await link(fresh, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(fresh);
  }
  return open(file, 'r');
}
