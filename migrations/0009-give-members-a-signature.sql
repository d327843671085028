-- 0009-give-members-a-signature.sql: what stands below the letters that a member writes.
alter table members add column signature text check (length(signature) between 1 and 2000);
