-- Exchange of licences between levels. As the lower level: one upper system to which every change of a licence is sent.
create table exchange_upper (
  id uuid primary key,
  name_zh text not null,
  name_en text not null,
  -- Where it answers, such as https://licences.province.example.
  origin text not null,
  -- As the upper level registered this one.
  client_id text not null,
  -- The key in custody by which requests are signed.
  key_id uuid not null references crypto_key (id),
  state text not null check (state in ('active', 'paused', 'closed')),
  created_at timestamptz not null,
  last_success_at timestamptz,
  -- Since when it is away, why, how often it was tried since, and when it is tried again; null while it answers.
  failing_since timestamptz,
  failures int not null default 0,
  retry_at timestamptz,
  problem jsonb,
  -- Of the catalogue of licence types that it has.
  types_digest text,
  compared_at timestamptz,
  check ((failing_since is null) = (problem is null))
);
create unique index exchange_upper_open on exchange_upper ((true)) where state <> 'closed';

-- One message a change of a licence, numbered from 1 in the order of its changes.
create table exchange_message (
  licence_id uuid not null references licence (id),
  version int not null check (version > 0),
  -- Across all licences, in the order in which they are sent.
  place bigint generated always as identity,
  -- Messages of one licence are in one lane, so that they go one after the other.
  lane smallint not null,
  kind text not null check (kind in ('register', 'change', 'file', 'stock')),
  state text not null,
  ofd_file_id uuid references file (id),
  at timestamptz not null,
  status text not null default 'waiting' check (status in ('waiting', 'sent', 'refused')),
  -- Fixed before it is sent for the first time, so that it is the same however often it is sent; gone once it was taken.
  content jsonb,
  digest text,
  -- Why the upper level refused it.
  problem jsonb,
  done_at timestamptz,
  primary key (licence_id, version),
  check (status <> 'refused' or problem is not null),
  check ((status = 'waiting') = (done_at is null))
);
create index exchange_message_waiting on exchange_message (lane, place) where status = 'waiting';
create index exchange_message_refused on exchange_message (place) where status = 'refused';

-- How each licence stands at the upper level, as far as it acknowledged.
create table exchange_standing (
  licence_id uuid primary key references licence (id),
  identifier text not null unique,
  type_code text not null,
  version int not null,
  digest text not null,
  at timestamptz not null
);
create index exchange_standing_type on exchange_standing (type_code, identifier);

-- A sending of all that there is, in steps of one transaction each: what is killed goes on.
create table exchange_run (
  id uuid primary key,
  upper_id uuid not null references exchange_upper (id),
  state text not null check (state in ('running', 'stopped', 'done')),
  total int not null,
  queued int not null default 0,
  -- The last licence that was lined up; they go by id.
  after_id uuid,
  started_at timestamptz not null,
  ended_at timestamptz,
  check ((ended_at is null) = (state <> 'done'))
);
create unique index exchange_run_running on exchange_run ((true)) where state = 'running';

-- What the two levels hold differently, as the last comparison found it.
create table exchange_difference (
  identifier text primary key,
  licence_id uuid references licence (id),
  type_code text not null,
  -- The upper level lacks it, has what is not known here, or holds it otherwise.
  kind text not null check (kind in ('missing', 'extra', 'differs')),
  our_version int,
  their_version int,
  found_at timestamptz not null,
  check ((kind = 'extra') = (licence_id is null))
);

-- Every change of a licence becomes a message in the transaction that makes it, whoever makes it. The row of the licence
-- is locked by whoever writes it, so that its messages are numbered one after the other. Only the application changes
-- licences; what their owner writes comes from a backup, which has its messages along.
create function qc_licence_is_exchanged() returns trigger
language plpgsql as $$
declare
  next int;
