-- 0010-remember-who-was-left-out.sql: a letter may reach some of its recipients and not the others.
-- A list of {address, why}.
alter table messages add column left_out jsonb;
