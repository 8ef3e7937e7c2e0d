import { describe, expect, it } from 'vitest';
import { evaluateDecision, readDecisions, type DecisionAnswer } from './index.ts';
import { decision, input, literal, model, table } from './testkit.ts';

const rules = [
  ['< 18', '"low"', 'child'],
  ['[10..60]', '"high"', 'worker'],
  ['>= 50', '"middle"', 'senior'],
];

async function decide(
  source: Parameters<typeof table>[0],
  variables: Record<string, unknown>,
  types = '',
): Promise<DecisionAnswer> {
  const xml = model(input('age') + input('kind') + decision('risk', '#age #kind', table(source), types));
  return evaluateDecision(await readDecisions(xml), 'risk', variables);
}

const ages = { inputs: ['age'], outputs: ['risk|"high","middle","low"'], rules };

describe('hit policies', () => {
  it.each<[policy: string, age: unknown, value: unknown, fired: number[]]>([
    ['UNIQUE', 5, 'low', [0]],
    ['UNIQUE', 15, null, []],
    ['UNIQUE', null, null, []],
    ['ANY', 5, 'low', [0]],
    ['ANY', 15, null, []],
    ['FIRST', 15, 'low', [0]],
    ['FIRST', 55, 'high', [1]],
    ['PRIORITY', 15, 'high', [1]],
    ['PRIORITY', 55, 'high', [1]],
    ['RULE ORDER', 15, ['low', 'high'], [0, 1]],
    ['OUTPUT ORDER', 15, ['high', 'low'], [1, 0]],
    ['COLLECT', 55, ['high', 'middle'], [1, 2]],
    ['COLLECT', null, [], []],
  ])('%s at %j', async (policy, age, value, fired) => {
    const answer = await decide({ ...ages, policy }, { age });
    expect(answer.value).toEqual(value);
    expect(answer.fired.map(({ index }) => index)).toEqual(fired);
  });

  it.each<[aggregation: string, age: number, value: unknown]>([
    ['SUM', 15, 30],
    ['MIN', 15, 10],
    ['MAX', 15, 20],
    ['COUNT', 15, 2],
    ['COUNT', -1, 0],
    ['SUM', -1, null],
  ])('COLLECT %s at %j', async (aggregation, age, value) => {
    const points = [
      ['[0..18)', '10'],
      ['[10..60]', '20'],
    ];
    const source = { policy: 'COLLECT', aggregation, inputs: ['age'], outputs: ['points'], rules: points };
    expect((await decide(source, { age })).value).toEqual(value);
  });

  it('ANY takes rules that agree', async () => {
    const same = [
      ['< 18', '"low"'],
      ['< 30', '"low"'],
    ];
    const answer = await decide({ ...ages, policy: 'ANY', rules: same }, { age: 5 });
    expect(answer.value).toBe('low');
    expect(answer.fired).toHaveLength(2);
  });

  it('says that unique rules contradict each other', async () => {
    const answer = await decide({ ...ages, policy: 'UNIQUE' }, { age: 15 });
    expect(answer.warnings).toEqual(['the rules of table contradict each other']);
  });

  it('answers the defaults where no rule matches, and a context for several outputs', async () => {
    const source = {
      policy: 'FIRST',
      inputs: ['age', 'kind'],
      outputs: ['fee||0', 'note||"none"'],
      rules: [['> 10', '"a", "b"', '5 * 2', '"paid"']],
    };
    expect((await decide(source, { age: 11, kind: 'b' })).value).toEqual({ fee: 10, note: 'paid' });
    expect(await decide(source, { age: 11, kind: 'c' })).toEqual({
      value: { fee: 0, note: 'none' },
      fired: [],
      warnings: [],
    });
  });

  it('orders several outputs by the first column, then the next', async () => {
    const source = {
      policy: 'OUTPUT ORDER',
      inputs: ['age'],
      outputs: ['a|1,2', 'b|"x","y"'],
      rules: [
        ['-', '2', '"x"'],
        ['-', '1', '"y"'],
        ['-', '1', '"x"'],
      ],
    };
    const expected = [
      { a: 1, b: 'x' },
      { a: 1, b: 'y' },
      { a: 2, b: 'x' },
    ];
    expect((await decide(source, { age: 1 })).value).toEqual(expected);
  });
});

describe('explanation', () => {
  it('names the rule, what it looked at, and what it says', async () => {
    const source = {
      policy: 'UNIQUE',
      inputs: ['person.age + bonus', 'kind', 'unused'],
      outputs: ['granted'],
      rules: [
        ['>= 60', '-', '-', 'true', '六十周岁以上'],
        ['< 60', '-', '-', 'false', ''],
      ],
    };
    const xml = model(
      input('person') +
        input('bonus') +
        input('kind') +
        decision('card', '#person #bonus #kind', table(source)),
    );
    const answer = evaluateDecision(await readDecisions(xml), 'card', { person: { age: 59 }, bonus: 1 });
    expect(answer.fired).toEqual([
      {
        decision: 'card',
        table: 'table',
        rule: 'rule-1',
        index: 0,
        annotations: { why: '六十周岁以上' },
        inputs: [{ expression: 'person.age + bonus', roots: ['person', 'bonus'], value: 60 }],
        outputs: { granted: true },
      },
    ]);
  });

  it('follows an input that is a decision to what that decision reads', async () => {
    const source = { policy: 'FIRST', inputs: ['years'], outputs: ['ok'], rules: [['>= 60', 'true']] };
    const xml = model(
      input('person') +
        input('other') +
        decision('birth', '#person', literal('date(person.birthDate)')) +
        decision(
          'years',
          '@birth #other',
          literal('{local: years and months duration(birth, date("2024-01-01"))}.local.years'),
        ) +
        decision('card', '@years', table(source)),
    );
    const answer = evaluateDecision(await readDecisions(xml), 'card', {
      person: { birthDate: '1950-05-05' },
    });
    expect(answer.value).toBe(true);
    expect(answer.fired[0]?.inputs).toEqual([
      { expression: 'years', roots: ['years', 'birth', 'person'], value: 73 },
    ]);
  });

  it('stays the same for the same input, and JSON throughout', async () => {
    const source = { ...ages, policy: 'RULE ORDER', outputs: ['on'], rules: [['> 1', 'date("2024-01-01")']] };
    const answer = await decide(source, { age: 2.5 });
    expect(answer.value).toEqual(['2024-01-01']);
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
    expect(await decide(source, { age: 2.5 })).toEqual(answer);
  });
});

it('refuses an input outside of the values of its column', async () => {
  const limited = table({
    policy: 'FIRST',
    inputs: ['kind'],
    outputs: ['ok'],
    rules: [['-', 'true']],
  }).replace('</inputExpression>', '</inputExpression><inputValues><text>"a","b"</text></inputValues>');
  const read = await readDecisions(model(input('kind') + decision('d', '#kind', limited)));
  expect(evaluateDecision(read, 'd', { kind: 'a' }).value).toBe(true);
  expect(evaluateDecision(read, 'd', { kind: 'c' })).toEqual({
    value: null,
    fired: [],
    warnings: ['the input "kind" does not fit its type'],
  });
});
