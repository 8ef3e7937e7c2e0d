import { changeColumnKey } from '@quancheng/kernel/platform/columns';
import { system, type Context } from '@quancheng/kernel/platform/context';
import { isId } from '@quancheng/kernel/platform/ids';
import { platformErrors } from '@quancheng/kernel/platform/errors';
import { listKeys, type CryptoKey } from '@quancheng/kernel/subject/keys';
import { sealedColumns } from '../sealed-columns.ts';
import { asSystem } from '../services.ts';
import { parse, print, required, withServices, type Command } from './command.ts';

const page = 500;

const list: Command = {
  name: 'keys list',
  usage: 'keys list',
  help: 'All keys of agencies and of the platform itself, with state and current version; nothing private',
  run: async (args) => {
    const options = parse(list.usage, args, {});
    const keys = await withServices((services) =>
      asSystem(services, 'the operator of the machine lists the keys', readAll),
    );
    print({ keys }, options.flag('json'), () =>
      keys.length === 0
        ? '没有密钥 / No keys'
        : keys
            .map(({ id, agency, use, algorithm, state, version, name }) =>
              [
                id,
                (agency ?? 'platform').padEnd(20),
                use.padEnd(7),
                algorithm.padEnd(12),
                state.padEnd(9),
                `v${version}`,
                name,
              ].join('  '),
            )
            .join('\n'),
    );
    return true;
  },
};

async function readAll(ctx: Context): Promise<CryptoKey[]> {
  const all: CryptoKey[] = [];
  for (;;) {
    const rows = await listKeys(ctx, [], page, all.at(-1)?.id ?? null);
    all.push(...rows);
    if (rows.length < page) return all;
  }
}

const rotate: Command = {
  name: 'keys rotate',
  usage: 'keys rotate ID',
  help: 'Makes a new version of a key, used at once; what the former ones signed or encrypted still verifies and decrypts',
  run: async (args) => {
    const options = parse(rotate.usage, args, {});
    const id = required(options.positionals[0], rotate.usage);
    if (!isId(id)) throw platformErrors.notFound();
    const version = await withServices((services) =>
      asSystem(services, 'the operator of the machine rotates a key', (ctx) =>
        services.keys.rotateKey(ctx, id),
      ),
    );
    print(
      { id, version },
      options.flag('json'),
      () => `第 ${version} 版已启用 / Version ${version} is in use`,
    );
    return true;
  },
};

const rotateColumns: Command = {
  name: 'keys rotate-columns',
  usage: 'keys rotate-columns',
  help: 'Encrypts phones, mail addresses and all else that the database keeps encrypted by a new key, while servers run; once interrupted, run it again',
  run: async (args) => {
    const options = parse(rotateColumns.usage, args, {});
    const done = await withServices(({ unit, columns }) =>
      changeColumnKey(
        { unit, columns, list: sealedColumns },
        system('the operator of the machine changes the key of the columns'),
        (column, changed) => void process.stderr.write(`${column} ${changed}\n`),
      ),
    );
    print(done, options.flag('json'), () =>
      [
        `${done.changed} 项已用第 ${done.version} 版密钥重新加密；旧密钥一小时后自动删除 / ${done.changed} values are encrypted by version ${done.version}; the former key goes by itself in an hour`,
        ...(done.unreadable > 0
          ? [`${done.unreadable} 项打不开，原样保留 / ${done.unreadable} do not open and stay as they are`]
          : []),
      ].join('\n'),
    );
    return done.unreadable === 0;
  },
};

export const keyCommands: readonly Command[] = [list, rotate, rotateColumns];
