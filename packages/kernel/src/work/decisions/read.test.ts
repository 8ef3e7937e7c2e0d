import { describe, expect, it } from 'vitest';
import { DecisionImportError, evaluateDecision, readDecisions } from './index.ts';
import { decision, input, literal, model, requirements, table } from './testkit.ts';

async function problemsOf(xml: string): Promise<string[]> {
  const error: unknown = await readDecisions(xml).catch((reason: unknown) => reason);
  if (!(error instanceof DecisionImportError)) throw new Error('the file was accepted');
  return error.problems.map(({ code, elementId }) => `${elementId} ${code}`);
}

describe('versions', () => {
  it.each(['1.3', '1.4', '1.5'] as const)('reads DMN %s', async (version) => {
    const xml = model(input('name', 'string') + decision('greeting', '#name', literal('"Hello " + name')), {
      version,
    });
    const read = await readDecisions(xml);
    expect(read).toEqual({
      namespace: 'urn:test',
      name: 'Model',
      decisions: [{ id: 'greeting', name: 'greeting' }],
    });
    expect(evaluateDecision(read, 'greeting', { name: 'Li' }).value).toBe('Hello Li');
  });

  it('reads prefixes, diagrams and the additions of other makers', async () => {
    const read = await readDecisions(`<!-- <definitions xmlns="nothing"> -->
<d:definitions xmlns:d="https://www.omg.org/spec/DMN/20211108/MODEL/" xmlns:maker="urn:maker"
  xmlns:di="https://www.omg.org/spec/DMN/20211108/DMNDI/" name="M" namespace="urn:p" maker:colour="red">
  <d:decision id="one" name="One" maker:x="y"><d:extensionElements><maker:note>n</maker:note></d:extensionElements>
    <d:variable name="One"/><d:literalExpression><d:text>1</d:text></d:literalExpression></d:decision>
  <di:DMNDI><di:DMNDiagram/></di:DMNDI>
</d:definitions>`);
    expect(evaluateDecision(read, 'One', {}).value).toBe(1);
  });

  it.each([
    ['<nothing/>', ' wrongVersion'],
    ['<definitions xmlns="http://www.omg.org/spec/DMN/20151101/dmn.xsd" namespace="u"/>', ' wrongVersion'],
    [model('<decision id="d" name="d">'), ' invalidXml'],
  ])('refuses %s', async (xml, problem) => expect(await problemsOf(xml)).toEqual([problem]));
});

describe('what cannot be used', () => {
  it.each<[what: string, body: string, problem: string]>([
    [
      'a wrong expression',
      decision('d', '', literal('1 +').replace('<lit', '<lit').replace('>', ' id="e">')),
      'e badExpression',
    ],
    ['a missing element', decision('d', '#gone', literal('1')), 'd danglingReference'],
    ['an unknown type', decision('d', '', literal('1'), 'tGone'), ' unknownType'],
    [
      'another language',
      decision('d', '', literal('1').replace('>', ' id="e" expressionLanguage="urn:js">')),
      'e unsupported',
    ],
    ['an element of a later version', decision('d', '', '<novelty/>'), ' unsupported'],
    [
      'an import that is not there',
      '<import id="i" name="i" namespace="urn:gone" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>',
      'i unknownImport',
    ],
    ['a circle', decision('a', '@b', literal('b')) + decision('b', '@a', literal('a')), 'a circular'],
    [
      'a type made of itself',
      '<itemDefinition id="t" name="t"><typeRef>t</typeRef></itemDefinition>',
      't circular',
    ],
    [
      'a Java function',
      decision('d', '', `<functionDefinition id="f" kind="Java">${literal('1')}</functionDefinition>`),
      'f unsupported',
    ],
    [
      'an uneven rule',
      decision('d', '', table({ policy: 'FIRST', inputs: ['1', '2'], outputs: ['o'], rules: [['-', '1']] })),
      'rule-1 uneven',
    ],
    [
      'a hit policy of its own',
      decision('d', '', table({ policy: 'LAST', inputs: ['1'], outputs: ['o'], rules: [['-', '1']] })),
      'table unsupported',
    ],
    ['a service without output', '<decisionService id="s" name="s"/>', 's missing'],
  ])('%s', async (_, body, problem) => expect(await problemsOf(model(body))).toEqual([problem]));

  it('says where an element stands that is not known', async () => {
    const body = decision('d', '', '\n<novelty/>');
    await expect(readDecisions(model(body))).rejects.toThrow('<novelty> (3) is not supported');
  });

  it('lists everything that is wrong, in both languages', async () => {
    const body = decision('a', '', literal('1 +')) + decision('b', '#gone', literal(')'));
    const error: unknown = await readDecisions(model(body)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DecisionImportError);
    const { problems } = error as DecisionImportError;
    expect(problems).toHaveLength(3);
    for (const { message } of problems) expect(message.zh + message.en).not.toMatch(/\{(what|reason)\}/);
  });
});

