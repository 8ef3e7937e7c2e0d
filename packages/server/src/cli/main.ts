import { DomainError } from '@quancheng/kernel/platform/errors';
import { PackError } from '@quancheng/pack-sdk';
import { commands } from './commands.ts';
import { UsageError, type Command } from './command.ts';

/** `./qc COMMAND`: the operator's tool. */
const [name = '', ...rest] = process.argv.slice(2);

function findCommand(): { command: Command; args: string[] } | undefined {
  const two = `${name} ${rest[0] ?? ''}`;
  const double = commands.find((command) => command.name === two);
  if (double) return { command: double, args: rest.slice(1) };
  const single = commands.find((command) => command.name === name);
  return single && { command: single, args: rest };
}

function help(): string {
  const width = Math.max(...commands.map((command) => command.usage.length));
  const lines = commands.map((command) => `  ${command.usage.padEnd(width)}  ${command.help}`);
  return ['./qc COMMAND [--json] [--help]', '', ...lines].join('\n');
}

async function main(): Promise<number> {
  if (name === '' || name === '--help') {
    process.stdout.write(`${help()}\n`);
    return 0;
  }
  const found = findCommand();
  if (!found) throw new UsageError(`没有命令“${name}”。 / There is no command “${name}”.\n\n${help()}`);
  if (found.args.includes('--help')) {
    process.stdout.write(`./qc ${found.command.usage}\n\n${found.command.help}\n`);
    return 0;
  }
  return (await found.command.run(found.args)) ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  // As programs of Unix do: 2 says that the command was not understood.
  process.exitCode = error instanceof UsageError ? 2 : 1;
  process.stderr.write(`${describe(error)}\n`);
}

function describe(error: unknown): string {
  if (error instanceof UsageError) return error.message;
  if (error instanceof DomainError) {
    const fields = error.fields.map(({ path, text }) => `  ${path}: ${text.zh} ${text.en}`);
    return [error.text.zh, error.text.en, ...fields, error.remedy.zh, error.remedy.en].join('\n');
  }
  if (error instanceof PackError)
    return error.problems.map(({ file, path, text }) => `${file}${path}: ${text.zh} ${text.en}`).join('\n');
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
