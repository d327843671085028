-- 0016-give-members-a-photo.sql: so that customers see who speaks. Small, and kept here: no file to look after.
create table member_photos (
  workspace_id uuid not null,
  member_id uuid not null,
  sha256 bytea not null check (octet_length(sha256) = 32),
  webp bytea not null check (octet_length(webp) <= 65536),
  changed_at timestamptz not null,
  primary key (workspace_id, member_id),
  foreign key (workspace_id, member_id) references members (workspace_id, id) on delete cascade
);

-- Chat windows ask for a photo by its content.
create index member_photos_by_content on member_photos (sha256);
