-- A token that changes whenever something that decides cases is published: a process may keep what is in force
-- as long as it reads the same token, whoever published.
create table publication (
  one boolean primary key default true check (one),
  token uuid not null
);
insert into publication (token) values (gen_random_uuid());

create function qc_published() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  update publication set token = gen_random_uuid();
  return null;
end $$;
revoke all on function qc_published() from public;

create trigger definition_published after insert or update or delete on definition
  for each statement execute function qc_published();
create trigger process_definition_published after insert or update or delete on process_definition
  for each statement execute function qc_published();
create trigger item_version_published after insert or update or delete on item_version
  for each statement execute function qc_published();

-- The queue is read in order of the day that is due, cases without one last.
drop index service_case_queue;
create index service_case_queue on service_case (agency_id, (coalesce(due, 'infinity')), id) where ended_at is null;

create trigger message_template_published after insert or update or delete on message_template
  for each statement execute function qc_published();
