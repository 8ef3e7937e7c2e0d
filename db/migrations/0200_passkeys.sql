-- How surely a session is that of the person it says, by what, and since when.
alter table session
  -- 1 to 4, as the `acr` of OpenID Connect says it.
  add column assurance smallint not null default 1 check (assurance between 1 and 4),
  -- What was shown (RFC 8176), such as `pwd` and `otp`.
  add column amr text[] not null default '{}',
  -- When it was shown; earlier than the session where another device vouched for it.
  add column authenticated_at timestamptz;
update session set authenticated_at = created_at;
update session s set assurance = 2 from account u
  where u.id = s.account_id and (u.person_id is not null or exists (
    select 1 from account_post h join post p on p.id = h.post_id where h.account_id = u.id and p.role <> 'system'));
alter table session alter column authenticated_at set not null;

-- A public key credential of an account (Web Authentication Level 3).
create table passkey (
  id uuid primary key,
  account_id uuid not null references account (id),
  -- As the authenticator made it, base64url.
  credential_id text not null unique,
  -- COSE key (RFC 9052).
  public_key bytea not null,
  -- Signatures that the authenticator counted; 0: it does not count.
  counter bigint not null,
  transports text[] not null,
  -- Whether it is kept in an account of the maker of the device, and so comes to other devices of its holder.
  synced boolean not null,
  name text not null,
  created_at timestamptz not null,
  used_at timestamptz
);
create index passkey_account on passkey (account_id, id);

-- What an authenticator is asked to sign, once. Kept as a digest.
create table passkey_challenge (
  hash text primary key,
  -- The account that registers, or the interaction in which someone signs in.
  bound_to text not null,
  expires_at timestamptz not null
);
create index passkey_challenge_expiry on passkey_challenge (expires_at);

-- A browser that waits until a phone signs it in. Code and secret are kept as digests.
create table phone_sign_in (
  id uuid primary key,
  -- Of the code that the phone reads.
  code_hash text not null unique,
  -- Of the secret that only the waiting browser has.
  secret_hash text not null unique,
  -- The provider's interaction that goes on with it.
  interaction text not null,
  -- Two figures that the holder of the phone copies from the waiting browser.
  figures text not null check (figures ~ '^\d\d$'),
  wrong_figures int not null default 0,
  browser text not null,
  system text not null,
  network text not null,
  state text not null default 'open' check (state in ('open', 'confirmed', 'refused', 'used')),
  -- Who confirmed, and how surely that is the person.
  account_id uuid references account (id),
  session_id uuid references session (id),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  check ((state in ('confirmed', 'used')) = (session_id is not null))
);
create index phone_sign_in_expiry on phone_sign_in (expires_at);
