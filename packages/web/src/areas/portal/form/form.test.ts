import { compileExpression, toJson } from '@quancheng/engines/feel';
import { describe, expect, test } from 'vitest';
import type { FormAnswer, FormField, FormSchema } from '../../../api/types.ts';
import { createI18n } from '../../../i18n/i18n.ts';
import zh from '../../../i18n/zh-CN.json' with { type: 'json' };
import { answerText } from './answer-text.ts';
import { checkAnswer } from './check.ts';
import { askedSteps, type Answers } from './conditions.ts';
import { findHeld, materialsOf, openedForm, withAnswer } from './filled.ts';
import { recordField, widgetOf } from './widgets.ts';

const t = createI18n('zh', zh).t;
const holds = (condition: string, answers: Answers) =>
  toJson(compileExpression(condition).evaluate(answers)) === true;

const title = (words: string) => ({ zh: words, en: words });
const schema: FormSchema = {
  properties: {
    ground: { type: 'string', enum: ['household', 'permit'] },
    permitNumber: { type: 'string', 'x-when': 'ground = "permit"' },
    address: { type: 'string' },
  },
  'x-steps': [
    { id: 'ground', title: title('依据'), fields: ['ground', 'permitNumber'] },
    { id: 'post', title: title('邮寄'), fields: ['address'], when: 'ground = "permit"' },
  ],
};

describe('conditions', () => {
  test('a step asks what its answers make it ask', () => {
    expect(askedSteps(schema, { ground: 'household' }, holds).map((step) => [step.id, step.fields])).toEqual([
      ['ground', ['ground']],
    ]);
    expect(askedSteps(schema, { ground: 'permit' }, holds).map((step) => [step.id, step.fields])).toEqual([
      ['ground', ['ground', 'permitNumber']],
      ['post', ['address']],
    ]);
  });

  test('an answer that is still missing asks nothing more', () => {
    expect(askedSteps(schema, {}, holds)).toHaveLength(1);
  });
});

describe('checks', () => {
  const check = (field: FormField, value: unknown, required = true) =>
    checkAnswer(field, '题目', value, required, t);

  test('what is required is asked for in the words that fit', () => {
    expect(check({ type: 'string' }, undefined)).toBe('请填写“题目”。');
    expect(check({ type: 'string', enum: ['a'] }, undefined)).toBe('请选一项：题目');
    expect(checkAnswer({ type: 'string' }, '做哪些食品？', undefined, true, t)).toBe(
      '请先回答：做哪些食品？',
    );
    expect(check({ type: 'string' }, '', false)).toBeUndefined();
  });

  test('bounds, of money in yuan', () => {
    expect(check({ type: 'integer', minimum: 100, 'x-widget': 'money' }, 99)).toBe('“题目”不能小于 1。');
    expect(check({ type: 'number', maximum: 5 }, 6)).toBe('“题目”不能大于 5。');
    expect(check({ type: 'number' }, '很多')).toBe('“题目”请填数字。');
    expect(check({ type: 'integer' }, 1.5)).toBe('“题目”请填整数。');
  });

  test('patterns, lengths and dates', () => {
    expect(check({ type: 'string', pattern: String.raw`^1\d{10}$` }, '139')).toBe('请检查“题目”的格式。');
    expect(check({ type: 'string', maxLength: 2 }, '三个字')).toBe('“题目”最多 2 个字。');
    expect(check({ type: 'string', format: 'date' }, '2020-12-03')).toBeUndefined();
    expect(check({ type: 'boolean', const: true }, false)).toBe('请先勾选：题目');
  });
});

describe('showing', () => {
  test('answers as one reads them', () => {
    const show = (field: FormField, value: unknown) => answerText(field, value, undefined, t, 'zh');
    expect(show({ type: 'integer', 'x-widget': 'money' }, 128050)).toBe('1,280.50 元');
    expect(show({ type: 'number', 'x-unit': title('平方米') }, 96.4)).toBe('96.4 平方米');
    expect(show({ type: 'boolean' }, false)).toBe('否');
    expect(show({ type: 'string', format: 'date' }, '2020-12-03')).toBe('2020 年 12 月 3 日');
    expect(show({ type: 'string' }, undefined)).toBe('未填写');
  });

  test('widgets where the form says none, and records that call a field otherwise', () => {
    expect(widgetOf({ type: 'boolean', 'x-widget': 'radio' })).toBe('yesNo');
    expect(widgetOf({ type: 'boolean', const: true })).toBe('confirm');
    expect(widgetOf({ type: 'string', 'x-choices': { none: title('无') } })).toBe('choice');
    expect(
      recordField({ 'x-from': { lookup: 'entity', value: 'entity.creditCode', lock: true } }, 'code'),
    ).toBe('creditCode');
    expect(recordField({ 'x-from': { lookup: 'p', value: 'max(p.date)', lock: true } }, 'until')).toBe(
      'until',
    );
  });
});

