package dev.baton.stream;

import dev.baton.chat.Chat;
import dev.baton.chat.ChatError;
import dev.baton.chat.ChatStatus;
import dev.baton.chat.WorkerId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What a list shows of a chat: a change of anything else is not worth telling.
record ShownChat(
    String title,
    ChatStatus status,
    boolean archived,
    Optional<WorkerId> workerId,
    Optional<ChatError> lastError,
    Map<String, String> labels,
    int pinOrder,
    Instant updatedAt,
    boolean hasUnread,
    boolean queuedForCapacity) {

  static ShownChat of(Chat chat) {
    return new ShownChat(
        chat.title(),
        chat.status(),
        chat.archived(),
        chat.workerId(),
        chat.lastError(),
        chat.labels(),
        chat.pinOrder(),
        chat.updatedAt(),
        chat.hasUnread(),
        chat.queuedForCapacity());
  }
}
