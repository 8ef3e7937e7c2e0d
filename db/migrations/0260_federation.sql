-- Sign-in services of others, such as the province's, by which people enter here (OpenID Connect).
create table upstream (
  id uuid primary key,
  issuer text not null,
  name_zh text not null,
  name_en text not null,
  client_id text not null,
  -- By a key that is made here, or by a secret that the other side gave.
  auth_method text not null check (auth_method in ('private_key_jwt', 'client_secret_basic')),
  -- The secret, or the private key as JWK; encrypted.
  credential text,
  credential_sealed bytea,
  -- What the other side checks the proof by.
  public_key jsonb,
  -- The one algorithm in which its tokens are signed.
  token_algorithm text not null check (token_algorithm in ('RS256', 'PS256', 'ES256', 'EdDSA')),
  scopes text[] not null,
  -- Which `acr` of theirs counts as which of our levels at most; any other counts as 1.
  levels jsonb not null,
  name_claim text not null,
  -- Null: it tells no identity number.
  number_claim text,
  makes_accounts boolean not null,
  created_at timestamptz not null,
  closed_at timestamptz,
  version int not null default 1,
  check ((auth_method = 'private_key_jwt') = (public_key is not null))
);
create unique index upstream_issuer on upstream (issuer) where closed_at is null;

-- Under which subject there a person enters here.
create table upstream_link (
  id uuid primary key,
  upstream_id uuid not null references upstream (id),
  subject text not null,
  account_id uuid not null references account (id),
  created_at timestamptz not null,
  used_at timestamptz not null,
  unique (upstream_id, subject),
  unique (upstream_id, account_id)
);
create index upstream_link_account on upstream_link (account_id);

-- A browser that was sent away to sign in; taken once. State and cookie are kept as digests.
create table upstream_flow (
  state_hash text primary key,
  browser_hash text not null,
  upstream_id uuid not null references upstream (id),
  -- The provider's interaction that goes on with it.
  interaction text not null,
  nonce text not null,
  verifier text not null,
  expires_at timestamptz not null
);
create index upstream_flow_expiry on upstream_flow (expires_at);

-- Someone who came from there for the first time, until it is known whose account this is.
create table upstream_newcomer (
  secret_hash text primary key,
  upstream_id uuid not null references upstream (id),
  interaction text not null,
  subject text not null,
  name text not null,
  -- Who it is by the identity number that was told; null where none was, or at level 1.
  person_id uuid,
  level smallint not null check (level between 1 and 3),
  sid text,
  authenticated_at timestamptz not null,
  expires_at timestamptz not null
);
create index upstream_newcomer_expiry on upstream_newcomer (expires_at);

-- Who is signed in here from there: its sign-out there ends it here. Sessions have the same account and instant.
create table upstream_session (
  id uuid primary key,
  upstream_id uuid not null references upstream (id),
  subject text not null,
  sid text,
  account_id uuid not null references account (id),
  authenticated_at timestamptz not null,
  created_at timestamptz not null
);
create index upstream_session_subject on upstream_session (upstream_id, subject);
create index upstream_session_account on upstream_session (account_id, authenticated_at);

-- Systems that people sign in to know them by another number in each sector (OpenID Connect Core 1.0 §8.1).
alter table relying_party
  add column subject_type text not null default 'public' check (subject_type in ('public', 'pairwise')),
  -- Set once, so that numbers stay when addresses change.
  add column sector text,
  add check (subject_type = 'public' or sector is not null);

-- From which those numbers follow; made once and never changed.
create table subject_salt (
  id uuid primary key,
  secret text,
  secret_sealed bytea,
  single boolean not null default true unique check (single)
);
