package dev.baton.chat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// A chat as people see it.
public record Chat(
    ChatId id,
    UserId ownerId,
    String title,
    ChatStatus status,
    boolean archived,
    Optional<WorkerId> workerId,
    Optional<UUID> workspaceId,
    Optional<ChatId> parentChatId,
    ChatId rootChatId,
    UUID lastModelConfigId,
    Optional<ChatError> lastError,
    Map<String, String> labels,
    int pinOrder,
    Instant createdAt,
    Instant updatedAt,
    Versions versions,
    boolean hasUnread,
    boolean queuedForCapacity) {}
