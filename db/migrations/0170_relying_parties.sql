-- Systems of agencies (and of others) to which people sign in through the platform (OpenID Connect).
create table relying_party (
  id uuid primary key,
  client_id text not null unique,
  agency_id uuid not null references agency (id),
  name_zh text not null,
  name_en text not null,
  -- A web server, an application on people's devices, or a device without a keyboard such as a kiosk.
  kind text not null check (kind in ('web', 'native', 'device')),
  -- By a key of its own, or by a secret that follows from the installation's and is never stored.
  auth_method text not null check (auth_method in ('private_key_jwt', 'client_secret_basic', 'none')),
  secret_version int not null default 1,
  -- Public keys (RFC 7517), for private_key_jwt.
  jwks jsonb,
  redirect_uris text[] not null,
  post_logout_redirect_uris text[] not null,
  backchannel_logout_uri text,
  -- Names, as scopes, of what it may ask for.
  scopes text[] not null,
  par_required boolean not null,
  dpop_required boolean not null,
  created_at timestamptz not null,
  closed_at timestamptz,
  version int not null default 1,
  check ((auth_method = 'private_key_jwt') = (jwks is not null)),
  check (kind = 'web' or auth_method = 'none' or kind = 'device')
);
create index relying_party_agency on relying_party (agency_id);

-- What people agreed that a relying party may learn; withdrawn, it is asked again.
create table relying_party_consent (
  account_id uuid not null references account (id),
  relying_party_id uuid not null references relying_party (id),
  scopes text[] not null,
  given_at timestamptz not null,
  used_at timestamptz not null,
  primary key (account_id, relying_party_id)
);

-- The identity provider's session that goes with the one of the browser: they end together.
alter table session add column provider_uid text;
create index session_provider on session (provider_uid) where provider_uid is not null and ended_at is null;
