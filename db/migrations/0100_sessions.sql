-- What the holder of an account sees of its sessions, and what ends one that nobody uses.
alter table session
  -- Short names of browser and system, such as `Firefox` and `Windows`; empty for a program.
  add column browser text not null default '',
  add column system text not null default '',
  -- The network of the address alone, such as `203.0.113.*`.
  add column network text not null default '',
  -- Digest of a secret that the browser keeps longer than a session: a device that is known has one of an earlier one.
  add column device_hash text,
  -- To the minute.
  add column used_at timestamptz,
  -- Without use for so long it has ended; null: it lasts until it expires.
  add column idle_seconds int check (idle_seconds > 0);
update session set used_at = created_at;
alter table session alter column used_at set not null;
create index session_device on session (account_id, device_hash) where device_hash is not null;

-- A one-time link by which someone gets back into an account, with everything that it holds.
create table account_reset (
  token_hash text primary key,
  account_id uuid not null references account (id),
  -- What was lost.
  factor text not null check (factor in ('password', 'code')),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index account_reset_account on account_reset (account_id) where used_at is null;

-- A secret of a second factor that was shown and not yet proved by a code.
alter table account add column totp_pending text;

-- Codes for the day on which the second factor is out of reach; the hashes of one set share their salt.
create table recovery_code (
  account_id uuid not null references account (id),
  code_hash text not null,
  used_at timestamptz,
  primary key (account_id, code_hash)
);
