-- Keys of columns that are kept encrypted: 48 bytes that encrypt and 32 that make the index, wrapped by the master key.
create table column_key (
  version int primary key check (version > 0),
  wrapped bytea not null,
  created_at timestamptz not null,
  -- Null while values of former versions are still being encrypted anew by this one.
  done_at timestamptz
);

-- The plain columns hold what was written before this release, until the next start encrypts and empties them.
alter table account
  add column phone_sealed bytea,
  add column phone_index bytea,
  add column email_sealed bytea,
  add column email_index bytea,
  add column totp_secret_sealed bytea,
  add column totp_pending_sealed bytea;
create index account_phone_index on account (phone_index) where phone_index is not null;
create index account_email_index on account (email_index) where email_index is not null;

alter table dispatch alter column address drop not null, add column address_sealed bytea;
alter table payout alter column payee_account drop not null, add column payee_account_sealed bytea;

-- What is still plain, so that a start need not look through whole tables for it; empty once it is encrypted.
create index account_phone_plain on account (id) where phone <> '';
create index account_email_plain on account (id) where email <> '';
create index account_totp_secret_plain on account (id) where totp_secret <> '';
create index account_totp_pending_plain on account (id) where totp_pending <> '';
create index dispatch_address_plain on dispatch (id) where address <> '';
create index payout_payee_account_plain on payout (id) where payee_account <> '';
