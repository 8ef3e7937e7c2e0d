import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkDigitOfIdNumber,
  creditCodeProblem,
  checkCharOfCreditCode,
  idNumberProblem,
  licenceIdentifierProblem,
} from './index.ts';

describe('identifiers', () => {
  it('knows the published examples', () => {
    expect(idNumberProblem('11010519491231002X')).toBeUndefined();
    for (const code of ['1137010000418859XL', '11370000MB284651XL', '91110108690017781B'])
      expect(creditCodeProblem(code)).toBeUndefined();
    expect(creditCodeProblem('91500106MA2CE71F65')).toBe('check');
    expect(creditCodeProblem('9150010807MGZHI002')).toBe('shape');
    for (const id of [
      '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U',
      '1.2.156.3005.2.11100000MB03271699022.340100.000000016.001.9',
    ]) {
      expect(licenceIdentifierProblem(id)).toBeUndefined();
    }
  });

  it('refuses days that do not exist', () => {
    const first17 = '11010519490230002';
    expect(idNumberProblem(`${first17}${checkDigitOfIdNumber(first17)}`)).toBe('date');
  });

  it('finds every single wrong digit of an identity number', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(
        digits,
        fc.integer({ min: 14, max: 16 }),
        fc.integer({ min: 1, max: 9 }),
        (sequence, at, shift) => {
          const first17 = `37010219800115${sequence.join('')}`;
          const good = `${first17}${checkDigitOfIdNumber(first17)}`;
          const wrong = `${good.slice(0, at)}${(Number(good[at]) + shift) % 10}${good.slice(at + 1)}`;
          return idNumberProblem(good) === undefined && idNumberProblem(wrong) === 'check';
        },
      ),
    );
  });

  it('finds swapped neighbours of a credit code', () => {
    const code = '91110108690017781B';
    for (let at = 0; at < 16; at += 1) {
      const swapped = [...code];
      [swapped[at], swapped[at + 1]] = [swapped[at + 1] ?? '', swapped[at] ?? ''];
      if (swapped.join('') !== code) expect(creditCodeProblem(swapped.join(''))).toBeDefined();
    }
    expect(checkCharOfCreditCode(code.slice(0, 17))).toBe('B');
  });
});
