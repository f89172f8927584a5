package dev.baton.postgres;

import dev.baton.chat.Chat;
import dev.baton.chat.Message;
import dev.baton.chat.QueuedMessage;
import dev.baton.pubsub.Hint;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;

/// What a change did.
///
/// @param row the chat's row after it; see [ChatRows#CHAT]
/// @param kind empty if nothing was changed
/// @param appended messages that entered the history, in order
/// @param queued the queue's message that was added or replaced
/// @param deletedIds visible messages that were deleted, in order
record Applied(
    Row row,
    Optional<Hint.Kind> kind,
    List<Message> appended,
    Optional<QueuedMessage> queued,
    List<Long> deletedIds) {

  static Applied nothing(Row row) {
    return new Applied(row, Optional.empty(), List.of(), Optional.empty(), List.of());
  }

  static Applied change(Row row, Hint.Kind kind) {
    return new Applied(row, Optional.of(kind), List.of(), Optional.empty(), List.of());
  }

  Chat chat() {
    return ChatRows.chat(row);
  }

  Optional<Hint> hint() {
    return kind.map(known -> ChatRows.hint(row, known));
  }
}
