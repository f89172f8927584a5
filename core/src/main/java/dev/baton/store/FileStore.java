package dev.baton.store;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/// What people attach to messages. A file never changes; it belongs to the chat whose message names
/// it first and goes with that chat, and one that no message names goes after a day.
public interface FileStore {

  /// @return the file's id, for a [dev.baton.chat.Part.File] of its owner's
  Future<UUID> save(Actor actor, StoredFile file);

  /// An actor's own file, or any for those who read everything.
  Future<StoredFile> file(Actor actor, UUID id);

  /// Files for a model to look at; those that are gone are missing from the answer.
  Future<Map<UUID, StoredFile>> files(Collection<UUID> ids);

  /// @param mediaType of what the bytes are, not of what somebody said they were
  record StoredFile(String mediaType, String name, Buffer bytes) {}
}
