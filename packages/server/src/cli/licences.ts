import { setTimeout as sleep } from 'node:timers/promises';
import { createWorker } from '@quancheng/kernel/platform/jobs';
import { findOpenStock, getStock, presentStock, type LicenceStock } from '@quancheng/kernel/service/licences';
import { asSystem, type Services } from '../services.ts';
import { parse, print, required, withServices, type Command } from './command.ts';

const stock: Command = {
  name: 'licences stock',
  usage: 'licences stock TYPE [--stop]',
  help: 'Makes licences of a type from the records of a library, with progress; what was stopped, interrupted or killed goes on where it stood',
  run: async (args) => {
    const options = parse(stock.usage, args, { stop: 'boolean' });
    const type = required(options.positionals[0], stock.usage);
    const done = await withServices((services) =>
      options.flag('stop') ? halt(services, type) : make(services, type, options.flag('json')),
    );
    print(done, options.flag('json'), () => lineOf(done));
    return done.problem === null;
  },
};

async function halt(services: Services, type: string): Promise<LicenceStock> {
  return asSystem(services, 'the operator of the machine stops a stock of licences', async (ctx) => {
    const open = await findOpenStock(ctx, type);
    if (open?.state === 'running') await services.stocks.stop(ctx, open.id);
    return presentStock(ctx, await getStock(ctx, open?.id ?? ''));
  });
}

/** Does the steps in this process too, so that it goes on where no server runs, and beside one. */
async function make(services: Services, type: string, isQuiet: boolean): Promise<LicenceStock> {
  const id = await asSystem(
    services,
    'the operator of the machine makes a stock of licences',
    async (ctx) => {
      const open = await findOpenStock(ctx, type);
      if (!open) return services.stocks.begin(ctx, type);
      await services.stocks.resume(ctx, open.id);
      return open.id;
    },
  );
  const { unit, log, stocks } = services;
  const worker = createWorker({ unit, log, handlers: stocks.handlers, lanes: 1, pollMs: 200 });
  try {
    for (;;) {
      const now = await asSystem(
        services,
        'the operator of the machine watches a stock of licences',
        async (ctx) => presentStock(ctx, await getStock(ctx, id)),
      );
      if (!isQuiet) tell(now);
      if (now.state !== 'running') return now;
      await sleep(500);
    }
  } finally {
    await worker.stop();
    if (!isQuiet && process.stderr.isTTY) process.stderr.write('\n');
  }
}

/** One line that is written over on a terminal; in a file, a line each time. */
function tell(now: LicenceStock): void {
  process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${lineOf(now)}` : `${lineOf(now)}\n`);
}

const states = { running: '进行中 / running', stopped: '已停下 / stopped', done: '已完成 / done' };

function lineOf({
  type,
  state,
  problem,
  total,
  issued,
  sealed,
  skipped,
  failed,
  perSecond,
}: LicenceStock): string {
  const counts = `${issued + skipped + failed}/${total} · 已制发 issued ${issued} · 已盖章 sealed ${sealed} · 跳过 skipped ${skipped} · 待处理 failed ${failed} · ${perSecond}/s`;
  const why = problem ? ` · ${problem.zh} / ${problem.en}` : '';
  return `${type} · ${states[state]} · ${counts}${why}`;
}

export const licenceCommands: readonly Command[] = [stock];
