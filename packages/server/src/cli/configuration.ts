import { loadCity, root } from '../city.ts';
import { loadConfig } from '../config/index.ts';
import { applyPlan, planResources, tableResources } from '../prepare.ts';
import { parse, print, withServices, type Command } from './command.ts';

const check: Command = {
  name: 'config check',
  usage: 'config check',
  help: 'Whether the environment is right, without starting anything',
  run: async (args) => {
    const options = parse(check.usage, args, {});
    const config = loadConfig(process.env, root);
    await loadCity(config.city);
    const { port, city, dataDir, databaseUrl } = config;
    const shown = {
      port,
      city,
      dataDir,
      database: databaseUrl === null ? 'embedded' : new URL(databaseUrl).host,
    };
    print(
      { ok: true, ...shown },
      options.flag('json'),
      () => `配置正确 / The configuration is right: ${JSON.stringify(shown)}`,
    );
    return true;
  },
};

const plan: Command = {
  name: 'schema plan',
  usage: 'schema plan',
  help: 'What the tables of resources lack, as SQL',
  run: async (args) => {
    const options = parse(plan.usage, args, {});
    const statements = await withServices((services, ownerUrl) =>
      planResources(ownerUrl, tableResources(services)),
    );
    print({ statements }, options.flag('json'), () =>
      statements.length === 0
        ? '没有差异 / Nothing to do'
        : statements.map((statement) => `${statement};`).join('\n'),
    );
    return true;
  },
};

const apply: Command = {
  name: 'schema apply',
  usage: 'schema apply',
  help: 'Makes the tables and columns that `schema plan` lists',
  run: async (args) => {
    const options = parse(apply.usage, args, {});
    const count = await withServices(async (services, ownerUrl) => {
      const statements = await planResources(ownerUrl, tableResources(services));
      await applyPlan(ownerUrl, statements);
      return statements.length;
    });
    print({ applied: count }, options.flag('json'), () => `已执行 ${count} 条 / ${count} statements applied`);
    return true;
  },
};

export const configCommands: readonly Command[] = [check, plan, apply];
