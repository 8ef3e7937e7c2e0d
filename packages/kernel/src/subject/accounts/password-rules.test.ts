import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPassword } from './password-rules.ts';

const words = ['spring', '泉边', 'Spring Services'];
const codeOf = (password: string): string => {
  try {
    checkPassword(password, 'wang.xiulan', words);
    return 'taken';
  } catch (error) {
    return (error as { entry: { code: string } }).entry.code;
  }
};
const commonWords = readFileSync(new URL('common-passwords.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => /^[a-z]+$/.test(line));

describe('a new password', () => {
  it.each(['seven tall herons', '七只高高的白鹭飞过了湖面', 'x7#Kd!90qLw2', 'correct horse battery'])(
    'is taken whatever it is made of: %s',
    (password) => {
      expect(codeOf(password)).toBe('taken');
    },
  );

  it.each([
    'password1234',
    '!!Sunshine2024',
    '123456789012',
    '987654321098',
    'aaaaaaaaaaaa',
    'dragondragon',
    'abcabcabcabc',
    'qwertyuiopqw',
    'Qwerty123456',
    'iloveyou!!!!',
  ])('is refused when it is common or nearly so: %s', (password) => {
    expect(codeOf(password)).toBe('account.common-password');
  });

  it.each([
    'my Spring is long',
    'S-P-R-I-N-G 2026!',
    '我家在泉边的那座老房子里面',
    'WangXiulan-2026',
    'wang.xiulan!!',
  ])('is refused when it tells where or whose it is: %s', (password) => {
    expect(codeOf(password)).toBe('account.telling-password');
  });

  it('is refused when it is short, counted in characters', () => {
    expect(codeOf('elevenchars')).toBe('account.weak-password');
    expect(codeOf('🙂🙃😀😁😂😃')).toBe('account.weak-password');
  });

  it('is never a common one with figures around it', () => {
    const figures = fc.array(fc.constantFrom(...'0123456789!?.'), { minLength: 12, maxLength: 14 });
    fc.assert(
      fc.property(
        fc.constantFrom(...commonWords),
        figures,
        (word, after) => codeOf(word + after.join('')) !== 'taken',
      ),
    );
  });
});
