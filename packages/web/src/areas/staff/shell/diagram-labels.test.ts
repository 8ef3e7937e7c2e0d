import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inLines } from './diagram-labels.ts';

it.each([
  ['现场核查（两人）', 7, '现场核查\n（两人）'],
  ['第二名核查员签字', 7, '第二名核\n查员签字'],
  ['核对材料、查登记簿', 7, '核对材料、\n查登记簿'],
  ['受理', 7, '受理'],
  ['Review by two people', 7, 'Review by two people'],
])('%s, %i in a line', (label, most, lines) => {
  expect(inLines(label, most)).toBe(lines);
});

it('keeps every character, and no line is longer than fits', () => {
  const letters = fc.array(fc.constantFrom(...'核查（两人）、签字“'), { maxLength: 60 });
  fc.assert(
    fc.property(letters, fc.integer({ min: 4, max: 12 }), (chosen, most) => {
      const label = chosen.join('');
      const lines = inLines(label, most).split('\n');
      expect(lines.join('')).toBe(label);
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(most);
    }),
  );
});
