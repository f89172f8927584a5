-- What a token may be used for. A replica that does not know of scopes treats every token as `all`.

ALTER TABLE tokens ADD COLUMN scopes text[] NOT NULL DEFAULT '{all}';
CREATE INDEX tokens_by_expiry ON tokens (expires_at) WHERE expires_at IS NOT NULL;

-- Opens one chat's stream once, on behalf of the credential that it was made with

CREATE TABLE stream_tickets (
  secret_hash bytea PRIMARY KEY,
  token_id    uuid NOT NULL REFERENCES tokens ON DELETE CASCADE,
  chat_id     uuid NOT NULL REFERENCES chats ON DELETE CASCADE,
  expires_at  timestamptz NOT NULL
);
CREATE INDEX stream_tickets_by_expiry ON stream_tickets (expires_at);
CREATE INDEX stream_tickets_by_token ON stream_tickets (token_id);
CREATE INDEX stream_tickets_by_chat ON stream_tickets (chat_id);

-- Tries to sign in with a password since the last one that succeeded; an address that nobody has
-- counts like any other

CREATE TABLE sign_in_tries (
  email_hash bytea PRIMARY KEY,
  tries      integer NOT NULL,
  since      timestamptz NOT NULL
);
CREATE INDEX sign_in_tries_by_age ON sign_in_tries (since);
