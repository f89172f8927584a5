package dev.baton.store;

import dev.baton.chat.Message;
import dev.baton.chat.QueuedMessage;

/// Where a sent message went.
public sealed interface Sent {
  record Committed(Message message) implements Sent {}

  record Queued(QueuedMessage message) implements Sent {}
}
