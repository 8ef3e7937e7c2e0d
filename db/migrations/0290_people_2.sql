-- Who went to the channel's page for a fee, as the history names them: whoever went last.
alter table payment_order
  add column payer_account_id uuid references account (id),
  add column payer_name text,
  add check ((payer_account_id is null) = (payer_name is null));

-- A copy counts no more because whoever has it acts for the holder of the licence no longer.
alter table wallet_credential add column ended_at timestamptz;

-- Copies follow a mandate in the transaction that ends it. Only a mandate for everything lets anyone have them.
create function qc_mandate_ends() returns trigger
language plpgsql as $$
declare
  today date := (new.revoked_at at time zone 'Asia/Shanghai')::date;
begin
  if exists (select 1 from mandate m
    where m.agent_person_id = new.agent_person_id and m.principal_id = new.principal_id and m.scope = '{}'
      and m.revoked_at is null and m.used_at is null and m.valid_from <= today
      and (m.valid_until is null or m.valid_until >= today)) then
    return null;
  end if;
  with ended as (
    update wallet_credential c set ended_at = new.revoked_at
    from licence l, account a
    where l.id = c.licence_id and l.holder_id = new.principal_id and a.person_id = new.agent_person_id
      and c.ended_at is null and c.expires_at > new.revoked_at
      and a.id = coalesce((select d.account_id from card_device d where d.id = c.device_id),
        (select o.account_id from wallet_offer o where o.id = c.offer_id))
    returning c.list_id)
  insert into wallet_status_change (list_id) select distinct list_id from ended;
  return null;
end $$;
create trigger mandate_ends after update of revoked_at on mandate
  for each row when (old.revoked_at is null and new.revoked_at is not null and new.scope = '{}')
  execute function qc_mandate_ends();

-- What a clerk lets someone do at a window: act on its screen, or choose a new password there.
alter table window_session
  add column kind text not null default 'act' check (kind in ('act', 'password')),
  -- By which the screen that took the code goes on to the password, and until when.
  add column secret_hash text unique,
  add column secret_expires_at timestamptz,
  -- When the password was chosen.
  add column done_at timestamptz,
  add check ((secret_hash is null) = (secret_expires_at is null)),
  add check (kind = 'password' or (secret_hash is null and done_at is null)),
  add check (kind = 'act' or session_id is null);
create index window_session_resets on window_session (clerk_account_id, created_at) where kind = 'password';

-- What is removed after its time is found by its day.
create index window_session_made on window_session (created_at);
create index face_check_made on face_check (created_at);
create index mandate_offer_lapsed on mandate_offer (expires_at) where mandate_id is null;
