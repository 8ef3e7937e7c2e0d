-- Certificates of the platform's own authority.
create table certificate (
  id uuid primary key,
  profile text not null check (profile in ('root', 'intermediate', 'maker', 'seal', 'signer', 'timestamp', 'ocsp', 'tls')),
  scheme text not null check (scheme in ('SM2', 'ES256')),
  -- Which key of its kind, from 1; null for the certificates of others than the platform's own services.
  generation int check (generation > 0),
  -- Unsigned, big-endian.
  serial bytea not null unique,
  -- Parts of the distinguished name.
  subject jsonb not null,
  key_id uuid not null,
  key_version int not null,
  -- Null for a root.
  issuer_id uuid references certificate (id),
  -- Null: of the platform itself.
  agency_id uuid references agency (id),
  der bytea not null,
  valid_from timestamptz not null,
  valid_until timestamptz not null,
  revoked_at timestamptz,
  revoke_reason text check (revoke_reason in
    ('unspecified', 'keyCompromise', 'affiliationChanged', 'superseded', 'cessationOfOperation', 'certificateHold')),
  -- In the words of who did it.
  revoke_ground text,
  created_at timestamptz not null,
  foreign key (key_id, key_version) references crypto_key_version (key_id, version),
  check ((issuer_id is null) = (profile = 'root')),
  check ((generation is not null) = (profile in ('root', 'intermediate', 'timestamp', 'ocsp'))),
  check ((revoked_at is null) = (revoke_reason is null))
);
create index certificate_agency on certificate (agency_id);
create index certificate_key on certificate (key_id, key_version);
create index certificate_revoked on certificate (issuer_id) where revoked_at is not null;
-- One root and one intermediate a generation, however many servers start at once.
create unique index certificate_authority on certificate (profile, scheme, generation)
  where profile in ('root', 'intermediate');
create index certificate_service on certificate (profile, scheme, generation) where generation is not null;

-- The list of revoked certificates of an issuer, as it was last signed.
create table revocation_list (
  issuer_id uuid primary key references certificate (id),
  -- Grows with each list.
  number bigint not null,
  -- Null once something changed since: the next who asks makes another.
  der bytea,
  made_at timestamptz not null
);
