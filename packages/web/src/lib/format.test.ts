import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  dayAfter,
  formatDate,
  formatDay,
  formatMoment,
  formatMoney,
  formatNumber,
  formatShare,
  sentences,
} from './format.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2020-12-01T00:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

test('days say the weekday, and the year only where it is another one', () => {
  expect(formatDay('2020-12-03', 'zh')).toBe('12 月 3 日（周四）');
  expect(formatDay('2020-12-03', 'en')).toBe('Thu 3 December');
  expect(formatDay('2021-01-04', 'zh')).toBe('2021 年 1 月 4 日（周一）');
  expect(formatDate('2020-12-03', 'en')).toBe('3 December 2020');
});

test('instants are read on the city’s clock', () => {
  expect(formatMoment('2020-12-03T16:05:00Z', 'zh')).toBe('12 月 4 日（周五）0:05');
  expect(formatMoment('2020-12-04', 'zh')).toBe('12 月 4 日（周五）');
});

test('what is no date stays as it is', () => {
  expect(formatDate('长期', 'zh')).toBe('长期');
});

test('amounts', () => {
  expect(formatMoney(8000, 'zh')).toBe('80 元');
  expect(formatMoney(123456789, 'en')).toBe('1,234,567.89 yuan');
  expect(formatNumber(20000)).toBe('20,000');
});

test('a share is whole only where every one counts', () => {
  expect(formatShare(9999, 10000)).toBe('99.9%');
  expect(formatShare(3, 3)).toBe('100%');
  expect(formatShare(0, 0)).toBe('—');
});

test('hints said together are sentences', () => {
  expect(sentences(['最迟在现场核查时补交', '图片或 PDF，不超过 20 MB。'], 'zh')).toBe(
    '最迟在现场核查时补交。图片或 PDF，不超过 20 MB。',
  );
  expect(sentences(['Hand it in later', 'Up to 20 MB.'], 'en')).toBe('Hand it in later. Up to 20 MB.');
  expect(sentences(['请选一项', undefined, ''], 'zh')).toBe('请选一项');
});

test('days are counted on over months and years', () => {
  expect(dayAfter('2020-12-03', 30)).toBe('2021-01-02');
});
