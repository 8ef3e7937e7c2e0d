-- Certificates by which people enter their accounts; X.509, of the platform's own authority or of others.
create table client_certificate (
  id uuid primary key,
  account_id uuid not null references account (id),
  -- SHA-256 of its DER: one certificate opens one account.
  fingerprint bytea not null unique check (octet_length(fingerprint) = 32),
  -- How its issuer calls itself.
  issuer text not null,
  valid_from timestamptz not null,
  valid_until timestamptz not null,
  created_at timestamptz not null,
  used_at timestamptz
);
create index client_certificate_account on client_certificate (account_id, id);

-- A browser that went to show the certificate that it adds, once. Kept as a digest.
create table client_certificate_ticket (
  hash text primary key,
  session_id uuid not null references session (id),
  expires_at timestamptz not null
);
create index client_certificate_ticket_expiry on client_certificate_ticket (expires_at);
