import { tidyColumns } from '@quancheng/kernel/platform/columns';
import { system } from '@quancheng/kernel/platform/context';
import { sql } from '@quancheng/kernel/platform/database';
import { tellOfEndingCertificates } from '@quancheng/kernel/subject/certificates';
import { prepareAuthority } from './prepare.ts';
import { sealedColumns } from './sealed-columns.ts';
import { asSystem, type Services } from './services.ts';

/** One thing that a running server does from time to time. */
interface Chore {
  everyMs: number;
  what: string;
  run(services: Services): Promise<unknown>;
}

const chores: readonly Chore[] = [
  {
    everyMs: 2000,
    what: 'due timers are handed to the job queue',
    run: (services) =>
      asSystem(services, 'due timers are handed to the job queue', (ctx) =>
        services.cases.processes.sweepTimers(ctx, 500),
      ),
  },
  {
    everyMs: 2000,
    what: 'changes of licences are handed to those who send them to the upper level',
    run: (services) =>
      asSystem(services, 'changes of licences are sent to the upper level', (ctx) =>
        services.exchange.tick(ctx),
      ),
  },
  {
    everyMs: 60_000,
    what: 'a calendar notice that was loaded is used',
    run: (services) => services.loadCalendar(),
  },
  { everyMs: 15_000, what: 'the lag of outbox consumers is measured', run: measureLag },
  {
    everyMs: 3_600_000,
    what: 'certificates of the platform that end soon are renewed',
    run: prepareAuthority,
  },
  {
    everyMs: 3_600_000,
    what: 'holders are told of certificates that end soon',
    run: (services) =>
      asSystem(services, 'holders are told of certificates that end soon', tellOfEndingCertificates),
  },
  { everyMs: 3_600_000, what: 'keys of columns that encrypt nothing any more are removed', run: tidyKeys },
  { everyMs: 3_600_000, what: 'partitions are made ahead and what has expired is removed', run: tidy },
];

/** Several servers may do the same chore at once; each is written so that this is harmless. */
export function startHousekeeping(services: Services): () => Promise<void> {
  const stops = chores.map((chore) => {
    let running: Promise<void> = Promise.resolve();
    const turn = async (): Promise<void> => {
      try {
        await chore.run(services);
      } catch (error) {
        services.log.error({ err: error, chore: chore.what }, 'a chore failed');
      }
    };
    const timer = setInterval(() => {
      running = running.then(turn);
    }, chore.everyMs);
    return async () => {
      clearInterval(timer);
      await running;
    };
  });
  return async () => void (await Promise.all(stops.map((stop) => stop())));
}

async function measureLag({ metrics, unit }: Services): Promise<void> {
  const { rows } = await sql<{ consumer: string; lag: number }>`
    select c.consumer, (select count(*) from (select 1 from outbox o where (o.xid, o.seq) > (c.xid, c.seq) limit 10000) n) as lag
    from outbox_cursor c`.execute(unit.db);
  for (const { consumer, lag } of rows) metrics.outboxLag.set({ consumer }, Number(lag));
}

function tidyKeys({ unit, columns }: Services): Promise<void> {
  const why = system('keys of columns that encrypt nothing any more are removed');
  return tidyColumns({ unit, columns, list: sealedColumns }, why);
}

/** Removes what has served its time; the audit keeps what was done. */
export async function tidy({ unit }: Pick<Services, 'unit'>): Promise<void> {
  const now = unit.clock.now();
  for (const log of ['audit_log', 'outbox', 'access_record']) {
    await sql`select qc_ensure_partitions(${log}, ${now}::date, 3)`.execute(unit.db);
  }
  await sql`delete from idempotency_key where created_at < ${now}::timestamptz - interval '7 days'`.execute(
    unit.db,
  );
  await sql`delete from oidc_payload where expires_at < ${now}`.execute(unit.db);
  await sql`delete from upstream_flow where expires_at < ${now}`.execute(unit.db);
  await sql`delete from upstream_newcomer where expires_at < ${now}`.execute(unit.db);
  await sql`delete from upstream_session where created_at < ${now}::timestamptz - interval '1 day'`.execute(
    unit.db,
  );
  await sql`delete from face_check where created_at < ${now}::timestamptz - interval '180 days'`.execute(
    unit.db,
  );
  await sql`delete from window_session where created_at < ${now}::timestamptz - interval '180 days'`.execute(
    unit.db,
  );
  await sql`delete from mandate_offer where mandate_id is null
    and expires_at < ${now}::timestamptz - interval '30 days'`.execute(unit.db);
  await sql`delete from wallet_request where expires_at < ${now}`.execute(unit.db);
  await sql`delete from exchange_nonce where expires_at < ${now}`.execute(unit.db);
  await sql`delete from wallet_nonce where expires_at < ${now}`.execute(unit.db);
  await sql`delete from agency_system_day where day < ${now}::date - 400`.execute(unit.db);
  await sql`delete from unknown_login where tried_at < ${now}::timestamptz - interval '1 day'`.execute(
    unit.db,
  );
  await sql`delete from job where state = 'done' and ended_at < ${now}::timestamptz - interval '30 days'`.execute(
    unit.db,
  );
}
