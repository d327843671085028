-- 0005-remember-who-did-what.sql: one row an act, only ever added to. Audit, timelines and reports follow from it.
create table events (
  workspace_id uuid not null references workspaces,
  id uuid not null default uuidv7(),
  type text not null,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('customer', 'member', 'bot', 'system')),
  actor_id uuid,
  conversation_id uuid,
  customer_id uuid,
  -- The conversation's revision that this act made.
  revision bigint,
  -- Ids and settings; never what a customer wrote.
  data jsonb not null default '{}',
  primary key (workspace_id, id)
);
create index events_by_conversation on events (workspace_id, conversation_id, id desc) where conversation_id is not null;

create function refuse_to_rewrite_history() returns trigger language plpgsql as $$
begin
  raise exception 'events are only ever added to';
end $$;
create trigger events_stay before update or delete on events for each row execute function refuse_to_rewrite_history();
