package dev.baton.store;

import dev.baton.chat.ChatId;
import dev.baton.chat.Versions;
import dev.baton.pubsub.Hint;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Reads for live streams. Authorization has been done by whoever opened the stream.
public interface StreamStore {

  /// Everything a feed needs for one change or one join, read in one snapshot of the database.
  ///
  /// A delta holds the visible messages whose revision is newer than the holder's history version.
  /// It is a reset, with all visible messages, if one of the newer rows is deleted and had been
  /// created at or before that version; or if the version is newer than the row's own. For
  /// [StreamCursor.AfterMessage] the table of the facts, 3.6, applies; an id that this chat never
  /// had, or that was deleted, is a reset.
  ///
  /// @param since the feed's version; empty for a feed that has none yet
  /// @return empty if the chat does not exist
  Future<Optional<StreamRead>> read(
      ChatId chat, Optional<Versions> since, Optional<StreamCursor> joining);

  /// The present versions of chats, as hints; a deleted chat is missing from the answer.
  Future<List<Hint>> versions(Collection<ChatId> chats);
}
