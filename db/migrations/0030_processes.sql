-- Versions of BPMN processes. A version never changes; a running instance keeps the one it began with.
create table process_definition (
  id uuid primary key,
  -- The id of the process in its file.
  key text not null,
  version int not null,
  pack text not null,
  xml text not null,
  hash text not null,
  -- Names of the messages that start it.
  start_messages text[] not null default '{}',
  created_at timestamptz not null,
  unique (key, version)
);
create index process_definition_message on process_definition using gin (start_messages)
  where start_messages <> '{}';

create table process_instance (
  id uuid primary key,
  definition_id uuid not null references process_definition (id),
  case_id uuid,
  -- Tokens, scopes, counters and waits; small.
  state jsonb not null,
  variables jsonb not null,
  status text not null check (status in ('running', 'completed', 'terminated', 'error', 'cancelled')),
  -- The message that began it, so that one delivered twice begins one instance.
  started_by text unique,
  version int not null default 1,
  created_at timestamptz not null,
  ended_at timestamptz
);
create index process_instance_case on process_instance (case_id) where case_id is not null;
create index process_instance_definition on process_instance (definition_id) where status = 'running';

-- What running instances wait for, so that queues, timers and messages find them.
create table process_wait (
  id uuid primary key,
  instance_id uuid not null references process_instance (id) on delete cascade,
  kind text not null check (kind in ('task', 'operation', 'timer', 'message')),
  process_key text not null,
  element_id text not null,
  due_at timestamptz,
  message_name text,
  correlation_key text,
  candidate_groups text[] not null default '{}',
  created_at timestamptz not null,
  -- When a due timer was handed to the job queue.
  handed_at timestamptz,
  check ((kind = 'timer') = (due_at is not null)),
  check ((kind = 'message') = (message_name is not null and correlation_key is not null))
);
create index process_wait_instance on process_wait (instance_id);
create index process_wait_due on process_wait (due_at) where kind = 'timer' and handed_at is null;
create index process_wait_message on process_wait (message_name, correlation_key, id) where kind = 'message';
create index process_wait_groups on process_wait using gin (candidate_groups) where kind = 'task';
