-- Who may read fields of a licence by its holder's leave: an agency, a company, or whoever bears a code; how often and
-- until when. It is for the number, so that it outlives a renewal.
create table licence_grant (
  id uuid primary key,
  number text not null,
  type_code text not null,
  holder_id uuid not null,
  agency_id uuid references agency (id),
  company_id uuid,
  -- As registered on the day.
  company_name text,
  -- Of the code that its bearer shows; the code itself is not kept.
  code_hash text unique,
  fields text[] not null check (cardinality(fields) > 0),
  most int not null check (most between 1 and 100),
  used int not null default 0,
  -- A civil date, inclusive.
  valid_until date not null,
  purpose text not null,
  granted_by uuid not null references account (id),
  created_at timestamptz not null,
  revoked_at timestamptz,
  check (used between 0 and most),
  check (num_nonnulls(agency_id, company_id, code_hash) = 1),
  check ((company_id is null) = (company_name is null)),
  check (code_hash is null or most = 1)
);
create index licence_grant_number on licence_grant (number, id);

create sequence licence_use_seq;

-- One use of a licence by another than its holder: by a grant, a code, the law, or as material of a case.
create table licence_use (
  id uuid primary key,
  number text not null unique,
  at timestamptz not null,
  licence_id uuid not null references licence (id),
  -- The number of the licence, under which its holder reads the uses of all its editions.
  licence_number text not null,
  holder_id uuid not null,
  -- Who used it: an agency from a post, a company, or a person, who is named in part.
  agency_id uuid references agency (id),
  post_id uuid references post (id),
  company_id uuid,
  party_name text,
  -- Null: the rules of a case.
  account_id uuid references account (id),
  ground text not null check (ground in ('grant', 'code', 'law', 'case')),
  grant_id uuid references licence_grant (id),
  -- The law and its article as they stood: {title, clause}, each {zh, en}.
  law jsonb,
  fields text[] not null,
  matter text not null,
  case_id uuid references service_case (id) deferrable initially deferred,
  case_number text,
  -- Of the case, by the id that its item gives it.
  material_id text,
  request_id text not null,
  check ((ground in ('grant', 'code')) = (grant_id is not null)),
  check ((ground = 'law') = (law is not null)),
  check ((ground = 'case') = (material_id is not null)),
  check (ground <> 'case' or case_id is not null),
  check ((agency_id is null) = (party_name is not null))
);
create index licence_use_licence on licence_use (licence_number, id);
create index licence_use_account on licence_use (account_id, id) where account_id is not null;
create unique index licence_use_case on licence_use (case_id, material_id, licence_id) where ground = 'case';

-- What a holder says against a use; the agency that used it answers, or the issuer where none did.
create table licence_use_dispute (
  use_id uuid primary key references licence_use (id),
  agency_id uuid not null references agency (id),
  account_id uuid not null references account (id),
  reason text not null,
  created_at timestamptz not null,
  answer text,
  answered_at timestamptz,
  answered_by uuid references account (id),
  check (num_nonnulls(answer, answered_at, answered_by) in (0, 3))
);
create index licence_use_dispute_open on licence_use_dispute (agency_id, use_id) where answered_at is null;