describe('a choice that fills', () => {
  const source = {
    resource: 'boat',
    resourceName: title('船舶登记'),
    agency: title('港航'),
    asOf: '',
    locked: false,
  };
  const asked: FormSchema = {
    required: ['name'],
    properties: {
      boat: { type: 'string', 'x-choices': { fills: { name: 'record.name', length: 'record.length' } } },
      name: { type: 'string' },
      length: { type: 'integer' },
    },
    'x-steps': [{ id: 'one', title: title('船'), fields: ['boat', 'name', 'length'] }],
  };
  const choices = {
    boat: [
      { value: 'N1', label: title('一'), fills: { name: '白鹭', length: 12 } },
      { value: 'N2', label: title('二'), fills: { name: '云雀' } },
      { value: 'other', label: title('都不是') },
    ],
  };

  test('is asked, and must be answered, only where there are several records', () => {
    expect(openedForm(asked, choices)).toMatchObject({ required: ['name', 'boat'] });
    const alone = openedForm(asked, {});
    expect([Object.keys(alone.properties), alone['x-steps'][0]?.fields, alone.required]).toEqual([
      ['name', 'length'],
      ['name', 'length'],
      ['name'],
    ]);
  });

  test('brings what its record says and takes what another said', () => {
    const first = withAnswer(asked, choices, { phone: '1' }, 'boat', 'N1');
    expect(first).toEqual({ phone: '1', boat: 'N1', name: '白鹭', length: 12 });
    expect(withAnswer(asked, choices, first, 'boat', 'N2')).toEqual({ phone: '1', boat: 'N2', name: '云雀' });
    expect(withAnswer(asked, choices, first, 'boat', 'other')).toEqual({ phone: '1', boat: 'other' });
    expect(withAnswer(asked, choices, first, 'length', undefined)).toEqual({
      phone: '1',
      boat: 'N1',
      name: '白鹭',
    });
  });

  test('names its source, and what it said where the answer was changed', () => {
    const form = { prefilled: {}, sources: { name: source }, choices };
    const held = (answers: Answers) => findHeld(form, answers, 'name');
    expect(held({})).toBeUndefined();
    expect(held({ boat: 'N1', name: '白鹭' })).toEqual({ source, value: '白鹭', changed: false });
    expect(held({ boat: 'N1', name: '灰雁' })).toEqual({ source, value: '白鹭', changed: true });
    expect(held({ boat: 'other', name: '灰雁' })).toBeUndefined();
  });

  test('of a list is unchanged where it comes back from a draft as it was', () => {
    const prefilled = { crew: [{ name: '白鹭' }, { name: '云雀' }] };
    const form = { prefilled, sources: { crew: source }, choices: {} };
    const back = structuredClone(prefilled);
    expect(findHeld(form, back, 'crew')?.changed).toBe(false);
    expect(findHeld(form, { crew: back.crew.toReversed() }, 'crew')?.changed).toBe(true);
  });
});

test('a material is met by the licence that says what is applied for', () => {
  const met = (number: string) => ({ source: title('登记机构'), licence: { number } });
  const materials = [
    {
      id: 'right',
      meets: [
        { met: met('PC1'), when: { home: 'A' } },
        { met: met('PC2'), when: { home: null } },
      ],
    },
    { id: 'account', met: met('PC3') },
  ] as unknown as FormAnswer['materials'];
  const numbers = (answers: Answers) =>
    materialsOf({ materials }, answers).map((material) => material.met?.licence?.number);
  expect(numbers({ home: 'A' })).toEqual(['PC1', 'PC3']);
  expect(numbers({ home: 'B' })).toEqual([undefined, 'PC3']);
  expect(numbers({})).toEqual([undefined, 'PC3']);
});
