create sequence case_number_seq;
create sequence notice_number_seq;

create table service_case (
  id uuid primary key,
  number text not null unique,
  item_version_id uuid not null references item_version (id),
  item_code text not null,
  item_name text not null,
  prior_status text,
  status text not null check (status in ('draft', 'submitted', 'correcting', 'notAccepted', 'accepted', 'suspended',
    'review', 'notGranted', 'granted', 'delivered', 'refused', 'withdrawn', 'ended')),
  applicant_kind text not null check (applicant_kind in ('person', 'entity')),
  applicant_id uuid not null,
  applicant_name text not null,
  -- Who acts: the applicant, an agent, or a clerk at a window.
  account_id uuid not null references account (id),
  agent_person_id uuid,
  channel text not null check (channel in ('portal', 'window', 'api')),
  agency_id uuid not null references agency (id),
  division_code text not null,
  form jsonb not null,
  form_id uuid not null references definition (id),
  materials jsonb not null default '[]',
  sources jsonb not null default '{}',
  reasons jsonb not null default '[]',
  decision jsonb,
  corrections jsonb not null default '[]',
  instance_id uuid,
  -- Set when a person, not the rules, decides.
  by_person boolean not null default false,
  waiting_roles text[] not null default '{}',
  claimed_by uuid references account (id),
  statutory jsonb,
  promised jsonb,
  statutory_due timestamptz,
  due timestamptz,
  due_provisional boolean not null default false,
  licence_id uuid,
  created_at timestamptz not null,
  submitted_at timestamptz,
  accepted_at timestamptz,
  decided_at timestamptz,
  ended_at timestamptz,
  updated_at timestamptz not null,
  version int not null default 1
);
create index service_case_applicant on service_case (applicant_id, id desc);
create index service_case_account on service_case (account_id, id desc);
create index service_case_queue on service_case (agency_id, due, id) where ended_at is null;
create index service_case_claimed on service_case (claimed_by, due) where ended_at is null and claimed_by is not null;
-- Which case a file belongs to.
create index service_case_materials on service_case using gin (materials jsonb_path_ops);
create index service_case_agency on service_case (agency_id, id desc);

create table case_event (
  id uuid primary key,
  case_id uuid not null references service_case (id),
  at timestamptz not null,
  kind text not null,
  actor_kind text not null check (actor_kind in ('applicant', 'staff', 'system')),
  account_id uuid,
  actor_name text not null,
  post_id uuid,
  from_status text,
  to_status text,
  text_zh text not null,
  text_en text not null,
  detail jsonb not null default '{}',
  notice_id uuid
);
create index case_event_case on case_event (case_id, id);

-- People who must say yes as well, such as the seller of a home.
create table case_party (
  case_id uuid not null references service_case (id),
  person_id uuid not null,
  role text not null,
  state text not null default 'asked' check (state in ('asked', 'confirmed', 'declined')),
  answered_at timestamptz,
  primary key (case_id, person_id)
);
create index case_party_person on case_party (person_id, case_id);

create table notice (
  id uuid primary key,
  case_id uuid not null references service_case (id),
  number text not null unique,
  kind text not null,
  title_zh text not null,
  title_en text not null,
  body jsonb not null,
  created_at timestamptz not null
);
create index notice_case on notice (case_id, id);

create table licence (
  id uuid primary key,
  number text not null unique,
  type_code text not null,
  type_id uuid not null references definition (id),
  holder_kind text not null check (holder_kind in ('person', 'entity')),
  holder_id uuid not null,
  holder_name text not null,
  issuer_id uuid not null references agency (id),
  case_id uuid references service_case (id),
  fields jsonb not null,
  state text not null default 'valid' check (state in ('valid', 'revoked', 'superseded')),
  verify_code text not null unique,
  file_id uuid references file (id),
  issued_on date not null,
  valid_from date not null,
  valid_until date,
  created_at timestamptz not null,
  version int not null default 1
);
create index licence_holder on licence (holder_id, type_code, id desc);

create table rating (
  case_id uuid primary key references service_case (id),
  stars int not null check (stars between 1 and 5),
  indices text[] not null default '{}',
  comment text not null default '',
  account_id uuid not null,
  named boolean not null,
  due timestamptz,
  answered_at timestamptz,
  answer text,
  created_at timestamptz not null
);
create index rating_open on rating (due) where stars <= 2 and named and answered_at is null;

create table payment_order (
  id uuid primary key,
  case_id uuid not null references service_case (id),
  name_zh text not null,
  name_en text not null,
  -- fen
  amount bigint not null check (amount > 0),
  state text not null check (state in ('open', 'paid', 'refunding', 'refunded', 'cancelled')),
  channel_ref text unique,
  pay_url text,
  refund_ref text unique,
  created_at timestamptz not null,
  paid_at timestamptz,
  refunded_at timestamptz,
  version int not null default 1
);
create index payment_order_case on payment_order (case_id);

create table payout (
  id uuid primary key,
  case_id uuid not null references service_case (id),
  -- One payout a purpose and case, however often its step runs.
  purpose text not null,
  payee_name text not null,
  payee_account text not null,
  amount bigint not null check (amount > 0),
  state text not null check (state in ('open', 'sent', 'paid', 'failed')),
  channel_ref text unique,
  error text,
  created_at timestamptz not null,
  paid_at timestamptz,
  version int not null default 1,
  unique (case_id, purpose)
);

create table message (
  id uuid primary key,
  account_id uuid not null references account (id),
  case_id uuid references service_case (id),
  title_zh text not null,
  title_en text not null,
  body_zh text not null,
  body_en text not null,
  created_at timestamptz not null,
  read_at timestamptz
);
create index message_account on message (account_id, id desc);

-- What would leave by SMS or mail; the demo shows it, a real installation sends it.
create table dispatch (
  id uuid primary key,
  message_id uuid not null references message (id),
  channel text not null check (channel in ('sms', 'mail')),
  address text not null,
  text text not null,
  state text not null default 'open' check (state in ('open', 'sent', 'failed')),
  created_at timestamptz not null,
  sent_at timestamptz
);
create index dispatch_created on dispatch (id desc);
create sequence licence_number_seq;
