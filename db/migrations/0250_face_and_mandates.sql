-- A comparison of someone's face with their own picture at the provider; never of the face itself.
create table face_check (
  id uuid primary key,
  account_id uuid not null references account (id),
  -- The provider's interaction in which the person was asked.
  interaction text not null,
  -- Which words the person agreed to.
  consent_version text not null,
  -- As the face provider calls it; null until it answered.
  transaction_id text,
  -- What the person is asked to do before the camera, in order.
  actions text[] not null default '{}',
  -- open → sent → passed → used; sent → failed (another face, or none alive) or unavailable (no answer, or none to be trusted).
  state text not null default 'open' check (state in ('open', 'sent', 'passed', 'failed', 'unavailable', 'used')),
  created_at timestamptz not null,
  -- Until then pictures may come, and then what passed may be used.
  expires_at timestamptz not null,
  finished_at timestamptz
);
create index face_check_account on face_check (account_id, created_at desc);

-- A session of a resident who stands at a window and has no phone: it lives no longer than that of the clerk.
alter table session
  drop constraint session_kind_check,
  add constraint session_kind_check check (kind in ('web', 'token', 'window')),
  -- The clerk's session: when it ends or is not used for too long, this one has ended too.
  add column guard_id uuid references session (id),
  add constraint session_guard check ((kind = 'window') = (guard_id is not null));
create index session_guard_open on session (guard_id) where guard_id is not null and ended_at is null;

-- Whom a clerk let act at which window, by which paper, and the code by which its screen took the session over.
create table window_session (
  id uuid primary key,
  clerk_account_id uuid not null references account (id),
  clerk_session_id uuid not null references session (id),
  post_id uuid not null references post (id),
  -- As the hall calls it, such as `A03`.
  place text not null,
  -- The account of the person; made by the first session of one who had none.
  account_id uuid not null references account (id),
  document text not null check (document in ('identity-card', 'temporary-card', 'passport', 'residence-permit')),
  document_end text not null check (document_end ~ '^[0-9A-Z]{4}$'),
  code_hash text not null unique,
  code_expires_at timestamptz not null,
  created_at timestamptz not null,
  -- Null until the code was used.
  session_id uuid unique references session (id),
  ended_at timestamptz
);
create index window_session_clerk on window_session (clerk_session_id) where ended_at is null;

-- A mandate for one application: it ends with it.
alter table mandate
  drop constraint mandate_kind_check,
  add constraint mandate_kind_check check (kind in ('agent', 'parent', 'representative', 'once')),
  -- When the one application was handed in.
  add column used_at timestamptz,
  add constraint mandate_once check (
    kind <> 'once' or (principal_kind = 'person' and cardinality(scope) = 1 and valid_until is not null));

-- A code by which whoever is shown it may hand in one application for the one who shows it.
create table mandate_offer (
  id uuid primary key,
  principal_id uuid not null,
  item_code text not null,
  code_hash text not null unique,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  -- What came of it; null until someone took it.
  mandate_id uuid references mandate (id)
);
create index mandate_offer_principal on mandate_offer (principal_id) where mandate_id is null;

-- A guardian whom a clerk recorded at a window by a document.
alter table mandate
  drop constraint mandate_kind_check,
  add constraint mandate_kind_check check (kind in ('agent', 'parent', 'representative', 'once', 'guardian')),
  add constraint mandate_guardian check (kind <> 'guardian' or (principal_kind = 'person' and valid_until is not null));
create table guardianship (
  mandate_id uuid primary key references mandate (id),
  basis text not null check (basis in ('birth-certificate', 'household-register', 'court-decision', 'appointment')),
  -- Of the document's number, as proof that it was seen.
  document_end text not null check (document_end ~ '^[0-9A-Z]{4}$'),
  agency_id uuid not null references agency (id),
  recorded_by uuid not null references account (id),
  recorded_at timestamptz not null,
  ended_by uuid references account (id),
  ended_reason text,
  check ((ended_by is null) = (ended_reason is null))
);
