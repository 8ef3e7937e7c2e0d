-- What the platform knows about each resource; its own table is made from its schema (`qc schema`).
create table resource (
  code text primary key,
  pack text not null,
  schema jsonb not null,
  schema_hash text not null,
  agency_slug text not null,
  name_zh text not null,
  name_en text not null,
  updated_at timestamptz not null
);

-- Disputes of single fields; each becomes a task at the source agency.
create table dispute (
  id uuid primary key,
  resource text not null references resource (code),
  record_id uuid not null,
  field text not null,
  subject_id uuid not null,
  account_id uuid not null references account (id),
  case_id uuid,
  reason text not null,
  state text not null default 'open' check (state in ('open', 'upheld', 'rejected')),
  answer text,
  answered_by uuid,
  created_at timestamptz not null,
  answered_at timestamptz
);
create index dispute_subject on dispute (subject_id, id);
create index dispute_open on dispute (resource, id) where state = 'open';
