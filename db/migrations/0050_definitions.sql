-- Versions of what packs publish besides items: forms, processes, decisions, licence types, texts.
-- A version never changes; a running case keeps the ones it began with.
create table definition (
  id uuid primary key,
  kind text not null check (kind in ('form', 'decision', 'licenceType', 'texts')),
  key text not null,
  version int not null,
  pack text not null,
  content jsonb not null,
  hash text not null,
  published_at timestamptz not null,
  unique (kind, key, version)
);

create table base_item (
  code text primary key,
  content jsonb not null,
  level int not null,
  updated_at timestamptz not null
);

create table item_version (
  id uuid primary key,
  -- 事项实施编码 (31 or 33 characters), or the source's own code while it is not known.
  code text not null,
  slug text,
  version int not null,
  state text not null check (state in ('draft', 'review', 'published', 'withdrawn')),
  pack text,
  agency_id uuid references agency (id),
  agency_name text not null,
  division_code text,
  name text not null,
  case_type text not null,
  item_type text not null,
  online boolean not null default false,
  popular boolean not null default false,
  service_objects int[] not null default '{}',
  life_events text[] not null default '{}',
  content jsonb not null,
  hash text not null,
  defects jsonb not null default '[]',
  origin text not null default 'pack',
  -- Words, pinyin and initials for search.
  search tsvector not null,
  grams text not null default '',
  effective_from date,
  effective_to date,
  created_at timestamptz not null,
  published_at timestamptz,
  row_version int not null default 1,
  unique (code, version)
);
create unique index item_one_published on item_version (code) where state = 'published';
create index item_search on item_version using gin (search);
create index item_published on item_version (division_code, agency_id, code) where state = 'published';
create index item_state on item_version (state, id);

-- Rows of an import that could not become an item: kept whole, with what is wrong, until someone mends them.
create table item_quarantine (
  id uuid primary key,
  origin text not null,
  row_number int not null,
  content jsonb not null,
  reason text not null,
  created_at timestamptz not null,
  unique (origin, row_number)
);