describe('types', () => {
  const types = `
    <itemDefinition name="tGrade"><typeRef>string</typeRef><allowedValues><text>"A","B"</text></allowedValues></itemDefinition>
    <itemDefinition name="tGrades" isCollection="true"><typeRef>tGrade</typeRef></itemDefinition>
    <itemDefinition name="tPair" isCollection="true"><typeRef>number</typeRef>
      <typeConstraint><text>count(?) = 2</text></typeConstraint></itemDefinition>
    <itemDefinition name="tPerson">
      <itemComponent name="full name"><typeRef>string</typeRef></itemComponent>
      <itemComponent name="born"><typeRef>date</typeRef></itemComponent>
      <itemComponent name="children" isCollection="true"><typeRef>tPerson</typeRef></itemComponent>
    </itemDefinition>`;

  async function given(type: string, value: unknown, expression = 'value'): Promise<unknown> {
    const xml = model(types + input('value', type) + decision('d', '#value', literal(expression)));
    return evaluateDecision(await readDecisions(xml), 'd', { value }).value;
  }

  const child = { 'full name': 'C', born: '2020-01-01', children: [] };

  it.each<[type: string, value: unknown, expected: unknown]>([
    ['string', 'a', 'a'],
    ['string', 1, null],
    ['string', ['a'], 'a'],
    ['number', '1', null],
    ['date', '2024-02-29', '2024-02-29'],
    ['date', '2023-02-29', null],
    ['days and time duration', 'PT24H', 'P1D'],
    ['tGrade', 'A', 'A'],
    ['tGrade', 'C', null],
    ['tGrades', ['A', 'B'], ['A', 'B']],
    ['tGrades', ['A', 'C'], null],
    ['tGrades', 'A', ['A']],
    ['tPair', [1, 2], [1, 2]],
    ['tPair', [1, 2, 3], null],
    ['tPerson', child, child],
    ['tPerson', { 'full name': 'P' }, null],
    ['tPerson', { ...child, born: 'once' }, { ...child, born: null }],
    ['Any', { free: [1] }, { free: [1] }],
  ])('%s of %j', async (type, value, expected) => expect(await given(type, value)).toEqual(expected));

  it('reads entries whose names have spaces, in lists and with their types', async () => {
    const person = { 'full name': 'P', born: '1990-01-01', children: [child] };
    expect(await given('tPerson', person, 'value.children[1].full name')).toBe('C');
    expect(await given('tPerson', person, 'value.children[born > value.born].full name')).toEqual(['C']);
    expect(await given('tPerson', person, 'value.children[born > date("2019-01-01")].full name')).toEqual([
      'C',
    ]);
    expect(await given('tPerson', person, 'value instance of tPerson')).toBe(true);
    expect(await given('Any', 'A', 'value instance of tGrade')).toBe(true);
    expect(await given('Any', 'C', 'value instance of tGrade')).toBe(false);
  });
});

it('lets a decision see what it requires and nothing else', async () => {
  const xml = model(input('a') + input('b') + decision('d', '#a', literal('[a, b]')));
  const answer = evaluateDecision(await readDecisions(xml), 'd', { a: 1, b: 2 });
  expect(answer).toEqual({ value: [1, null], fired: [], warnings: ['unknown variable "b"'] });
});

it('makes each required decision once', async () => {
  const chain = Array.from({ length: 30 }, (_, index) =>
    decision(`d${index + 1}`, `@d${index}`, literal(`d${index} + d${index}`)),
  );
  const xml = model(decision('d0', '', literal('1')) + chain.join(''));
  expect(evaluateDecision(await readDecisions(xml), 'd30', {}).value).toBe(2 ** 30);
});

it('uses the instant that it is given', async () => {
  const xml = model(decision('d', '', literal('today()')));
  expect(evaluateDecision(await readDecisions(xml), 'd', {}, new Date('2024-12-31T17:00:00Z')).value).toBe(
    '2025-01-01',
  );
});

it('throws for a decision that is not there', async () => {
  const read = await readDecisions(model(input('a') + decision('d', '', requirements('') + literal('1'))));
  expect(() => evaluateDecision(read, 'a', {})).toThrow('decision.unknown-decision');
});
