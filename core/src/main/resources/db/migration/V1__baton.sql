-- Users and their credentials

CREATE TABLE users (
  id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  email         text NOT NULL UNIQUE,
  name          text NOT NULL,
  role          text NOT NULL CHECK (role IN ('admin', 'member', 'auditor')),
  password_hash text,
  suspended     boolean NOT NULL DEFAULT false,
  created_at    timestamptz NOT NULL DEFAULT now(),
  updated_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE tokens (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id      uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  kind         text NOT NULL CHECK (kind IN ('api', 'session', 'link')),
  name         text NOT NULL,
  secret_hash  bytea NOT NULL UNIQUE,
  created_at   timestamptz NOT NULL DEFAULT now(),
  expires_at   timestamptz,
  last_used_at timestamptz
);
CREATE INDEX tokens_user ON tokens (user_id);

-- Providers and models

CREATE TABLE model_providers (
  id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  provider     text NOT NULL CHECK (provider IN ('openai', 'anthropic', 'openai-compat', 'scripted')),
  display_name text NOT NULL,
  base_url     text,
  api_key      bytea,                     -- encrypted; see postgres/SecretBox
  headers      jsonb NOT NULL DEFAULT '{}',
  enabled      boolean NOT NULL DEFAULT true,
  preset       text UNIQUE,               -- the environment variable that made it
  deleted      boolean NOT NULL DEFAULT false, -- its deleted models still point to it
  created_at   timestamptz NOT NULL DEFAULT now(),
  updated_at   timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE model_configs (
  id                    uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  model_provider_id     uuid NOT NULL REFERENCES model_providers,
  model                 text NOT NULL,
  display_name          text NOT NULL,
  enabled               boolean NOT NULL DEFAULT true,
  is_default            boolean NOT NULL DEFAULT false,
  deleted               boolean NOT NULL DEFAULT false,
  context_limit         integer NOT NULL CHECK (context_limit > 0),
  compression_threshold integer NOT NULL DEFAULT 70 CHECK (compression_threshold BETWEEN 0 AND 100),
  settings              jsonb NOT NULL DEFAULT '{}',
  created_at            timestamptz NOT NULL DEFAULT now(),
  updated_at            timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX model_configs_one_default ON model_configs (is_default)
  WHERE is_default AND NOT deleted;

-- Replicas: one lease each, judged by this database's clock

CREATE TABLE replicas (
  id            uuid PRIMARY KEY,
  pid           bigint NOT NULL,
  hostname      text NOT NULL,
  http_address  text NOT NULL,
  relay_address text NOT NULL,
  version       text NOT NULL,
  capacity      integer NOT NULL,
  ttl           interval NOT NULL,
  started_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  renewed_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  draining      boolean NOT NULL DEFAULT false,
  running_chats integer NOT NULL DEFAULT 0,
  watchers      integer NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

-- Chats

CREATE TABLE chats (
  id                          uuid PRIMARY KEY,
  owner_id                    uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  title                       text NOT NULL,
  status                      text NOT NULL CHECK (
                                status IN ('waiting', 'running', 'interrupting', 'requires_action', 'error')),
  archived                    boolean NOT NULL DEFAULT false,
  workspace_id                uuid,
  parent_chat_id              uuid REFERENCES chats ON DELETE SET NULL,
  root_chat_id                uuid NOT NULL,
  last_model_config_id        uuid NOT NULL REFERENCES model_configs,
  last_reasoning_effort       text,
  last_error                  jsonb,
  labels                      jsonb NOT NULL DEFAULT '{}',
  pin_order                   integer NOT NULL DEFAULT 0,
  dynamic_tools               jsonb NOT NULL DEFAULT '[]',
  last_read_message_id        bigint NOT NULL DEFAULT 0,
  created_at                  timestamptz NOT NULL DEFAULT clock_timestamp(),
  updated_at                  timestamptz NOT NULL DEFAULT clock_timestamp(),

  -- who runs it: a replica's worker, and the runner that fences every commit
  worker_id                   uuid,
  runner_id                   uuid,
  runnable_since              timestamptz NOT NULL DEFAULT clock_timestamp(),

  -- versions: the door bumps the first, triggers keep the others
  snapshot_version            bigint NOT NULL DEFAULT 1,
  history_version             bigint NOT NULL DEFAULT 0,
  queue_version               bigint NOT NULL DEFAULT 0,
  retry_state_version         bigint NOT NULL DEFAULT 0,
  generation_attempt          bigint NOT NULL DEFAULT 0,

  -- what the next owner must know
  retry_state                 jsonb,
  retry_at                    timestamptz,
  provider_failures           integer NOT NULL DEFAULT 0,
  owner_deaths                integer NOT NULL DEFAULT 0,
  steps                       integer NOT NULL DEFAULT 0,
  requires_action_deadline_at timestamptz,
  compaction_requested_at     timestamptz,
  context_from_id             bigint NOT NULL DEFAULT 0,

  CHECK ((worker_id IS NULL) = (runner_id IS NULL))
) WITH (fillfactor = 80);
CREATE INDEX chats_by_owner ON chats (owner_id, updated_at DESC, id DESC);
CREATE INDEX chats_unowned ON chats (runnable_since)
  WHERE runner_id IS NULL AND NOT archived AND status IN ('running', 'interrupting', 'requires_action');
CREATE INDEX chats_by_worker ON chats (worker_id) WHERE worker_id IS NOT NULL;
CREATE INDEX chats_by_parent ON chats (parent_chat_id) WHERE parent_chat_id IS NOT NULL;

CREATE TABLE chat_messages (
  id                bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  chat_id           uuid NOT NULL REFERENCES chats ON DELETE CASCADE,
  role              text NOT NULL CHECK (role IN ('system', 'user', 'assistant', 'tool')),
  content           jsonb NOT NULL,
  hidden            boolean NOT NULL DEFAULT false,
  deleted           boolean NOT NULL DEFAULT false,
  created_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  created_by        uuid,
  model_config_id   uuid,
  queued_message_id bigint,
  usage             jsonb,
  revision          bigint NOT NULL DEFAULT 0, -- the snapshot version of the last change; kept by a trigger
  created_revision  bigint NOT NULL DEFAULT 0
);
CREATE INDEX chat_messages_by_chat ON chat_messages (chat_id, id);
CREATE INDEX chat_messages_by_revision ON chat_messages (chat_id, revision);

CREATE TABLE chat_queued_messages (
  id               bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  chat_id          uuid NOT NULL REFERENCES chats ON DELETE CASCADE,
  position         bigint NOT NULL,
  content          jsonb NOT NULL,
  model_config_id  uuid,
  reasoning_effort text,
  created_by       uuid NOT NULL,
  created_at       timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE UNIQUE INDEX chat_queued_messages_order ON chat_queued_messages (chat_id, position);

-- One row a tool call: the intent before it is dispatched, and what became of it
CREATE TABLE tool_calls (
  message_id   bigint NOT NULL REFERENCES chat_messages ON DELETE CASCADE,
  call_index   integer NOT NULL,
  chat_id      uuid NOT NULL REFERENCES chats ON DELETE CASCADE,
  tool_call_id text NOT NULL,
  tool_name    text NOT NULL,
  args         jsonb NOT NULL,
  client       boolean NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  started_at   timestamptz,
  settled_at   timestamptz,
  PRIMARY KEY (message_id, call_index)
);
CREATE INDEX tool_calls_open ON tool_calls (chat_id) WHERE settled_at IS NULL;

CREATE TABLE idempotency_keys (
  user_id     uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  route       text NOT NULL,
  key         text NOT NULL,
  body_sha256 bytea NOT NULL,
  status      integer,
  response    jsonb,
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, route, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

-- A message's revision is the snapshot version of its chat at its last change, and nobody's choice.

CREATE FUNCTION set_message_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.revision <> 0 OR NEW.created_revision <> 0 THEN
      RAISE EXCEPTION 'chat_messages.revision is kept by a trigger';
    END IF;
  ELSE
    IF NEW.chat_id <> OLD.chat_id THEN
      RAISE EXCEPTION 'a message does not change its chat';
    END IF;
    IF NEW.revision <> OLD.revision OR NEW.created_revision <> OLD.created_revision THEN
      RAISE EXCEPTION 'chat_messages.revision is kept by a trigger';
    END IF;
    IF NEW IS NOT DISTINCT FROM OLD THEN
      RETURN NULL;
    END IF;
  END IF;
  SELECT snapshot_version INTO NEW.revision FROM chats WHERE id = NEW.chat_id;
  IF TG_OP = 'INSERT' THEN
    NEW.created_revision := NEW.revision;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER set_message_revision BEFORE INSERT OR UPDATE ON chat_messages
  FOR EACH ROW EXECUTE FUNCTION set_message_revision();

-- A change of the history starts a new count of attempts, failures and deaths. A worker's statement
-- sets these columns itself, and then there is nothing left to do here.

CREATE FUNCTION note_history_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE chats SET history_version = snapshot_version, generation_attempt = 0
    WHERE id IN (SELECT chat_id FROM changed) AND history_version <> snapshot_version;
  RETURN NULL;
END $$;
CREATE TRIGGER note_message_insert AFTER INSERT ON chat_messages
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_history_change();
CREATE TRIGGER note_message_update AFTER UPDATE ON chat_messages
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_history_change();

CREATE FUNCTION note_queue_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE chats SET queue_version = snapshot_version
    WHERE id IN (SELECT chat_id FROM changed) AND queue_version <> snapshot_version;
  RETURN NULL;
END $$;
CREATE TRIGGER note_queue_insert AFTER INSERT ON chat_queued_messages
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_queue_change();
CREATE TRIGGER note_queue_update AFTER UPDATE ON chat_queued_messages
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_queue_change();
CREATE TRIGGER note_queue_delete AFTER DELETE ON chat_queued_messages
  REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION note_queue_change();

CREATE FUNCTION keep_chat_versions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.snapshot_version < OLD.snapshot_version OR NEW.history_version < OLD.history_version
      OR NEW.queue_version < OLD.queue_version THEN
    RAISE EXCEPTION 'a version of chat % went back', OLD.id;
  END IF;
  IF NEW.history_version <> OLD.history_version THEN
    NEW.provider_failures := 0;
    NEW.owner_deaths := 0;
  END IF;
  IF NEW.history_version <> OLD.history_version
      OR NEW.generation_attempt <> OLD.generation_attempt
      OR NEW.status <> OLD.status THEN
    NEW.retry_state := NULL;
    NEW.retry_at := NULL;
  END IF;
  IF NEW.retry_state IS DISTINCT FROM OLD.retry_state THEN
    NEW.retry_state_version := NEW.snapshot_version;
  ELSIF NEW.retry_state_version <> OLD.retry_state_version THEN
    RAISE EXCEPTION 'chats.retry_state_version is kept by a trigger';
  END IF;
  IF NEW.status IN ('running', 'interrupting', 'requires_action')
      AND OLD.status IN ('waiting', 'error') THEN
    NEW.runnable_since := clock_timestamp();
  END IF;
  IF (NEW.history_version, NEW.queue_version, NEW.status, NEW.archived, NEW.title, NEW.labels,
      NEW.pin_order) IS DISTINCT FROM (OLD.history_version, OLD.queue_version, OLD.status,
      OLD.archived, OLD.title, OLD.labels, OLD.pin_order) THEN
    NEW.updated_at := clock_timestamp();
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_chat_versions BEFORE UPDATE ON chats
  FOR EACH ROW EXECUTE FUNCTION keep_chat_versions();
