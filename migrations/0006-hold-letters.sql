-- 0006-hold-letters.sql: what a message that came as a letter brings along, and what may become of one that we send.
alter table messages
  add column subject text,
  -- Sanitised; quotes and signatures folded. What `text` leaves out of a letter is in `folded_text`.
  add column html text,
  add column folded_text text,
  -- Who wrote it to whom: from, replyTo, to, cc, bcc.
  add column envelope jsonb,
  add column original_sha256 bytea,
  add column original_bytes bigint,
  -- Written by a machine: nobody waits for an answer to it, and it answers nobody.
  add column is_automatic boolean not null default false,
  -- Until then its author may take it back, unless it is already under way.
  add column undo_until timestamptz,
  add column sending_since timestamptz;
alter table messages drop constraint messages_delivery_state_check;
alter table messages add constraint messages_delivery_state_check
  check (delivery_state in ('received', 'queued', 'sent', 'delivered', 'read', 'failed', 'withdrawn'));
-- Some mail programs give two mails the same Message-ID; what keeps a mail from coming in twice is its client id.
drop index messages_by_external_id;
create index messages_known_outside on messages (workspace_id, external_id) where external_id is not null;
create index messages_by_original on messages (original_sha256) where original_sha256 is not null;

alter table attachments
  -- By what name the letter's HTML shows it, where it does.
  add column content_id text,
  add column is_inline boolean not null default false;

alter table conversations
  -- The closed conversation that this one takes up again.
  add column follows_id uuid,
  add column failed_count integer not null default 0,
  add constraint conversations_follows_fkey foreign key (workspace_id, follows_id) references conversations;
alter table conversations drop constraint conversations_status_check;
alter table conversations add constraint conversations_status_check
  check (status in ('open', 'pending', 'snoozed', 'closed', 'spam'));
create index conversations_following on conversations (workspace_id, follows_id) where follows_id is not null;
create index conversations_with_failures on conversations (workspace_id, last_message_at desc, id desc)
  where failed_count > 0;

create table blocked_senders (
  workspace_id uuid not null references workspaces,
  id uuid not null default uuidv7(),
  -- A whole address or a domain, in lower case.
  value text not null check (value = lower(value)),
  blocked_by uuid not null,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, value),
  foreign key (workspace_id, blocked_by) references members
);
