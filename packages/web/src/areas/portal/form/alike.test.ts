import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkAnswers, DomainError, type FormSource } from '@quancheng/testing';
import type { FormField } from '../../../api/types.ts';
import { createI18n } from '../../../i18n/i18n.ts';
import en from '../../../i18n/en.json' with { type: 'json' };
import zh from '../../../i18n/zh-CN.json' with { type: 'json' };
import { checkAnswer } from './check.ts';
import { isEmpty } from './widgets.ts';

const words = { zh: createI18n('zh', zh).t, en: createI18n('en', en).t };
const titles = [
  { zh: '题目', en: 'Title' },
  { zh: '卖哪一种？', en: 'Which do you sell?' },
];

const limits = fc.tuple(fc.nat(20), fc.nat(20)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
const fields: fc.Arbitrary<FormField> = fc.oneof(
  limits.map(([minLength, maxLength]): FormField => ({ type: 'string', minLength, maxLength })),
  limits.map(([minimum, maximum]): FormField => ({ type: 'integer', minimum, maximum })),
  limits.map(([minimum, maximum]): FormField => ({ type: 'number', minimum, maximum })),
  fc.constantFrom<FormField>(
    { type: 'string', enum: ['a', 'b'] },
    { type: 'string', format: 'date' },
    { type: 'string', pattern: String.raw`^1\d{10}$` },
    { type: 'boolean', const: true },
    { type: 'boolean' },
    { type: 'integer', minimum: 500, maximum: 1500, 'x-widget': 'money' },
    { type: 'string', 'x-choices': { none: { zh: '无', en: 'None' } } },
    { type: 'array', items: { type: 'string' } },
  ),
);
const dates = fc
  .tuple(fc.integer({ min: 1900, max: 2100 }), fc.nat(14), fc.nat(40))
  .map(([year, month, day]) => [year, month, day].map((part) => String(part).padStart(2, '0')).join('-'));
const values = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 24 }),
  fc.integer({ min: -5, max: 25 }),
  fc.integer({ min: 0, max: 2000 }),
  fc.constant([]),
  fc.double({ min: -5, max: 25, noNaN: true }),
  fc.constantFrom('a', 'b', 'c', '13800000000', ''),
  fc.boolean(),
  dates,
);
/** What an input of the field's kind can give; a form never sends a text where it asks a number. */
const fits = (field: FormField, value: unknown) =>
  isEmpty(value) || typeof value === (field.type === 'integer' ? 'number' : field.type);

type Words = (typeof titles)[number];

/** What the server says first, or nothing where it accepts. */
function serverSays(field: FormField, title: Words, value: unknown, required: boolean): Words | undefined {
  const form = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'alike',
    title: '表单',
    type: 'object',
    required: required ? ['field'] : [],
    properties: { field: { ...field, 'x-title': title } },
    additionalProperties: false,
    'x-steps': [{ id: 'one', title, fields: ['field'] }],
    'x-confirm': title,
  } as unknown as FormSource;
  try {
    // As the page sends them: an answer that was taken away again is not sent.
    checkAnswers(form, isEmpty(value) ? {} : { field: value });
    return undefined;
  } catch (error) {
    if (!(error instanceof DomainError) || error.entry.code !== 'form.invalid-answers') throw error;
    return error.fields[0]?.text;
  }
}

test('browser and server judge an answer alike, in the same words', () => {
  fc.assert(
    fc.property(fields, fc.constantFrom(...titles), values, fc.boolean(), (field, title, value, required) => {
      fc.pre(fits(field, value));
      const inBrowser = (lang: 'zh' | 'en') => checkAnswer(field, title[lang], value, required, words[lang]);
      const zh = inBrowser('zh');
      const both = zh === undefined ? undefined : { zh, en: inBrowser('en') };
      expect(both).toEqual(serverSays(field, title, value, required));
    }),
    { numRuns: 2000 },
  );
});
