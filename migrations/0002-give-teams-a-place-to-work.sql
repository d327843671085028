-- 0002-give-teams-a-place-to-work.sql: workspaces, who works in them, and how people come in.
create table workspaces (
  id uuid primary key default uuidv7(),
  name text not null check (length(name) between 1 and 120),
  language text not null default 'en',
  time_zone text not null default 'UTC',
  is_demo boolean not null default false,
  last_conversation_number bigint not null default 0,
  created_at timestamptz not null
);

create table members (
  workspace_id uuid not null references workspaces,
  id uuid not null default uuidv7(),
  user_id uuid not null references users,
  name text not null check (length(name) between 1 and 120),
  role text not null check (role in ('owner', 'admin', 'agent', 'collaborator')),
  joined_at timestamptz not null,
  deactivated_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, user_id)
);
create index members_by_user on members (user_id);

create table teams (
  workspace_id uuid not null references workspaces,
  id uuid not null default uuidv7(),
  name text not null check (length(name) between 1 and 80),
  created_at timestamptz not null,
  primary key (workspace_id, id)
);
create unique index teams_by_name on teams (workspace_id, lower(name));

create table team_members (
  workspace_id uuid not null,
  team_id uuid not null,
  member_id uuid not null,
  primary key (workspace_id, team_id, member_id),
  foreign key (workspace_id, team_id) references teams on delete cascade,
  foreign key (workspace_id, member_id) references members
);
create index team_members_by_member on team_members (workspace_id, member_id);

-- Links are shown once; only their hash is kept.
create table invitations (
  workspace_id uuid not null references workspaces,
  id uuid not null default uuidv7(),
  email text not null,
  role text not null check (role in ('owner', 'admin', 'agent', 'collaborator')),
  token_hash bytea not null unique,
  invited_by uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, invited_by) references members
);

create table password_links (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  member_id uuid not null,
  token_hash bytea not null unique,
  created_by uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references members,
  foreign key (workspace_id, created_by) references members
);

-- A key acts as the member who made it, in this workspace only.
create table api_keys (
  workspace_id uuid not null,
  id uuid not null default uuidv7(),
  member_id uuid not null,
  name text not null check (length(name) between 1 and 80),
  start text not null,
  key_hash bytea not null unique,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references members
);

create table channels (
  workspace_id uuid not null references workspaces,
  id uuid not null default uuidv7(),
  kind text not null check (kind in ('chat', 'email', 'messenger', 'phone')),
  name text not null check (length(name) between 1 and 80),
  key text unique,
  settings jsonb not null default '{}',
  identity_secret bytea,
  created_at timestamptz not null,
  primary key (workspace_id, id)
);
