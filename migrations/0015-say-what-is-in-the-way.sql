-- 0015-say-what-is-in-the-way.sql: of sending, of reading, and of a message that waits to be sent.
-- A mailbox that is read may still be unable to send. `failure` is about reading.
alter table mailboxes
  add column sending_failing_since timestamptz,
  add column sending_failure text;

-- What is queued says why it was not sent yet.
alter table messages drop constraint messages_check;
alter table messages add constraint messages_failure_check
  check (delivery_state = 'queued' or (delivery_state = 'failed') = (delivery_failure is not null));
