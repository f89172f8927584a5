package dev.baton.simulation.store;

import dev.baton.chat.Message;

/// A row of the history. A deleted one stays, as a tombstone.
///
/// @param hidden for the model only
/// @param createdRevision the chat's snapshot version when the message was added;
///   `message.revision()` is that of its last change
public record MessageRow(Message message, boolean hidden, boolean deleted, long createdRevision) {

  public long id() {
    return message.id();
  }

  boolean isVisible() {
    return !hidden && !deleted;
  }

  MessageRow deletedAt(long revision) {
    var gone =
        new Message(
            message.id(),
            message.chatId(),
            message.role(),
            message.content(),
            message.createdAt(),
            message.createdBy(),
            message.modelConfigId(),
            revision,
            message.queuedMessageId(),
            message.usage());
    return new MessageRow(gone, hidden, true, createdRevision);
  }
}
