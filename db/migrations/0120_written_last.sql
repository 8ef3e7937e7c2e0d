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
