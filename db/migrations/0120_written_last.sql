-- A case is written once, at the end of the command that made it, after its payments, notices and licence:
-- what points at it is checked at the commit.
do $$
declare
  key record;
begin
  for key in
    select conname, conrelid::regclass as of_table from pg_constraint
    where contype = 'f' and confrelid = 'service_case'::regclass
  loop
    execute format('alter table %s alter constraint %I deferrable initially deferred', key.of_table, key.conname);
  end loop;
end
$$;

-- The turn of a holder to get a licence of a type: two cases that are granted at once wait for each other here,
-- and the second then sees the licence of the first, as each statement of a function does.
create function qc_licence_turn(of_type text, of_holder uuid, today date) returns table (number bigint, is_held boolean)
language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(of_type || ' ' || of_holder, 0));
  return query select nextval('licence_number_seq'), exists (
    select 1 from licence l where l.holder_id = of_holder and l.type_code = of_type and l.state = 'valid'
      and (l.valid_until is null or l.valid_until >= today));
end
$$;
