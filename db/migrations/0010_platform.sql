-- Append-only logs are partitioned by month of `at`; the default partition catches what no month holds.
create table audit_log (
  id uuid not null,
  at timestamptz not null,
  actor_kind text not null,
  account_id uuid,
  post_id uuid,
  action text not null,
  entity text not null,
  entity_id text not null,
  purpose text,
  request_id text not null,
  detail jsonb not null default '{}',
  primary key (id, at)
) partition by range (at);
create table audit_log_default partition of audit_log default;
create index audit_log_entity on audit_log (entity, entity_id, at);
create index audit_log_account on audit_log (account_id, at);

create table outbox (
  seq bigint generated always as identity,
  at timestamptz not null,
  xid xid8 not null default pg_current_xact_id(),
  type text not null,
  subject_id text not null,
  payload jsonb not null,
  primary key (seq, at)
) partition by range (at);
create table outbox_default partition of outbox default;
create index outbox_order on outbox (xid, seq);

-- Where each consumer of the outbox stands.
create table outbox_cursor (
  consumer text primary key,
  xid xid8 not null,
  seq bigint not null,
  updated_at timestamptz not null default now()
);

-- Run by the owner at each start and by the application each month.
create function qc_ensure_partitions(parent text, first_month date, months int) returns void
language plpgsql security definer set search_path = public as $$
declare
  m date;
  part text;
begin
  if parent not in ('audit_log', 'outbox', 'access_record') then
    raise exception 'not a partitioned log: %', parent;
  end if;
  for i in 0 .. months - 1 loop
    m := (date_trunc('month', first_month) + make_interval(months => i))::date;
    part := format('%s_%s', parent, to_char(m, 'YYYY_MM'));
    if to_regclass(part) is null then
      begin
        execute format('create table %I partition of %I for values from (%L) to (%L)',
          part, parent, m, (m + interval '1 month')::date);
      exception when check_violation then
        null; -- the default partition already holds rows of this month: they stay there
      end;
    end if;
  end loop;
end $$;
revoke all on function qc_ensure_partitions(text, date, int) from public;

create table job (
  id uuid primary key,
  kind text not null,
  payload jsonb not null,
  -- One open job a key: enqueuing the same again changes nothing.
  key text,
  run_at timestamptz not null,
  attempts int not null default 0,
  max_attempts int not null default 12,
  state text not null default 'open' check (state in ('open', 'done', 'dead')),
  locked_until timestamptz,
  last_error text,
  created_at timestamptz not null,
  ended_at timestamptz
);
create unique index job_open_key on job (kind, key) where state = 'open' and key is not null;
create index job_due on job (run_at) where state = 'open';
create index job_dead on job (ended_at desc, id) where state = 'dead';

create table idempotency_key (
  account_id uuid not null,
  key text not null,
  request_hash text not null,
  status int,
  answer jsonb,
  created_at timestamptz not null,
  primary key (account_id, key)
);
create index idempotency_key_age on idempotency_key (created_at);

create table file (
  id uuid primary key,
  hash text not null,
  name text not null,
  media_type text not null,
  bytes bigint not null,
  account_id uuid,
  scan text not null default 'pending' check (scan in ('pending', 'clean', 'infected', 'skipped')),
  created_at timestamptz not null
);
create index file_hash on file (hash);

create table calendar_notice (
  date date primary key,
  working boolean not null,
  source text not null,
  loaded_at timestamptz not null
);

-- Facts about this installation that must travel with its data (demo on or off, city, first administrator).
create table setting (
  key text primary key,
  value jsonb not null,
  updated_at timestamptz not null
);

-- Counters that hand out gapless numbers a day or year (case numbers, notice numbers).
create table counter (
  key text primary key,
  value bigint not null
);
