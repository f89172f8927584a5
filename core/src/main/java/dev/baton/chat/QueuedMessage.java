package dev.baton.chat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A user's message that waits for the running turn to end. The queue is ordered by position, which
/// is not shown.
public record QueuedMessage(
    long id,
    ChatId chatId,
    List<Part> content,
    Optional<UUID> modelConfigId,
    Optional<UserId> createdBy,
    Instant createdAt) {}
