-- Cases are found by the applicant's name within the agencies whose posts cover them.
create index service_case_name on service_case (agency_id, applicant_name text_pattern_ops, id desc);
-- What was decided in a period, for the head of section.
create index service_case_decided on service_case (agency_id, decided_at) where decided_at is not null;
create index rating_created on rating (created_at);

-- A queue that someone keeps under a name: the filters as the page's address has them.
create table desk_view (
  id uuid primary key,
  account_id uuid not null references account (id),
  name text not null,
  filters jsonb not null,
  created_at timestamptz not null,
  unique (account_id, name)
);
