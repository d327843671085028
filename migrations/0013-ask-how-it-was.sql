-- 0013-ask-how-it-was.sql: what customers think of our help, what they said before they asked, and mails they asked for.
create table conversation_ratings (
  workspace_id uuid not null,
  conversation_id uuid not null,
  customer_id uuid not null,
  -- Where and by whom it had been answered when it was rated.
  channel_id uuid not null,
  assignee_id uuid,
  score smallint not null check (score between 1 and 5),
  comment text,
  -- It may be changed for a while after the first.
  first_rated_at timestamptz not null,
  rated_at timestamptz not null,
  primary key (workspace_id, conversation_id),
  foreign key (workspace_id, conversation_id) references conversations,
  foreign key (workspace_id, customer_id) references customers,
  foreign key (workspace_id, channel_id) references channels,
  foreign key (workspace_id, assignee_id) references members
);
create index conversation_ratings_by_time on conversation_ratings (workspace_id, rated_at);

-- What the customer said it is about: their words, whether the shop knows such an order or not.
alter table conversations add column order_number text;

-- Transcripts and links that visitors had sent to themselves: no more than a person needs go to one address.
create table visitor_mails (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  kind text not null check (kind in ('transcript', 'link')),
  thread_id uuid not null,
  customer_id uuid not null,
  address text not null,
  language text not null,
  asked_at timestamptz not null,
  sent_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, thread_id) references threads,
  foreign key (workspace_id, customer_id) references customers
);
create index visitor_mails_by_address on visitor_mails (workspace_id, address, asked_at);
create index visitor_mails_by_customer on visitor_mails (workspace_id, customer_id, asked_at);
