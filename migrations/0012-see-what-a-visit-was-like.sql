-- 0012-see-what-a-visit-was-like.sql: where a visitor came from and what went wrong for them; visits are kept for a while only.
alter table visits add column country text;
alter table visits add column campaign jsonb;
alter table visits add column errors jsonb not null default '[]';
create index visits_by_age on visits (workspace_id, last_seen_at);

alter table workspaces add column visit_retention_days integer not null default 30
  check (visit_retention_days between 1 and 365);
