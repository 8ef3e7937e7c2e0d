import { readFile } from 'node:fs/promises';
import Type from 'typebox';
import Value from 'typebox/value';
import { createCalendar, listNotices, saveNotices } from '@quancheng/kernel/platform/calendar';
import { recomputeDue } from '@quancheng/kernel/service/cases';
import { createChannel, reconcile } from '@quancheng/kernel/work/payments';
import { asSystem, type Services } from '../services.ts';
import { parse, print, required, UsageError, withServices, type Command } from './command.ts';

const Notices = Type.Array(
  Type.Object(
    {
      date: Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\d$' }),
      working: Type.Boolean(),
      source: Type.String({ minLength: 1 }),
    },
    { additionalProperties: false },
  ),
);

const loadCalendar: Command = {
  name: 'calendar load',
  usage: 'calendar load FILE',
  help: 'Takes a yearly notice of holidays and make-up days ([{date, working, source}]) and computes provisional due dates again',
  run: async (args) => {
    const options = parse(loadCalendar.usage, args, {});
    const notices = Value.Parse(
      Notices,
      JSON.parse(await readFile(required(options.positionals[0], loadCalendar.usage), 'utf8')),
    );
    const changed = await withServices(async (services) => {
      await asSystem(services, 'the operator of the machine loads a calendar notice', async (ctx) => {
        await saveNotices(ctx, notices);
      });
      const days = notices.map(({ date }) => date).toSorted();
      return days[0] === undefined ? 0 : recompute(services, days[0]);
    });
    print(
      { days: notices.length, changed },
      options.flag('json'),
      () =>
        `已载入 ${notices.length} 天，重算 ${changed} 件 / ${notices.length} days loaded, ${changed} due dates changed`,
    );
    return true;
  },
};

async function recompute(services: Services, from: string): Promise<number> {
  const calendar = createCalendar(
    await listNotices(services.database.db),
    services.city.officeHours as never,
  );
  const turn = (after: string | null): Promise<{ changed: number; next: string | null }> =>
    asSystem(services, 'due dates follow the announced calendar', (ctx) =>
      recomputeDue(ctx, calendar, { from, after }),
    );
  let part = await turn(null);
  let { changed } = part;
  while (part.next !== null) {
    part = await turn(part.next);
    changed += part.changed;
  }
  return changed;
}

const reconcileCommand: Command = {
  name: 'payments reconcile',
  usage: 'payments reconcile YYYY-MM-DD',
  help: 'Compares the payment channel’s statement of a day (UTC) with our own books',
  run: async (args) => {
    const options = parse(reconcileCommand.usage, args, {});
    const date = required(options.positionals[0], reconcileCommand.usage);
    if (!/^\d{4}-\d\d-\d\d$/.test(date)) throw new UsageError(`./qc ${reconcileCommand.usage}`);
    const report = await withServices((services) => {
      const { paymentUrl } = services.config;
      if (paymentUrl === null) throw new UsageError('PAYMENT_URL 没有设置 / is not set');
      const channel = createChannel(paymentUrl, services.secrets.paymentSecret);
      return asSystem(services, 'the operator of the machine reconciles a day', (ctx) =>
        reconcile(ctx, channel, date),
      );
    });
    print(report, options.flag('json'), () => JSON.stringify(report, null, 2));
    return report.onlyChannel.length + report.onlyHere.length + report.differ.length === 0;
  },
};

export const operationCommands: readonly Command[] = [loadCalendar, reconcileCommand];
