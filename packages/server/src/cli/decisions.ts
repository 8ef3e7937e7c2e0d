import { readFile } from 'node:fs/promises';
import { evaluateDecision, readDecisions, runTck } from '@quancheng/kernel/work/decisions';
import { parse, print, required, UsageError, type Command } from './command.ts';

const evaluate: Command = {
  name: 'decision evaluate',
  usage: 'decision evaluate FILE --decision ID --input JSON',
  help: 'Evaluates a decision of a DMN file and says which rules fired',
  run: async (args) => {
    const options = parse(evaluate.usage, args, { decision: 'string', input: 'string' });
    const file = required(options.positionals[0], evaluate.usage);
    const decision = required(options.text('decision'), evaluate.usage);
    const answer = evaluateDecision(
      await readDecisions(await readFile(file, 'utf8')),
      decision,
      inputOf(options.text('input') ?? '{}'),
    );
    print(answer, options.flag('json'), () => JSON.stringify(answer, null, 2));
    return true;
  },
};

function inputOf(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new UsageError(`--input is not JSON\n\n./qc ${evaluate.usage}`);
  }
}

const tck: Command = {
  name: 'tck',
  usage: 'tck DIR',
  help: 'Runs cases in the layout of the OMG DMN TCK, in any folder at or above them',
  run: async (args) => {
    const options = parse(tck.usage, args, {});
    const report = await runTck(required(options.positionals[0], tck.usage));
    print(report, options.flag('json'), () =>
      [...report.failures, `${report.passed} passed, ${report.failed} failed`].join('\n'),
    );
    return report.failed === 0;
  },
};

export const decisionCommands: readonly Command[] = [evaluate, tck];
