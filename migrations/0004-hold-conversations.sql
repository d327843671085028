-- 0004-hold-conversations.sql: one matter of one customer, the threads it runs through, what was said in them.
create table conversations (
  workspace_id uuid not null references workspaces,
  id uuid not null default uuidv7(),
  number bigint not null,
  customer_id uuid not null,
  channel_id uuid not null,
  status text not null default 'open' check (status in ('open', 'pending', 'snoozed', 'closed')),
  assignee_id uuid,
  team_id uuid,
  subject text,
  language text,
  contact_reason text,
  tags text[] not null default '{}',
  -- Grows by one with every change, so that a reader notices a gap.
  revision bigint not null default 0,
  created_at timestamptz not null,
  last_message_at timestamptz not null,
  waiting_since timestamptz,
  first_reply_at timestamptz,
  snoozed_until timestamptz,
  closed_at timestamptz,
  reopened_count integer not null default 0,
  reply_count integer not null default 0,
  preview_text text,
  preview_kind text,
  preview_author_kind text,
  preview_author_name text,
  -- Where a reply goes unless the agent picks another: the thread the customer last wrote in.
  reply_thread_id uuid not null,
  customer_read_message_id uuid,
  team_read_message_id uuid,
  primary key (workspace_id, id),
  unique (workspace_id, number),
  foreign key (workspace_id, customer_id) references customers,
  foreign key (workspace_id, channel_id) references channels,
  foreign key (workspace_id, assignee_id) references members,
  foreign key (workspace_id, team_id) references teams on delete set null (team_id),
  check ((status = 'snoozed') = (snoozed_until is not null)),
  check ((status = 'closed') = (closed_at is not null))
);
-- Every inbox view is one of these, read from its end.
create index conversations_by_status on conversations (workspace_id, status, last_message_at desc, id desc);
create index conversations_by_assignee on conversations (workspace_id, assignee_id, status, last_message_at desc, id desc)
  where assignee_id is not null;
create index conversations_by_team on conversations (workspace_id, team_id, status, last_message_at desc, id desc)
  where team_id is not null;
create index conversations_longest_waiting on conversations (workspace_id, coalesce(waiting_since, 'infinity'), id)
  where status = 'open';
create index conversations_by_customer on conversations (workspace_id, customer_id, last_message_at desc);
create index conversations_to_wake on conversations (snoozed_until) where status = 'snoozed';

create table threads (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  conversation_id uuid not null,
  channel_id uuid not null,
  customer_id uuid not null,
  -- What the provider calls this thread, where it has a name for it.
  external_key text,
  -- Counts only what the customer may see.
  revision bigint not null default 0,
  customer_read_message_id uuid,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, conversation_id) references conversations,
  foreign key (workspace_id, channel_id) references channels,
  foreign key (workspace_id, customer_id) references customers
);
create unique index threads_by_external_key on threads (workspace_id, channel_id, external_key) where external_key is not null;
create index threads_by_conversation on threads (workspace_id, conversation_id);
create index threads_by_customer on threads (workspace_id, customer_id, id desc);

create table messages (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  conversation_id uuid not null,
  thread_id uuid not null,
  -- The conversation's revision at which this message last changed.
  revision bigint not null,
  kind text not null check (kind in ('inbound', 'outbound', 'note')),
  author_kind text not null check (author_kind in ('customer', 'member', 'bot', 'system')),
  author_id uuid,
  author_name text not null,
  text text not null,
  client_id uuid,
  external_id text,
  delivery_state text not null check (delivery_state in ('received', 'queued', 'sent', 'delivered', 'read', 'failed')),
  delivery_failure text,
  sent_at timestamptz not null,
  primary key (workspace_id, id),
  -- In exactly once: what arrives twice is one message.
  unique (workspace_id, thread_id, client_id),
  foreign key (workspace_id, conversation_id) references conversations,
  foreign key (workspace_id, thread_id) references threads,
  check ((delivery_state = 'failed') = (delivery_failure is not null)),
  check ((kind = 'outbound') <> (delivery_state = 'received'))
);
create unique index messages_by_external_id on messages (workspace_id, thread_id, external_id) where external_id is not null;
create index messages_by_conversation on messages (workspace_id, conversation_id, id desc);
create index messages_by_thread on messages (workspace_id, thread_id, id desc);

create table attachments (
  workspace_id uuid not null references workspaces,
  id uuid not null default uuidv7(),
  message_id uuid,
  position integer not null default 0,
  -- Who uploaded it: a member's id or a visitor's.
  uploader_kind text not null check (uploader_kind in ('member', 'visitor', 'system')),
  uploader_id uuid,
  name text not null,
  media_type text not null,
  bytes bigint not null,
  sha256 bytea not null,
  width integer,
  height integer,
  has_thumbnail boolean not null default false,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, message_id) references messages
);
create index attachments_by_message on attachments (workspace_id, message_id, position);
create index attachments_unclaimed on attachments (created_at) where message_id is null;
create index attachments_by_content on attachments (sha256);

create table conversation_reads (
  workspace_id uuid not null,
  conversation_id uuid not null,
  member_id uuid not null,
  message_id uuid not null,
  read_at timestamptz not null,
  primary key (workspace_id, conversation_id, member_id),
  foreign key (workspace_id, conversation_id) references conversations,
  foreign key (workspace_id, member_id) references members
);

-- Colleagues who see only what they are asked into.
create table conversation_collaborators (
  workspace_id uuid not null,
  conversation_id uuid not null,
  member_id uuid not null,
  asked_by uuid not null,
  asked_at timestamptz not null,
  primary key (workspace_id, conversation_id, member_id),
  foreign key (workspace_id, conversation_id) references conversations,
  foreign key (workspace_id, member_id) references members,
  foreign key (workspace_id, asked_by) references members
);
create index conversation_collaborators_by_member on conversation_collaborators (workspace_id, member_id);
