-- An electronic seal of an agency, or of a person in it, from the asking to the end.
create table seal (
  id uuid primary key,
  agency_id uuid not null references agency (id),
  -- 印章编码: code of the division and a serial; null until it is made.
  number text unique check (number ~ '^[0-9]{13}$'),
  -- As the picture says it.
  name text not null,
  kind text not null check (kind in ('agency-round', 'agency-oval', 'person-name')),
  usage text not null check (usage in
    ('official', 'approval', 'licence', 'contract', 'finance', 'invoice', 'registration', 'personal')),
  -- What else of the picture was asked for: the line across, lengths in millimetres.
  spec jsonb not null,
  -- Null: the platform keeps it for the agency, and only jobs use it.
  keeper_id uuid references account (id),
  state text not null check (state in
    ('asked', 'refused', 'withdrawn', 'active', 'frozen', 'superseded', 'destroyed')),
  -- The seal whose place it takes, or took.
  supersedes_id uuid references seal (id),
  -- Everything from here on comes into being when it is made, and stays.
  sm2_key_id uuid references crypto_key (id),
  p256_key_id uuid references crypto_key (id),
  sm2_certificate_id uuid references certificate (id),
  es256_certificate_id uuid references certificate (id),
  -- SESeal of GB/T 38540-2020, DER.
  eseal bytea,
  -- The drawing as one filled path of SVG, in millimetres from the top left corner.
  path text,
  width_mm int,
  height_mm int,
  valid_from timestamptz,
  valid_until timestamptz,
  created_at timestamptz not null,
  version int not null default 1 check (version > 0),
  check ((kind = 'person-name') = (usage = 'personal')),
  check (kind <> 'person-name' or keeper_id is not null),
  check (num_nulls(number, sm2_key_id, p256_key_id, sm2_certificate_id, es256_certificate_id, eseal, path, width_mm,
    height_mm, valid_from, valid_until) in (0, 11)),
  check ((number is null) = (state in ('asked', 'refused', 'withdrawn')))
);
create index seal_agency on seal (agency_id, id);
-- An agency has one official seal, and a seal one successor.
create unique index seal_official on seal (agency_id) where usage = 'official' and state in ('active', 'frozen');
create unique index seal_successor on seal (supersedes_id) where state not in ('refused', 'withdrawn');

-- One step of a seal's life: who asked for it and why, and who decided. What a head may do alone is done at once.
create table seal_matter (
  id uuid primary key,
  number text not null unique,
  seal_id uuid not null references seal (id),
  kind text not null check (kind in ('apply', 'change', 'grant', 'end-grant', 'freeze', 'thaw', 'destroy')),
  state text not null check (state in ('asked', 'approved', 'refused', 'withdrawn', 'done')),
  asked_at timestamptz not null,
  asked_by uuid references account (id),
  asked_post_id uuid references post (id),
  -- Why the platform asked, where no person did.
  asked_system text,
  reason text not null,
  decided_at timestamptz,
  decided_by uuid references account (id),
  decided_post_id uuid references post (id),
  decided_system text,
  decision_reason text,
  check (num_nonnulls(asked_by, asked_system) = 1),
  check ((asked_by is null) = (asked_post_id is null)),
  check ((decided_by is null) = (decided_post_id is null)),
  check ((state in ('asked', 'done')) = (decided_at is null)),
  check (num_nonnulls(decided_by, decided_system) = num_nonnulls(decided_at)),
  check ((decided_at is null) = (decision_reason is null)),
  check ((state = 'done') = (kind in ('grant', 'end-grant', 'freeze'))),
  -- Four eyes: whoever asked does not decide.
  constraint seal_matter_four_eyes check (state not in ('approved', 'refused')
    or asked_by is distinct from decided_by or asked_system is distinct from decided_system)
);
create index seal_matter_seal on seal_matter (seal_id, id);
create unique index seal_matter_open on seal_matter (seal_id) where state = 'asked';

-- Who may use a seal, for what, how often and how long: a person, the jobs of a licence type or item, or a person for
-- one of these alone.
create table seal_grant (
  id uuid primary key,
  seal_id uuid not null references seal (id),
  account_id uuid references account (id),
  -- Code of a licence type or item.
  for_type text,
  -- Null: as often as needed.
  most int check (most > 0),
  used int not null default 0,
  valid_from timestamptz not null,
  valid_until timestamptz not null,
  matter_id uuid not null references seal_matter (id),
  ended_at timestamptz,
  end_matter_id uuid references seal_matter (id),
  check (account_id is not null or for_type is not null),
  check (used >= 0 and (most is null or used <= most)),
  check (valid_from < valid_until),
  check ((ended_at is null) = (end_matter_id is null))
);
create index seal_grant_seal on seal_grant (seal_id, id);

-- One signature by a seal; the application adds rows and changes none.
create table seal_use (
  id uuid primary key,
  at timestamptz not null,
  seal_id uuid not null references seal (id),
  grant_id uuid not null references seal_grant (id),
  -- Whose own grant it was; null where the platform acted for the agency.
  account_id uuid references account (id),
  purpose text not null,
  form text not null check (form in ('ofd', 'pdf')),
  -- What the signature covers, as the document itself carries it: SM3 of Signature.xml in OFD, SHA-256 of the covered
  -- bytes in PDF.
  digest bytea not null check (octet_length(digest) = 32),
  entity_kind text not null check (entity_kind in ('licence', 'case', 'file')),
  -- Id of the licence or case, or the name of the file.
  entity_id text not null,
  request_id text not null
);
create index seal_use_seal on seal_use (seal_id, id);

-- Certificates by which the platform makes seals, the newest one in use.
create table seal_maker (
  certificate_id uuid primary key references certificate (id),
  created_at timestamptz not null
);
