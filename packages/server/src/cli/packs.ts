import path from 'node:path';
import { loadPackDir } from '../city.ts';
import { checkPack } from '../pack-check/index.ts';
import { publishPack } from '../prepare.ts';
import { asSystem } from '../services.ts';
import { parse, print, required, withServices, type Command } from './command.ts';

const check: Command = {
  name: 'pack check',
  usage: 'pack check DIR',
  help: 'Whether a pack conforms: schemas, references, processes, words; tells each finding by its file',
  run: async (args) => {
    const options = parse(check.usage, args, {});
    const dir = path.resolve(required(options.positionals[0], check.usage));
    const findings = await checkPack(dir);
    print({ dir, ok: findings.length === 0, findings }, options.flag('json'), () =>
      findings.length === 0
        ? `${dir}: 符合规范 / it conforms`
        : findings
            .map(({ at, text, rule }) => `${at}: ${text.zh} / ${text.en} [${rule}]`)
            .toSorted()
            .join('\n'),
    );
    return findings.length === 0;
  },
};

const publish: Command = {
  name: 'pack publish',
  usage: 'pack publish DIR',
  help: 'Publishes what changed in a pack as new versions; cases from now on use them, without a restart',
  run: async (args) => {
    const options = parse(publish.usage, args, {});
    const pack = await loadPackDir(path.resolve(required(options.positionals[0], publish.usage)));
    const report = await withServices((services) =>
      asSystem(services, 'the operator of the machine publishes a pack', (ctx) =>
        publishPack(ctx, services, pack),
      ),
    );
    print(report, options.flag('json'), () =>
      report.changed.length === 0
        ? `没有变化 / Nothing changed (${report.unchanged})`
        : `已发布 / Published:\n${report.changed.map((name) => `  ${name}`).join('\n')}`,
    );
    return true;
  },
};

export const packCommands: readonly Command[] = [check, publish];
