import { readFileSync } from 'node:fs';
import { accountErrors } from './errors.ts';

const minLength = 12;

/** NOTICE says where they are from. */
const common: ReadonlySet<string> = new Set(
  readFileSync(new URL('common-passwords.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter(Boolean),
);

/**
 * Refuses a new password that is short, common, or holds the login or one of `words`: the names of city and
 * product. Nothing is asked of its characters. Errors: `account.weak-password`, `account.common-password`,
 * `account.telling-password`.
 */
export function checkPassword(password: string, login: string, words: readonly string[]): void {
  if ([...password].length < minLength) throw accountErrors.weakPassword();
  const plain = plainOf(password);
  const telling = [login, ...words].find((word) => word.length > 1 && plain.includes(plainOf(word)));
  if (telling !== undefined) throw accountErrors.tellingPassword({ word: telling });
  if (isCommon(password)) throw accountErrors.commonPassword();
}

/** Common itself, a common word with figures or marks around it, something short over and over, or a run of keys. */
function isCommon(password: string): boolean {
  const lower = password.normalize('NFKC').toLowerCase();
  if (unitOf(lower).length < minLength) return true;
  return [lower, coreOf(lower)].some((text) => common.has(text) || isRun(text));
}

/** A word without what stands around it: `!Sunshine2024` is `sunshine`. */
function coreOf(text: string): string {
  return text.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
}

/** What a text repeats: `abcabcabc` is `abc`; itself when it repeats nothing. */
function unitOf(text: string): string {
  const period = (text + text).indexOf(text, 1);
  return text.slice(0, period);
}

const runs = ['0123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'].flatMap(
  (run) => [run.repeat(3), [...run].toReversed().join('').repeat(3)],
);

/** `1234567890123`, `qwertyuiopqw`: no choice is left in them. */
function isRun(text: string): boolean {
  return text.length > 3 && runs.some((run) => run.includes(text));
}

/** Without case and without what people put between words. */
function plainOf(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}
