-- A mandate for one case that is under way: it ends with the case.
alter table mandate
  add column case_id uuid references service_case (id),
  drop constraint mandate_kind_check,
  add constraint mandate_kind_check check (
    kind in ('agent', 'parent', 'representative', 'once', 'guardian', 'case')),
  add constraint mandate_case check (
    (kind = 'case') = (case_id is not null)
    and (kind <> 'case' or (cardinality(scope) = 1 and valid_until is not null))),
  add constraint mandate_term check (valid_until is null or valid_until >= valid_from);
create index mandate_case on mandate (case_id) where case_id is not null;

-- What a code offers: one application in an item, or one case of the item.
alter table mandate_offer
  add column principal_kind text not null default 'person' check (principal_kind in ('person', 'entity')),
  -- Who shows the code, where that is not the principal: a representative of the entity.
  add column offered_by uuid,
  add column case_id uuid references service_case (id),
  -- Of the mandate that comes of it; null for the day on which it is taken.
  add column last_day date,
  add constraint mandate_offer_case check ((case_id is null) = (last_day is null)),
  add constraint mandate_offer_entity check ((principal_kind = 'entity') = (offered_by is not null));

-- The applicant whom someone acted for by a mandate for this case alone.
alter table case_event add column acts_for text;

-- A code for the paper itself: whoever uses it fetches the sealed files of the licence for a day.
alter table licence_grant
  add column paper boolean not null default false,
  add column used_at timestamptz,
  add constraint licence_grant_paper check (not paper or code_hash is not null);
