-- When the holder was told that a certificate ends soon; each is told of once.
alter table client_certificate add column reminded_at timestamptz;
create index client_certificate_end on client_certificate (valid_until) where reminded_at is null;
