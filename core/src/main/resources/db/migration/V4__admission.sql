-- Admission: which chats run, when not all of them may at once.

-- A chat that nobody has taken for a while, because there is no slot for it.
ALTER TABLE chats ADD COLUMN queued_for_capacity boolean NOT NULL DEFAULT false;

CREATE FUNCTION leave_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.queued_for_capacity := false;
  RETURN NEW;
END $$;
CREATE TRIGGER leave_line BEFORE UPDATE ON chats FOR EACH ROW
  WHEN (NEW.queued_for_capacity
    AND (NEW.runner_id IS NOT NULL OR NEW.archived OR NEW.status <> 'running'))
  EXECUTE FUNCTION leave_line();

-- Who holds a slot, and who stands in line for one: each user's chats, longest wait first.
CREATE INDEX chats_admitted ON chats (owner_id)
  WHERE runner_id IS NOT NULL AND parent_chat_id IS NULL AND status IN ('running', 'interrupting');
CREATE INDEX chats_in_line ON chats (owner_id, runnable_since)
  WHERE runner_id IS NULL AND NOT archived AND status = 'running' AND parent_chat_id IS NULL;

-- Unowned chats that need no slot.
CREATE INDEX chats_unowned_without_slot ON chats (runnable_since)
  WHERE runner_id IS NULL AND NOT archived
    AND (status IN ('interrupting', 'requires_action')
      OR status = 'running' AND parent_chat_id IS NOT NULL);

-- Chats in line that have not been told so yet.
CREATE INDEX chats_unnoted ON chats (updated_at)
  WHERE runner_id IS NULL AND NOT archived AND status = 'running' AND NOT queued_for_capacity;
