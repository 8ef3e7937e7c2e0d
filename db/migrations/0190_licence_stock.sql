-- A stock of licences made from the records of a library, in steps of one transaction each: what is killed goes on.
create table licence_stock (
  id uuid primary key,
  type_code text not null,
  -- The version of the type whose rule is used to the end.
  type_id uuid not null references definition (id),
  -- Null: the operator of the machine.
  account_id uuid references account (id),
  state text not null check (state in ('running', 'stopped', 'done')),
  -- Why the platform stopped it: {zh, en}.
  problem jsonb,
  total int not null,
  -- The last record that was looked at; they go by id.
  after_id uuid,
  issued int not null default 0,
  skipped int not null default 0,
  failed int not null default 0,
  -- Licences whose files are there.
  sealed int not null default 0,
  started_at timestamptz not null,
  ended_at timestamptz,
  -- Since when it runs without a stop, how many were sealed then, and its last step: from these its rate.
  run_since timestamptz not null,
  run_sealed int not null default 0,
  touched_at timestamptz not null,
  check ((ended_at is null) = (state <> 'done'))
);
create unique index licence_stock_running on licence_stock (type_code) where state = 'running';

-- What became of a record: one licence, ever; what could not be made waits here with its reason and is tried again
-- by the next stock.
create table licence_stock_record (
  type_code text not null,
  record_id uuid not null,
  stock_id uuid not null references licence_stock (id),
  outcome text not null check (outcome in ('issued', 'skipped', 'failed')),
  licence_id uuid unique references licence (id),
  -- {zh, en}; null where it was issued.
  reason jsonb,
  paper_due boolean not null,
  primary key (type_code, record_id),
  check ((outcome = 'issued') = (licence_id is not null)),
  check ((outcome = 'issued') = (reason is null)),
  check (not paper_due or licence_id is not null)
);
create index licence_stock_paper on licence_stock_record (stock_id, record_id) where paper_due;
create index licence_stock_failed on licence_stock_record (stock_id, record_id) where outcome = 'failed';

-- Several licences become one, and again several (多证合一).
alter table licence_change drop constraint licence_change_kind_check;
alter table licence_change add constraint licence_change_kind_check check (kind in
  ('suspend', 'resume', 'revoke', 'cancel', 'annotate', 'renew', 'change', 'reissue', 'merge', 'split'));
create index licence_change_successor on licence_change (successor_id) where successor_id is not null;