begin
  if current_user <> 'qc_app' or not exists (select 1 from exchange_upper where state <> 'closed') then
    return null;
  end if;
  select coalesce(max(version), 0) + 1 into next from exchange_message where licence_id = new.id;
  insert into exchange_message (licence_id, version, lane, kind, state, ofd_file_id, at)
    values (new.id, next, abs(hashtext(new.id::text) % 4),
      case when tg_op = 'INSERT' then 'register' when new.version is distinct from old.version then 'change' else 'file' end,
      new.state, new.ofd_file_id, now());
  return null;
end $$;
create trigger licence_is_exchanged_new after insert on licence
  for each row execute function qc_licence_is_exchanged();
create trigger licence_is_exchanged after update of version, ofd_file_id on licence
  for each row when (old.version is distinct from new.version or old.ofd_file_id is distinct from new.ofd_file_id)
  execute function qc_licence_is_exchanged();

-- As the upper level: systems of lower levels, whose requests are signed by a key that they keep to themselves.
create table exchange_lower (
  id uuid primary key,
  system_id uuid not null unique references agency_system (id),
  account_id uuid not null unique references account (id),
  client_id text not null unique,
  algorithm text not null check (algorithm in ('SM2', 'P-256', 'Ed25519', 'RSA-3072')),
  -- SubjectPublicKeyInfo, DER.
  public_key bytea not null,
  created_at timestamptz not null,
  last_call_at timestamptz
);

-- Requests that were seen: none is taken twice.
create table exchange_nonce (
  lower_id uuid not null references exchange_lower (id),
  nonce text not null,
  expires_at timestamptz not null,
  primary key (lower_id, nonce)
);
create index exchange_nonce_expiry on exchange_nonce (expires_at);

-- Types of licences that a lower level issues.
create table exchange_type (
  lower_id uuid not null references exchange_lower (id),
  code text not null,
  content jsonb not null,
  received_at timestamptz not null,
  primary key (lower_id, code)
);

-- Licences that lower levels issued, each as its newest message says; apart from those that are issued here.
create table exchange_licence (
  identifier text primary key,
  lower_id uuid not null references exchange_lower (id),
  version int not null,
  digest text not null,
  content jsonb not null,
  type_code text not null,
  holder_code text not null,
  state text not null check (state in ('valid', 'suspended', 'revoked', 'cancelled', 'superseded')),
  received_at timestamptz not null
);
create index exchange_licence_type on exchange_licence (lower_id, type_code, identifier);
create index exchange_licence_holder on exchange_licence (holder_code, identifier);

-- Every message that was taken, by which a repeated one is answered as the first.
create table exchange_receipt (
  lower_id uuid not null references exchange_lower (id),
  identifier text not null,
  version int not null,
  digest text not null,
  -- A late one came after a newer one and changed nothing.
  outcome text not null check (outcome in ('accepted', 'late')),
  received_at timestamptz not null,
  primary key (lower_id, identifier, version)
);

-- Messages that say otherwise under a number that was taken: a person decides which one counts.
create table exchange_conflict (
  id uuid primary key,
  lower_id uuid not null references exchange_lower (id),
  identifier text not null,
  version int not null,
  digest text not null,
  content jsonb not null,
  received_at timestamptz not null,
  outcome text check (outcome in ('kept', 'taken')),
  reason text,
  settled_at timestamptz,
  settled_by uuid references account (id),
  unique (lower_id, identifier, version, digest),
  check (num_nonnulls(outcome, reason, settled_at, settled_by) in (0, 4))
);
create index exchange_conflict_open on exchange_conflict (id) where settled_at is null;

-- Files of licences by their digest (SM3).
create table exchange_file (
  lower_id uuid not null references exchange_lower (id),
  digest text not null,
  file_id uuid not null references file (id),
  primary key (lower_id, digest)
);

-- Who looked at what was received, and on which ground.
create table exchange_look (
  id uuid primary key,
  lower_id uuid not null references exchange_lower (id),
  at timestamptz not null,
  kind text not null check (kind in ('identifier', 'holder', 'file')),
  identifiers text[] not null,
  basis text not null,
  matter text not null
);
create index exchange_look_lower on exchange_look (lower_id, id);
