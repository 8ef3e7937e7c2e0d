import { randomBytes } from 'node:crypto';
import { link, mkdir, open, unlink, writeFile, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { localMaster, masterBytes, type Master } from '@quancheng/kernel/platform/crypto';
import { defineErrors } from '@quancheng/kernel/platform/errors';
import type { Config } from './config/index.ts';

export const masterKeyErrors = defineErrors('config', {
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
  sharesWrong: {
    status: 400,
    zh: '这些份额拼不成主密钥。',
    en: 'These shares do not make the master key.',
    remedyZh: '请核对份额是否齐全、完整，是不是同一把主密钥的。',
    remedyEn: 'See that there are as many as are needed, whole, and of one master key.',
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
  const file = masterFile(dataDir);
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const handle = await openOrMake(file);
  try {
    const { mode } = await handle.stat();
    if ((mode & 0o077) !== 0) throw masterKeyErrors.masterKeyExposed({ file });
    const key = readKey(await handle.readFile('utf8'));
    if (!key) throw masterKeyErrors.masterKeyBroken({ file });
    return localMaster(key);
  } finally {
    await handle.close();
  }
}

export const masterFile = (dataDir: string): string => path.join(dataDir, 'secrets/master.key');

/** The bytes of a master key as its file writes them; undefined for anything else. */
export function readKey(text: string): Buffer | undefined {
  const key = Buffer.from(text.trim(), 'base64url');
  return key.length === masterBytes && key.toString('base64url') === text.trim() ? key : undefined;
}

/** Writes a master key for its owner alone, whole and to the disk; a file that is there stays. */
export async function writeKey(file: string, key: Uint8Array): Promise<void> {
  const text = `${Buffer.from(key).toString('base64url')}\n`;
  await writeFile(file, text, { mode: 0o600, flag: 'wx', flush: true });
}

async function openOrMake(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  // Written whole and to the disk before it has its name: of two servers that start at once, both read one key.
  const fresh = `${file}.${randomBytes(6).toString('hex')}`;
  await writeKey(fresh, randomBytes(masterBytes));
  try {
    await link(fresh, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(fresh);
  }
  return open(file, 'r');
}
