package dev.baton.simulation.store;

import dev.baton.chat.Part;
import dev.baton.chat.QueuedMessage;
import java.util.List;
import java.util.Optional;

/// A message in the queue. Its place there is its place in the list.
public record QueuedRow(QueuedMessage message, Optional<String> reasoningEffort) {

  public long id() {
    return message.id();
  }

  QueuedRow with(List<Part> content) {
    var replaced =
        new QueuedMessage(
            message.id(),
            message.chatId(),
            content,
            message.modelConfigId(),
            message.createdBy(),
            message.createdAt());
    return new QueuedRow(replaced, reasoningEffort);
  }
}
