import type pg from 'pg';
import { none, type Invariant } from './model.ts';

/** Holds when the query finds no row; each row says by `one` what is wrong. */
export async function holds(client: pg.Client, what: string, breaking: string): Promise<Invariant> {
  const { rows } = await client.query<{ one: string }>(breaking);
  return none(
    what,
    rows.map(({ one }) => one),
  );
}

/** Jobs that gave up, and timers that were handed over and then forgotten or handed over twice. */
export const stuck = `
  select kind || ' ' || coalesce(last_error, '') as one from job where state = 'dead'
  union all
  select 'timer ' || w.id from process_wait w where w.handed_at is not null
    and not exists (select 1 from job j where j.kind = 'process.timer' and j.key = w.id::text and j.state = 'open')
  union all
  select 'timer handed over twice: ' || key from job where kind = 'process.timer' group by key having count(*) > 1`;

/** Commands whose key was kept without what they were answered. */
export const answers = `select key as one from idempotency_key where status is null`;

/** A case begins with version 1 and each change, that of its beginning too, adds one. */
export const audit = `
  select c.number || ' version ' || c.version as one from service_case c
  where c.version <> (select count(*) from audit_log a where a.entity = 'case' and a.entity_id = c.id::text)
    or c.version <> (select count(*) from outbox o where o.type = 'case.changed' and o.subject_id = c.id::text)`;

export const looks = `
  select c.number as one from service_case c
  where not exists (select 1 from access_record r where r.case_id = c.id and r.purpose <> '')`;
