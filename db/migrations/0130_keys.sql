-- Programs of agencies hold posts of their own.
alter table post drop constraint post_role_check;
alter table post add constraint post_role_check
  check (role in ('clerk', 'reviewer', 'decider', 'inspector', 'head', 'dataOfficer', 'admin', 'system'));

-- A program of an agency, with the account by which it calls.
create table agency_system (
  id uuid primary key,
  account_id uuid not null unique references account (id),
  agency_id uuid not null references agency (id),
  name_zh text not null,
  name_en text not null,
  -- Calls of the crypto service a day.
  crypto_quota int not null check (crypto_quota > 0),
  created_at timestamptz not null,
  closed_at timestamptz
);
create index agency_system_agency on agency_system (agency_id);

-- Calls of the crypto service, by civil date in China.
create table agency_system_day (
  system_id uuid not null references agency_system (id),
  day date not null,
  calls int not null,
  primary key (system_id, day)
);

create table crypto_key (
  id uuid primary key,
  -- Null: of the platform itself.
  agency_id uuid references agency (id),
  name text not null,
  use text not null check (use in ('sign', 'encrypt', 'mac')),
  algorithm text not null,
  state text not null check (state in ('active', 'suspended', 'retired', 'destroyed')),
  -- The version that is current, and the last one when there is none any more.
  version int not null check (version > 0),
  created_at timestamptz not null,
  changed_at timestamptz not null
);
-- The name of a key that was destroyed is free again.
create unique index crypto_key_name on crypto_key (agency_id, name) nulls not distinct where state <> 'destroyed';

create table crypto_key_version (
  key_id uuid not null references crypto_key (id),
  version int not null,
  state text not null check (state in ('current', 'former', 'destroyed')),
  -- SubjectPublicKeyInfo, DER; null for a secret.
  public_key bytea,
  -- Private part or secret, under the master key; gone for ever once destroyed.
  wrapped bytea,
  valid_from timestamptz not null,
  valid_until timestamptz,
  primary key (key_id, version),
  check ((state = 'destroyed') = (wrapped is null))
);
create unique index crypto_key_version_current on crypto_key_version (key_id) where state = 'current';
