create table division (
  code text primary key,
  name_zh text not null,
  name_en text not null,
  level text not null check (level in ('province', 'city', 'district', 'town', 'village')),
  parent_code text references division (code)
);
create index division_parent on division (parent_code);

create table agency (
  id uuid primary key,
  -- 统一社会信用代码
  code text not null unique,
  -- Short name by which packs and cities refer to it, such as `civil-affairs`.
  slug text not null unique,
  name_zh text not null,
  name_en text not null,
  division_code text not null references division (code),
  created_at timestamptz not null
);

create table post (
  id uuid primary key,
  slug text not null unique,
  role text not null check (role in ('clerk', 'reviewer', 'decider', 'inspector', 'head', 'dataOfficer', 'admin')),
  agency_id uuid not null references agency (id),
  division_code text not null references division (code),
  name_zh text not null,
  name_en text not null
);

create table account (
  id uuid primary key,
  login text not null unique,
  name text not null,
  password_hash text,
  -- A person of the population library; staff-only accounts have none.
  person_id uuid unique,
  totp_secret text,
  phone text,
  email text,
  demo boolean not null default false,
  failed_attempts int not null default 0,
  locked_until timestamptz,
  disabled_at timestamptz,
  created_at timestamptz not null
);

create table account_post (
  account_id uuid not null references account (id),
  post_id uuid not null references post (id),
  valid_from date not null,
  valid_until date,
  primary key (account_id, post_id)
);
create index account_post_post on account_post (post_id);

create table invitation (
  token_hash text primary key,
  post_id uuid not null references post (id),
  expires_at timestamptz not null,
  used_at timestamptz
);

create table mandate (
  id uuid primary key,
  principal_kind text not null check (principal_kind in ('person', 'entity')),
  principal_id uuid not null,
  agent_person_id uuid not null,
  kind text not null check (kind in ('agent', 'parent', 'representative')),
  -- Item codes; empty means every item.
  scope text[] not null default '{}',
  valid_from date not null,
  valid_until date,
  revoked_at timestamptz,
  created_at timestamptz not null
);
create index mandate_agent on mandate (agent_person_id) where revoked_at is null;
create index mandate_principal on mandate (principal_id);

-- A browser session or a bearer token; only a digest of the secret is kept.
create table session (
  id uuid primary key,
  secret_hash text not null unique,
  kind text not null check (kind in ('web', 'token')),
  account_id uuid not null references account (id),
  csrf text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index session_account on session (account_id) where ended_at is null;

-- Payloads of the OpenID provider (codes, grants, sessions, interactions).
create table oidc_payload (
  type text not null,
  id text not null,
  payload jsonb not null,
  grant_id text,
  uid text,
  user_code text,
  expires_at timestamptz,
  consumed_at timestamptz,
  primary key (type, id)
);
create index oidc_payload_grant on oidc_payload (grant_id) where grant_id is not null;
create index oidc_payload_uid on oidc_payload (uid) where uid is not null;
create index oidc_payload_expiry on oidc_payload (expires_at);

-- One look at another's data is one row, which the person looked at can read.
create table access_record (
  id uuid not null,
  at timestamptz not null,
  subject_kind text not null check (subject_kind in ('person', 'entity')),
  subject_id uuid not null,
  actor_kind text not null,
  account_id uuid,
  actor_name text not null,
  post_id uuid,
  purpose text not null,
  resource text not null,
  fields text[] not null,
  case_id uuid,
  case_number text,
  request_id text not null,
  primary key (id, at)
) partition by range (at);
create table access_record_default partition of access_record default;
create index access_record_subject on access_record (subject_id, id);
create index access_record_account on access_record (account_id, at);

-- The leading digits that all divisions below a GB/T 2260 code share: 370100 → 3701.
create function qc_division_prefix(code text) returns text language sql immutable parallel safe
return case
  when length(code) = 6 and code like '%0000' then left(code, 2)
  when length(code) = 6 and code like '%00' then left(code, 4)
  when length(code) = 12 and code like '%000' then left(code, 9)
  else code
end;
