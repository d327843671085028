-- 0008-keep-opening-hours.sql: when somebody is there, how long answers really took, and what a channel promises.
create table opening_hours (
  workspace_id uuid not null references workspaces,
  id uuid not null default uuidv7(),
  -- null: of every channel that has none of its own.
  channel_id uuid,
  settings jsonb not null,
  changed_at timestamptz not null,
  primary key (workspace_id, id),
  unique nulls not distinct (workspace_id, channel_id),
  foreign key (workspace_id, channel_id) references channels
);

-- "Back at 14:30", begun by hand; it ends by itself, or earlier by hand.
create table breaks (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  -- null: in every channel.
  channel_id uuid,
  started_by uuid not null,
  started_at timestamptz not null,
  until timestamptz not null check (until > started_at),
  note text,
  ended_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, channel_id) references channels,
  foreign key (workspace_id, started_by) references members
);
create unique index breaks_running on breaks (workspace_id, channel_id) nulls not distinct where ended_at is null;

-- Who waited how long for the first answer of a person; derived from messages, one row an answer.
create table answers_given (
  workspace_id uuid not null,
  message_id uuid not null,
  conversation_id uuid not null,
  channel_id uuid not null,
  member_id uuid,
  waiting_since timestamptz not null,
  answered_at timestamptz not null,
  -- Opening hours between the two, as they were set when this was derived.
  business_seconds integer not null,
  is_first_response boolean not null,
  -- Whether the channel was open when the customer began to wait.
  began_while_open boolean not null,
  primary key (workspace_id, message_id),
  foreign key (workspace_id, channel_id) references channels
);
create index answers_given_lately on answers_given (workspace_id, channel_id, waiting_since desc);

-- Up to when a workspace's answers are derived.
create table answers_derived (
  workspace_id uuid primary key references workspaces,
  until timestamptz not null
);

-- How long an answer takes at such an hour (docs/metrics.md#expected-answer-time).
create table answer_times (
  workspace_id uuid not null,
  channel_id uuid not null,
  band text not null,
  median_seconds integer not null,
  p90_seconds integer not null,
  sample_size integer not null,
  days integer not null,
  computed_at timestamptz not null,
  primary key (workspace_id, channel_id, band),
  foreign key (workspace_id, channel_id) references channels
);

-- What the channel promises; null: what its kind does by default.
alter table channels add column promise jsonb;

-- The law wants them to be found; the chat window always shows them.
alter table workspaces
  add column contact_email text,
  add column contact_phone text;
