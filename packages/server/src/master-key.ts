import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, stat, unlink, writeFile, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import {
  localMaster,
  masterBytes,
  tokenMaster,
  type Master,
  type TokenMaster,
} from '@quancheng/kernel/platform/crypto';
import { defineErrors } from '@quancheng/kernel/platform/errors';
import type { Config, TokenConfig } from './config/index.ts';

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
  pinExposed: {
    status: 503,
    zh: '存放 PIN 的文件 {file} 别人也能读。',
    en: 'Others can read the file of the PIN, {file}.',
    remedyZh: '请更换 PIN，再运行 chmod 600 {file}。',
    remedyEn: 'Change the PIN, then run chmod 600 {file}.',
  },
  tokenMissing: {
    status: 503,
    zh: '没有配置密码设备。',
    en: 'No token is configured.',
    remedyZh: '请先设置 QC_PKCS11_MODULE、QC_PKCS11_TOKEN 和 PIN。',
    remedyEn: 'Set QC_PKCS11_MODULE, QC_PKCS11_TOKEN and the PIN first.',
  },
  inToken: {
    status: 409,
    zh: '主密钥在密码设备里，取不出来，不能分成份额。',
    en: 'The master key is in a token, which does not give it away: it has no shares.',
    remedyZh: '做密钥时用 ./qc keys token-make --shares DIR 可同时写出份额。',
    remedyEn: 'Shares are written when the key is made: ./qc keys token-make --shares DIR.',
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
 * The master key of the installation: in a token where the configuration names one, else as `loadLocalMaster`. A token
 * is not touched yet.
 */
export async function loadMaster(config: Pick<Config, 'masterKey' | 'dataDir' | 'token'>): Promise<Master> {
  return config.token === null ? loadLocalMaster(config) : openToken(config.token);
}

/** The master key in a token. Errors of its calls, besides its own: `config.pin-exposed`. */
export function openToken({ pin, ...place }: TokenConfig): TokenMaster {
  const readPin = async () => ('text' in pin ? pin.text : readPinFile(pin.file));
  return tokenMaster({ ...place, readPin });
}

async function readPinFile(file: string): Promise<string> {
  const { mode } = await stat(file);
  if ((mode & 0o077) !== 0) throw masterKeyErrors.pinExposed({ file });
  return (await readFile(file, 'utf8')).trim();
}

/**
 * `QC_MASTER_KEY` where the environment gives it, else a file below the data folder, made at the first start.
 * Errors: `config.master-key-exposed`, `config.master-key-broken`.
 */
async function loadLocalMaster({
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
