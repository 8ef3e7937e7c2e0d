-- Certificates of the own authority over keys that people hold themselves: custody has no key of them.
alter table certificate
  alter column key_id drop not null,
  alter column key_version drop not null,
  -- Whom it names; it signs in to no other account.
  add column account_id uuid references account (id),
  drop constraint certificate_profile_check,
  add constraint certificate_profile_check check (profile in
    ('root', 'intermediate', 'maker', 'seal', 'signer', 'timestamp', 'ocsp', 'tls', 'person')),
  add check ((key_id is null) = (profile = 'person')),
  add check ((key_id is null) = (key_version is null)),
  add check ((account_id is null) = (profile <> 'person')),
  add check (profile <> 'person' or agency_id is null);
create index certificate_account on certificate (account_id) where account_id is not null;
