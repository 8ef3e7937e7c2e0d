import { describe, expect, it } from 'vitest';
import { elementCases, type ElementCase } from './elements.cases.ts';
import type { StartInput } from './engine.ts';
import { scopeCases } from './scopes.cases.ts';
import { bpmn, drive, end, flow, gate, path, plainExpressions, start, testIo, user } from './testkit.ts';

const cases = [...elementCases, ...scopeCases];
const given = { amount: 10, list: [1, 2, 3], key: 'k' };

function alone(test: ElementCase): string {
  const last = test.last ?? [];
  const exits = last.map((id) => exit(test, id, 'end')).join('');
  return bpmn(
    (test.startEvent ?? start('start')) +
      test.body +
      path('start', test.first) +
      (last.length > 0 ? end('end') + exits : ''),
  );
}

/** A deciding gateway that leaves the body needs a condition of its own. */
function exit({ body }: ElementCase, id: string, target: string): string {
  return body.includes(`<bpmn:exclusiveGateway id="${id}"`) && body.includes(`sourceRef="${id}"`)
    ? flow(id, target, '=!again')
    : flow(id, target);
}

function besideAnother(test: ElementCase): string {
  const last = test.last ?? [];
  return bpmn(
    (test.startEvent ?? start('start')) +
      gate('parallel', 'fork') +
      user('other') +
      end('otherEnd') +
      test.body +
      path('start', 'fork', test.first) +
      path('fork', 'other', 'otherEnd') +
      (last.length > 0 ? end('end') + last.map((id) => exit(test, id, 'end')).join('') : ''),
  );
}

const scaffold = new Set(['start', 'end', 'fork', 'other', 'otherEnd']);

const timed = cases.filter(({ body }) => body.includes('timerEventDefinition'));

const modes = [
  { mode: 'alone', build: alone, options: {}, tests: cases },
  { mode: 'with a second token in flight', build: besideAnother, options: {}, tests: cases },
  { mode: 'killed between its steps', build: besideAnother, options: { killed: true }, tests: cases },
  { mode: 'with its timer fired twice', build: besideAnother, options: { twice: true }, tests: timed },
];

describe.each(modes)('an element $mode', ({ build, options, tests }) => {
  it.each(tests)('$name', async (test) => {
    const input: StartInput = { ...test.input, variables: { ...given, ...test.input?.variables } };
    const driver = await drive(build(test), input, testIo(test, plainExpressions), plainExpressions, options);
    await test.run?.(driver);
    if (build === besideAnother && !test.endsAll) {
      expect(driver.waiting()).toEqual(['other']);
      await driver.complete('other');
    }
    const { state, variables } = driver.instance;
    expect(driver.entered.filter((id) => !scaffold.has(id))).toEqual(test.entered);
    expect(variables).toEqual({ ...given, ...test.input?.variables, ...test.variables });
    expect(state).toMatchObject({ status: test.status ?? 'completed', tokens: [], scopes: [], waits: [] });
  });
});
