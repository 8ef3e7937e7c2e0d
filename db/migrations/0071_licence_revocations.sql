-- One revocation a licence: the deciding post, its grounds, and the numbered notice to the holder, whose PDF
-- is set from this row whenever it is fetched.
create table licence_revocation (
  licence_id uuid primary key references licence (id),
  at timestamptz not null,
  account_id uuid not null references account (id),
  post_id uuid not null references post (id),
  reason text not null,
  basis text not null,
  notice_number text not null unique
);
