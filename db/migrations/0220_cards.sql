-- A phone on which someone keeps cards, known by a key that does not leave it.
create table card_device (
  id uuid primary key,
  account_id uuid not null references account (id),
  -- As its holder sees it in a list.
  name text not null,
  -- x and y on P-256.
  public_key bytea not null check (octet_length(public_key) = 64),
  -- Of the key (RFC 7638, SHA-256).
  thumbprint text not null unique,
  created_at timestamptz not null,
  -- Its cards count no more: the phone was lost, or its holder wanted it so.
  withdrawn_at timestamptz
);
create index card_device_account on card_device (account_id, id desc);

-- A copy came into a wallet by an offer, or is a card on a device.
alter table wallet_credential
  alter column offer_id drop not null,
  add column device_id uuid references card_device (id),
  add check ((offer_id is null) <> (device_id is null));
create index wallet_credential_device on wallet_credential (device_id, licence_id) where device_id is not null;
create index wallet_credential_card on wallet_credential (list_id, expires_at) where device_id is not null;
