import { describe, expect, it } from 'vitest';
import { evaluateDecision, evaluateService, readDecisions } from './index.ts';
import { decision, input, literal, model, table } from './testkit.ts';

const grades = table({
  policy: 'FIRST',
  inputs: ['points'],
  outputs: ['grade'],
  rules: [
    ['>= 60', '"pass"'],
    ['-', '"fail"'],
  ],
});

function service(id: string, references: Record<string, string>, type = ''): string {
  const inner = Object.entries(references).flatMap(([name, ids]) =>
    ids.split(' ').map((href) => `<${name} href="#${href}"/>`),
  );
  return `<decisionService id="${id}" name="${id}"><variable name="${id}"${type}/>${inner.join('')}</decisionService>`;
}

function importOf(name: string, namespace: string): string {
  return `<import name="${name}" namespace="${namespace}" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>`;
}

function caller(text: string): string {
  return decision('caller', '!whole', literal(text));
}

const body =
  input('raw', 'number') +
  input('bonus', 'number') +
  decision('points', '#raw #bonus', literal('raw + bonus'), 'number') +
  decision('grade', '@points', grades) +
  decision('double', '@points', literal('points * 2'));

describe('decision services', () => {
  it('run on their inputs, with the decisions between', async () => {
    const read = await readDecisions(
      model(
        body +
          service('whole', {
            outputDecision: 'grade',
            encapsulatedDecision: 'points',
            inputData: 'raw bonus',
          }),
      ),
    );
    const answer = evaluateService(read, 'whole', { raw: 50, bonus: 10 });
    expect(answer.value).toBe('pass');
    expect(answer.fired).toMatchObject([{ decision: 'grade', rule: 'rule-1', inputs: [{ value: 60 }] }]);
    expect(evaluateService(read, 'whole', { raw: '50', bonus: 10 }).value).toBe('fail');
  });

  it('take decisions as given, and answer a context of several outputs', async () => {
    const read = await readDecisions(
      model(body + service('late', { outputDecision: 'grade double', inputDecision: 'points' })),
    );
    expect(evaluateService(read, 'late', { points: 30 }).value).toEqual({ grade: 'fail', double: 60 });
  });

  it('are functions to those that require them', async () => {
    const whole = service('whole', {
      outputDecision: 'grade',
      encapsulatedDecision: 'points',
      inputData: 'raw bonus',
    });
    const call = async (text: string) => {
      const read = await readDecisions(model(body + whole + caller(text)));
      return evaluateDecision(read, 'caller', { raw: 0, bonus: 0 });
    };
    expect((await call('whole(59, 1)')).value).toBe('pass');
    expect((await call('whole(bonus: 0, raw: 1)')).value).toBe('fail');
    expect((await call('whole(59)')).value).toBeNull();
    expect((await call('whole(59, 1)')).fired).toMatchObject([{ decision: 'grade', table: 'table' }]);
  });

  it('give what their type allows', async () => {
    const types = '<itemDefinition name="tService"><functionItem outputTypeRef="number"/></itemDefinition>';
    const typed = service(
      'typed',
      { outputDecision: 'grade', inputDecision: 'points' },
      ' typeRef="tService"',
    );
    expect(
      evaluateService(await readDecisions(model(types + body + typed)), 'typed', { points: 1 }).value,
    ).toBeNull();
  });
});

describe('imports', () => {
  const base = model(
    input('person', 'tPerson') +
      '<itemDefinition name="tPerson"><itemComponent name="age"><typeRef>number</typeRef></itemComponent></itemDefinition>' +
      decision('adult', '#person', literal('person.age >= 18'), 'boolean') +
      `<businessKnowledgeModel id="twice" name="twice"><variable name="twice"/><encapsulatedLogic><formalParameter name="x"/>${literal('x * 2')}</encapsulatedLogic></businessKnowledgeModel>`,
    { namespace: 'urn:base', version: '1.3' },
  );

  it('reads decisions, functions, inputs and types of another model under the name of the import', async () => {
    const source =
      importOf('the base', 'urn:base') +
      input('other', 'the base.tPerson') +
      decision(
        'all',
        '@urn:base#adult !urn:base#twice #urn:base#person #other',
        literal(
          '[the base.adult, the base.twice(the base.person.age), other.age, other instance of the base.tPerson]',
        ),
      );
    const read = await readDecisions(model(source), [await readDecisions(base)]);
    expect(read.decisions).toEqual([{ id: 'all', name: 'all' }]);
    const person = { age: 20 };
    expect(evaluateDecision(read, 'all', { person, other: { age: 5 } }).value).toEqual([true, 40, 5, true]);
    expect(evaluateDecision(read, 'all', { 'the base': { person }, other: { age: 'x' } }).value).toEqual([
      true,
      40,
      null,
      false,
    ]);
  });

  it('follows imports of imports', async () => {
    const first = await readDecisions(base);
    const middle = await readDecisions(
      model(importOf('b', 'urn:base') + decision('may', '@urn:base#adult', literal('b.adult')), {
        namespace: 'urn:mid',
      }),
      [first],
    );
    const top = await readDecisions(
      model(importOf('m', 'urn:mid') + decision('d', '@urn:mid#may', literal('not(m.may)'))),
      [first, middle],
    );
    expect(evaluateDecision(top, 'd', { person: { age: 3 } }).value).toBe(true);
  });
});
