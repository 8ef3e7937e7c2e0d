-- Certificates by which credentials are issued and presentations are asked for; the newest of a role signs, former ones
-- still check what they signed.
create table wallet_signer (
  certificate_id uuid primary key references certificate (id),
  role text not null check (role in ('issuer', 'verifier')),
  created_at timestamptz not null
);
create index wallet_signer_role on wallet_signer (role, certificate_id desc);

-- A licence on its way into a wallet. Codes and tokens are kept as digests.
create table wallet_offer (
  id uuid primary key,
  licence_id uuid not null references licence (id),
  account_id uuid not null references account (id),
  code_hash bytea not null unique,
  tx_code_hash bytea not null,
  -- Wrong transaction codes.
  failures int not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  redeemed_at timestamptz,
  token_hash bytea unique,
  token_expires_at timestamptz,
  -- Thumbprint of the key that the token is bound to (RFC 9449); null: to none.
  token_key text,
  issued_at timestamptz,
  -- What was issued by it counts no more: the device was lost, or its holder wanted it so.
  cut_off_at timestamptz,
  check ((redeemed_at is null) = (token_hash is null))
);
create index wallet_offer_licence on wallet_offer (licence_id, id desc);
create index wallet_offer_unused on wallet_offer (expires_at) where issued_at is null;

-- A Token Status List; opened when the one before has hardly a place left.
create table wallet_status_list (
  id int primary key check (id > 0),
  -- Places, of two bits each.
  size int not null check (size > 0 and size % 4 = 0),
  -- As it was last signed.
  token text,
  made_at timestamptz,
  -- Grows with each signature.
  version int not null default 0
);

-- Lists in which something changed since they were signed. Who changes something adds a row and waits for nobody; who
-- signs takes the rows away before reading how things stand, so that nothing that comes in between is missed.
create table wallet_status_change (
  list_id int not null references wallet_status_list (id)
);
create index wallet_status_change_list on wallet_status_change (list_id);

-- One copy of a credential, bound to one key of a wallet.
create table wallet_credential (
  id uuid primary key,
  offer_id uuid not null references wallet_offer (id),
  licence_id uuid not null references licence (id),
  list_id int not null references wallet_status_list (id),
  place int not null,
  -- Of the holder's key (RFC 7638, SHA-256).
  thumbprint text not null,
  expires_at timestamptz not null,
  unique (list_id, place)
);
create index wallet_credential_offer on wallet_credential (offer_id);
create index wallet_credential_licence on wallet_credential (licence_id);

create function qc_licence_stands_otherwise() returns trigger
language plpgsql as $$
begin
  insert into wallet_status_change (list_id)
    select distinct list_id from wallet_credential where licence_id = new.id;
  return null;
end $$;
create trigger licence_stands_otherwise after update of state on licence
  for each row when (old.state is distinct from new.state) execute function qc_licence_stands_otherwise();

-- Nonces by which wallets show that a proof is fresh, each for one use.
create table wallet_nonce (
  hash bytea primary key,
  expires_at timestamptz not null
);
create index wallet_nonce_expiry on wallet_nonce (expires_at);

-- What someone asks a wallet to show, and what it showed; kept for minutes.
create table wallet_request (
  id uuid primary key,
  -- Of the secret of who asked.
  secret_hash bytea not null,
  -- Code of the licence type.
  type_code text not null,
  -- Paths of the claims, with dots.
  claims text[] not null,
  purpose text not null,
  nonce text not null,
  -- Sent along with the answer, which shows that it answers this.
  response_state text not null,
  -- Private key (RFC 7517) to which the answer is encrypted; null: it comes as it is. Gone with the answer.
  answer_key jsonb,
  state text not null default 'open' check (state in ('open', 'shown', 'refused')),
  -- Why it was refused, as a code.
  reason text,
  -- Values by path.
  shown jsonb,
  created_at timestamptz not null,
  answered_at timestamptz,
  expires_at timestamptz not null
);
create index wallet_request_expiry on wallet_request (expires_at);
