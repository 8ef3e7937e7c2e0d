-- What becomes of a licence after its issue, one row a change: who decided it, from which post, on which grounds. A
-- notice, where the holder gets one, is set from this row whenever it is fetched.
create table licence_change (
  id uuid primary key,
  licence_id uuid not null references licence (id),
  kind text not null check (kind in
    ('suspend', 'resume', 'revoke', 'cancel', 'annotate', 'renew', 'change', 'reissue')),
  at timestamptz not null,
  -- Null: a case did it, whose history says who decided.
  account_id uuid references account (id),
  post_id uuid references post (id),
  case_id uuid references service_case (id) deferrable initially deferred,
  reason text not null,
  basis text,
  notice_number text unique,
  -- The edition that took its place.
  successor_id uuid references licence (id),
  check ((account_id is null) = (post_id is null)),
  check (account_id is not null or case_id is not null)
);
create index licence_change_licence on licence_change (licence_id, id);

insert into licence_change (id, licence_id, kind, at, account_id, post_id, reason, basis, notice_number)
  select licence_id, licence_id, 'revoke', at, account_id, post_id, reason, basis, notice_number from licence_revocation;

-- Renewed, changed or issued again it keeps its number, as the next edition.
alter table licence add column edition int not null default 1 check (edition > 0);
alter table licence drop constraint licence_number_key;
create unique index licence_number_edition on licence (number, edition);
alter table licence drop constraint licence_state_check;
alter table licence add constraint licence_state_check
  check (state in ('valid', 'suspended', 'revoked', 'cancelled', 'superseded'));
-- The change by which it stands as it does; null while nothing has changed. No foreign key: a change names its
-- licence already, and tables that refer to each other could not be restored one after the other.
alter table licence add column change_id uuid;
update licence set change_id = id where id in (select licence_id from licence_revocation);
drop table licence_revocation;

-- The file of the national format beside the PDF, and whether both bear the seal of the issuer.
alter table licence add column ofd_file_id uuid references file (id);
alter table licence add column sealed boolean not null default false;

-- How a type of licence is drawn.
alter table definition drop constraint definition_kind_check;
alter table definition add constraint definition_kind_check
  check (kind in ('form', 'decision', 'licenceType', 'layout', 'texts'));

-- Who has a suspended licence of a type gets no other one.
create or replace function qc_licence_turn(of_type text, of_holder uuid, today date)
returns table (number bigint, is_held boolean)
language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(of_type || ' ' || of_holder, 0));
  return query select nextval('licence_number_seq'), exists (
    select 1 from licence l where l.holder_id = of_holder and l.type_code = of_type
      and l.state in ('valid', 'suspended') and (l.valid_until is null or l.valid_until >= today));
end
$$;
