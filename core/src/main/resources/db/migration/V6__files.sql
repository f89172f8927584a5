-- What people attach to messages. A file that no message has named yet is kept for a day.

CREATE TABLE files (
  id         uuid PRIMARY KEY,
  owner_id   uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  chat_id    uuid REFERENCES chats ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  media_type text NOT NULL,
  name       text NOT NULL,
  content    bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
ALTER TABLE files ALTER COLUMN content SET STORAGE EXTERNAL; -- images and PDF do not get smaller
CREATE INDEX files_by_chat ON files (chat_id) WHERE chat_id IS NOT NULL;
CREATE INDEX files_by_owner ON files (owner_id);
CREATE INDEX files_unnamed ON files (created_at) WHERE chat_id IS NULL;
