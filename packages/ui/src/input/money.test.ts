import { assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { fenOf, yuan } from './money.tsx';

test('reads what people type', () => {
  expect(fenOf('80')).toBe(8000);
  expect(fenOf(' 1,234.5 ')).toBe(123450);
  expect(fenOf('0.07')).toBe(7);
  expect(fenOf('3\u30025')).toBe(350);
  for (const wrong of ['', 'abc', '1.234', '-1', '1.2.3']) expect(fenOf(wrong)).toBeUndefined();
});

test('an amount survives being shown and read', () => {
  assert(property(integer({ min: 0, max: 10 ** 13 }), (fen) => fenOf(yuan(fen)) === fen));
});
