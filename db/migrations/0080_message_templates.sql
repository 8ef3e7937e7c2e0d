-- Words of messages as an administrator changed them; a key without a row has the words of the product.
create table message_template (
  key text primary key,
  title_zh text not null,
  title_en text not null,
  body_zh text not null,
  body_en text not null,
  version int not null,
  updated_at timestamptz not null
);
