-- 0011-continue-chats-by-email.sql: which answers of a chat went out by e-mail because nobody had seen them.
create table continued_messages (
  workspace_id uuid not null,
  message_id uuid not null,
  -- The last of those that went in the same mail: its id makes the Message-ID.
  mailed_as uuid not null,
  mailed_at timestamptz not null,
  primary key (workspace_id, message_id),
  foreign key (workspace_id, message_id) references messages
);
