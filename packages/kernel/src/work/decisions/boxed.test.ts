import { describe, expect, it } from 'vitest';
import { evaluateDecision, readDecisions } from './index.ts';
import { decision, input, literal, model, requirements } from './testkit.ts';

async function value(
  logic: string,
  variables: Record<string, unknown> = {},
  more = '',
  needs = '',
): Promise<unknown> {
  const xml = model(input('list') + input('n') + more + decision('d', `#list #n ${needs}`, logic), {
    version: '1.4',
  });
  return evaluateDecision(await readDecisions(xml), 'd', variables).value;
}

function entry(name: string, logic: string, type = ''): string {
  const typed = type === '' ? '' : ` typeRef="${type}"`;
  return `<contextEntry>${name === '' ? '' : `<variable name="${name}"${typed}/>`}${logic}</contextEntry>`;
}

function filter(text: string): string {
  return `<filter><in>${literal('list')}</in><match>${literal(text)}</match></filter>`;
}

function quantified(kind: string): string {
  return `<${kind} iteratorVariable="i"><in>${literal('list')}</in><satisfies>${literal('i > n')}</satisfies></${kind}>`;
}

function row(a: string, b: string): string {
  return `<row>${literal(a)}${literal(b)}</row>`;
}

function call(name: string, text: string): string {
  return `<invocation>${literal('f')}<binding><parameter name="${name}"/>${literal(text)}</binding></invocation>`;
}

describe('boxed expressions', () => {
  it('contexts, whose entries read those before and may have a result', async () => {
    const entries =
      entry('a', literal('n + 1')) + entry('b b', literal('a * 2')) + entry('text', literal('a'), 'string');
    expect(await value(`<context>${entries}</context>`, { n: 1 })).toEqual({ a: 2, 'b b': 4, text: null });
    expect(await value(`<context>${entries}${entry('', literal('b b + 1'))}</context>`, { n: 1 })).toBe(5);
  });

  it('lists and relations', async () => {
    expect(await value(`<list>${literal('n')}${literal('"x"')}</list>`, { n: 1 })).toEqual([1, 'x']);
    const relation = `<relation><column name="k"/><column name="v v" typeRef="number"/>${row('"a"', '1')}${row('"b"', '"no"')}</relation>`;
    expect(await value(relation)).toEqual([
      { k: 'a', 'v v': 1 },
      { k: 'b', 'v v': null },
    ]);
  });

  it('functions, which keep what is around them, and invocations', async () => {
    const fn = `<functionDefinition><formalParameter name="x" typeRef="number"/>${literal('x * n')}</functionDefinition>`;
    const context = (last: string) => `<context>${entry('f', fn)}${entry('', last)}</context>`;
    expect(await value(context(call('x', '3')), { n: 2 })).toBe(6);
    expect(await value(context(call('y', '3')), { n: 2 })).toBeNull();
    expect(await value(context(call('x', '"3"')), { n: 2 })).toBeNull();
    expect(await value(context(literal('[f(1), f(x: 2)]')), { n: 2 })).toEqual([2, 4]);
    const factorial = `<functionDefinition><formalParameter name="x"/>${literal('if x = 0 then 1 else x * f(x - 1)')}</functionDefinition>`;
    expect(await value(`<context>${entry('f', factorial)}${entry('', literal('f(5)'))}</context>`)).toBe(120);
  });

  it('conditions', async () => {
    const logic = `<conditional><if>${literal('n')}</if><then>${literal('"yes"')}</then><else>${literal('"no"')}</else></conditional>`;
    expect(await value(logic, { n: true })).toBe('yes');
    expect(await value(logic, { n: null })).toBe('no');
    expect(await value(logic, { n: 'x' })).toBeNull();
  });

  it('filters, by what items hold or by position', async () => {
    const list = [{ a: 1 }, { a: 2 }, { a: 3 }];
    expect(await value(filter('a > n'), { list, n: 1 })).toEqual([{ a: 2 }, { a: 3 }]);
    expect(await value(filter('item.a = 3'), { list })).toEqual([{ a: 3 }]);
    expect(await value(filter('2'), { list })).toEqual({ a: 2 });
    expect(await value(filter('"x"'), { list })).toBeNull();
    expect(await value(filter('true'), {})).toBeNull();
  });

  it('iterations', async () => {
    const loop = `<for iteratorVariable="i"><in>${literal('1..4')}</in><return>${literal('i + count(partial)')}</return></for>`;
    expect(await value(loop.replace('1..4', '[1..4]'))).toEqual([1, 3, 5, 7]);
    expect(await value(quantified('some'), { list: [1, 2], n: 1 })).toBe(true);
    expect(await value(quantified('every'), { list: [1, 2], n: 1 })).toBe(false);
    expect(await value(quantified('every'), { list: [2, null], n: 1 })).toBeNull();
    expect(await value(quantified('every'), { list: null, n: 1 })).toBeNull();
  });
});

describe('business knowledge models', () => {
  const fee = `<businessKnowledgeModel id="fee" name="fee of"><variable name="fee of"/>
    <encapsulatedLogic><formalParameter name="area" typeRef="number"/>${literal('area * rate()')}</encapsulatedLogic>
    ${requirements('!rate')}</businessKnowledgeModel>
    <businessKnowledgeModel id="rate" name="rate"><variable name="rate" typeRef="number"/>
    <encapsulatedLogic>${literal('2')}</encapsulatedLogic></businessKnowledgeModel>`;

  it('are called by those that require them', async () => {
    expect(await value(literal('fee of(n)'), { n: 3 }, fee, '!fee')).toBe(6);
    expect(await value(literal('fee of(area: n)'), { n: 3 }, fee, '!fee')).toBe(6);
    expect(await value(literal('fee of("x")'), {}, fee, '!fee')).toBeNull();
    expect(await value(literal('fee of(n)'), { n: 3 }, fee)).toBeNull();
  });
});
