import { expect, test } from 'vitest';
import { withChineseMarks, withChineseMarksIn } from './punctuation.ts';

const [comma, colon, open, close] = ['\uFF0C', '\uFF1A', '\uFF08', '\uFF09'];

test('marks of a Chinese text are set in full width, those of figures and Latin words stay', () => {
  expect(withChineseMarks('已受理,最迟 12 月 3 日(周四)办结')).toBe(
    `已受理${comma}最迟 12 月 3 日${open}周四${close}办结`,
  );
  expect(withChineseMarks('依据: {basis}')).toBe(`依据${colon}{basis}`);
  expect(withChineseMarks('最多提取 1,800 元')).toBe('最多提取 1,800 元');
  expect(withChineseMarks('The term for a permit (许可) is in the glossary')).toBe(
    'The term for a permit (许可) is in the glossary',
  );
});

test('code around the words is left as it is', () => {
  expect(withChineseMarksIn('a.ts', "const a = ['甲','乙']; // 甲,乙")).toBe(
    "const a = ['甲','乙']; // 甲,乙",
  );
  expect(withChineseMarksIn('a.dmn', '<text>if f(a, "是,好") then "甲" else "乙"</text>')).toBe(
    `<text>if f(a, "是${comma}好") then "甲" else "乙"</text>`,
  );
});
