-- 0014-show-more-than-words.sql: an answer may bring products, or answers to choose from. Null: words only.
alter table messages add column content jsonb;
