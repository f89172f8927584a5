-- What is not at rest is counted through this index, whatever the number of chats that are.
CREATE INDEX chats_not_waiting ON chats (status) WHERE NOT archived AND status <> 'waiting';
