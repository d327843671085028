-- 0007-connect-mailboxes.sql: mailboxes, where each folder was read up to, and the ledger of every mail that came.
create table mailboxes (
  workspace_id uuid not null,
  channel_id uuid not null,
  address text not null check (address = lower(address)),
  settings jsonb not null,
  -- Passwords and tokens, encrypted with a key outside the database.
  secrets bytea,
  -- The address at our own receiver to which a shop may forward its mail: the part before the @.
  forward_key text not null unique,
  connected_at timestamptz not null,
  paused_at timestamptz,
  checked_at timestamptz,
  last_mail_at timestamptz,
  failing_since timestamptz,
  failure text,
  -- When somebody has to consent or make a new secret again.
  consent_expires_at timestamptz,
  reconciled_at timestamptz,
  -- One process reads a mailbox at a time.
  watched_by uuid,
  watched_until timestamptz,
  primary key (workspace_id, channel_id),
  unique (workspace_id, address),
  foreign key (workspace_id, channel_id) references channels
);

create index mailboxes_by_address on mailboxes (address);

create table mail_folders (
  workspace_id uuid not null,
  channel_id uuid not null,
  path text not null,
  -- A folder's items are known by UIDVALIDITY and UID (RFC 9051 §2.3.1.1); 0: never opened.
  uid_validity bigint not null default 0,
  -- Whatever its date says, from this one on all came after we had begun.
  first_uid bigint not null default 0,
  last_uid bigint not null default 0,
  reconciled_at timestamptz,
  primary key (workspace_id, channel_id, path),
  foreign key (workspace_id, channel_id) references mailboxes
);

-- Every mail that was handed to us, whatever became of it. The original lies in the files under its hash.
create table mails (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  channel_id uuid not null,
  -- Where it lies at the provider; null: it came by SMTP.
  folder text,
  uid_validity bigint,
  uid bigint,
  envelope_from text,
  envelope_to text[],
  original_sha256 bytea not null,
  original_bytes bigint not null,
  -- When the provider or our receiver took it.
  arrived_at timestamptz not null,
  kept_at timestamptz not null,
  -- kept: on disk, still to be understood. repeat: we had it. report: about a mail of ours. own: written by us.
  state text not null default 'kept' check (state in ('kept', 'received', 'repeat', 'report', 'own', 'failed')),
  -- What makes it the same mail wherever it comes from: hash of Message-ID, sender and date.
  mail_key bytea,
  message_id uuid,
  attempts integer not null default 0,
  -- After an attempt failed: not before.
  retry_at timestamptz,
  failure text,
  primary key (workspace_id, id),
  foreign key (workspace_id, channel_id) references mailboxes,
  foreign key (workspace_id, message_id) references messages,
  check ((uid is null) = (folder is null)),
  check ((uid is null) = (uid_validity is null)),
  check ((state = 'failed') = (failure is not null))
);
create unique index mails_by_uid on mails (workspace_id, channel_id, folder, uid_validity, uid) where uid is not null;
-- In exactly once, whichever mailbox it comes by.
create unique index mails_by_key on mails (workspace_id, mail_key) where state in ('received', 'report', 'own');
create index mails_to_receive on mails (workspace_id, channel_id, id) where state = 'kept';
create index mails_that_failed on mails (workspace_id, channel_id, id) where state = 'failed';
create index mails_by_original on mails (original_sha256);

-- Which mails a message answers, by their Message-ID, so that an answer that overtook its question finds it.
create table mail_references (
  workspace_id uuid not null,
  external_id text not null,
  message_id uuid not null,
  primary key (workspace_id, external_id, message_id),
  foreign key (workspace_id, message_id) references messages
);

-- What we sent by ourselves: at most one of a kind to an address in a period.
create table automatic_mails (
  workspace_id uuid not null,
  channel_id uuid not null,
  address text not null,
  kind text not null check (kind in ('acknowledgement', 'out-of-hours')),
  period text not null,
  message_id uuid,
  sent_at timestamptz not null,
  primary key (workspace_id, channel_id, address, kind, period),
  foreign key (workspace_id, channel_id) references mailboxes,
  foreign key (workspace_id, message_id) references messages
);
create index automatic_mails_by_address on automatic_mails (workspace_id, address, sent_at desc);

-- Who may be the owner of an address: letters whose sender is doubtful ask.
create index customer_identities_claimed on customer_identities (workspace_id, kind, value) where not is_verified;
