import { setImmediate as turn } from 'node:timers/promises';
import { ZenEngine } from '@gorules/zen-engine';
import { evaluateDecision, readDecisions } from '@quancheng/kernel/work/decisions';
import { closed } from '../harness/load.ts';
import type { Bench, Benchmark } from '../harness/model.ts';

const count = 200_000;

interface Band {
  /** As a unary test of FEEL, which the peer writes the same way. */
  test: string;
  /** A value within. */
  value: number;
}

const ages: Band[] = [
  { test: '[0..18)', value: 7 },
  { test: '[18..60)', value: 33 },
  { test: '[60..70)', value: 64 },
  { test: '[70..80)', value: 75 },
  { test: '>= 80', value: 91 },
];
const incomes: Band[] = [
  { test: '< 1000', value: 600 },
  { test: '[1000..2500)', value: 1800 },
  { test: '[2500..5000)', value: 4200 },
  { test: '>= 5000', value: 9000 },
];

/** 5 ages × 4 incomes: each person meets exactly one of 20 rules. */
const rules = ages.flatMap((age, row) =>
  incomes.map((income, column) => ({ age, income, level: `level-${row * 4 + column + 1}` })),
);

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function dmn(): string {
  const column = (name: string) =>
    `<input label="${name}"><inputExpression typeRef="number"><text>${name}</text></inputExpression></input>`;
  const need = (name: string) =>
    `<informationRequirement><requiredInput href="#${name}"/></informationRequirement>`;
  const inputOf = (name: string) =>
    `<inputData id="${name}" name="${name}"><variable name="${name}" typeRef="number"/></inputData>`;
  const rows = rules.map(
    ({ age, income, level }) =>
      `<rule><inputEntry><text>${escape(age.test)}</text></inputEntry><inputEntry><text>${escape(income.test)}</text></inputEntry><outputEntry><text>"${level}"</text></outputEntry></rule>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="allowance-file" name="allowance" namespace="urn:bench">
${inputOf('age')}${inputOf('income')}
<decision id="allowance" name="allowance"><variable name="allowance"/>${need('age')}${need('income')}
<decisionTable hitPolicy="FIRST">${column('age')}${column('income')}<output name="level"/>${rows.join('')}</decisionTable>
</decision></definitions>`;
}

/** The same table as a decision model of the peer. */
function jdm(): object {
  return {
    nodes: [
      { id: 'in', name: 'in', type: 'inputNode' },
      {
        id: 'table',
        name: 'table',
        type: 'decisionTableNode',
        content: {
          hitPolicy: 'first',
          inputs: [
            { id: 'age', name: 'age', type: 'expression', field: 'age' },
            { id: 'income', name: 'income', type: 'expression', field: 'income' },
          ],
          outputs: [{ id: 'level', name: 'level', type: 'expression', field: 'level' }],
          rules: rules.map(({ age, income, level }, index) => ({
            _id: `rule-${index + 1}`,
            age: age.test,
            income: income.test,
            level: `"${level}"`,
          })),
        },
      },
      { id: 'out', name: 'out', type: 'outputNode' },
    ],
    edges: [
      { id: 'first', sourceId: 'in', targetId: 'table', type: 'edge' },
      { id: 'second', sourceId: 'table', targetId: 'out', type: 'edge' },
    ],
  };
}

function caseOf(index: number) {
  const rule = rules[(index * 7) % rules.length];
  if (!rule) throw new RangeError('no rule');
  return { variables: { age: rule.age.value, income: rule.income.value }, level: rule.level };
}

async function run(bench: Bench) {
  const model = await readDecisions(dmn());
  const decision = new ZenEngine().createDecision(jdm());
  const length = bench.length(count);
  const ours: number[] = [];
  const peers: number[] = [];

  function decideAll(): number {
    const began = performance.now();
    for (let index = 0; index < length; index += 1) {
      const { variables, level } = caseOf(index);
      const { value, fired } = evaluateDecision(model, 'allowance', variables);
      if (value !== level || fired.length !== 1) throw new Error(`${level} was decided as ${String(value)}`);
    }
    return (length * 1000) / (performance.now() - began);
  }

  async function peerDecidesAll(): Promise<number> {
    const { perSecond } = await closed({ count: Math.ceil(length / 10), atOnce: 16 }, async (index) => {
      const { variables, level } = caseOf(index);
      const { result } = await decision.evaluate(variables, { trace: true });
      if ((result as { level: string }).level !== level) throw new Error(`the peer missed ${level}`);
    });
    return perSecond;
  }

  decideAll();
  await peerDecidesAll();
  for (let round = 0; round < bench.rounds; round += 1) {
    ours.push(decideAll());
    await turn();
    peers.push(await peerDecidesAll());
  }
  return {
    measures: [
      {
        what: 'decisions by a table of 20 rules, explained',
        unit: '/s',
        runs: ours,
        target: { kind: 'atLeast', value: 100_000 } as const,
      },
      {
        what: 'decisions by a table of 20 rules, explained',
        unit: '/s',
        runs: ours,
        against: { what: '@gorules/zen-engine with trace, 16 at once', runs: peers },
        target: { kind: 'ratio', atLeast: 5 } as const,
      },
    ],
    notes: [
      'In one process: two numbers in, one of 20 rules fires, the answer says which and with what inputs. The peer has the same rules and is asked for its trace; every answer is checked on both sides.',
    ],
  };
}

export const decision: Benchmark = { name: 'decision', what: 'a decision table', run };
