-- What staff asked the upper level: noted and committed before the question leaves the house.
create table exchange_ask (
  id uuid primary key,
  upper_id uuid not null references exchange_upper (id),
  account_id uuid not null references account (id),
  case_id uuid not null references service_case (id),
  case_number text not null,
  purpose text not null,
  basis text not null,
  kind text not null check (kind in ('identifier', 'holder')),
  -- For which licence or holder, as JSON; encrypted, so that the plain column stays empty.
  wanted text,
  wanted_sealed bytea not null,
  asked_at timestamptz not null,
  -- A question is put once.
  put_at timestamptz,
  -- Null while no answer came; what the answer said is not kept here.
  outcome text check (outcome in ('found', 'nothing', 'away', 'refused')),
  identifiers text[] not null default '{}',
  check (outcome is null or put_at is not null),
  check ((outcome is not distinct from 'found') = (cardinality(identifiers) > 0))
);
create index exchange_ask_account on exchange_ask (account_id, id);

-- What lower levels say of holders is encrypted. The plain columns hold what was written before this release, until the
-- next start encrypts and empties them; what is bound to a row needs an id of the row that never changes.
alter table exchange_licence
  add column id uuid,
  add column file_digest text,
  add column content_sealed bytea,
  add column holder_code_sealed bytea,
  add column holder_code_index bytea;
update exchange_licence set id = gen_random_uuid(), file_digest = content->>'fileDigest';
alter table exchange_licence
  alter column id set not null,
  add unique (id),
  alter column content drop not null,
  alter column content type text using content::text,
  alter column holder_code drop not null;
drop index exchange_licence_holder;
create index exchange_licence_holder on exchange_licence (holder_code_index, identifier);
create index exchange_licence_content_plain on exchange_licence (id) where content <> '';
create index exchange_licence_holder_code_plain on exchange_licence (id) where holder_code <> '';

alter table exchange_conflict
  add column content_sealed bytea,
  alter column content drop not null,
  alter column content type text using content::text;
create index exchange_conflict_content_plain on exchange_conflict (id) where content <> '';
