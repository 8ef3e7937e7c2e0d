-- A one-time code works once: the step of the last one that was taken (RFC 6238 §5.2).
alter table account add column totp_step bigint;

-- Wrong tries with logins that nobody has count as well, so that a lock does not tell which logins exist.
create table unknown_login (
  login_hash text primary key,
  failed_attempts int not null,
  locked_until timestamptz,
  tried_at timestamptz not null
);
