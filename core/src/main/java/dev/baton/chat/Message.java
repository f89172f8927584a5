package dev.baton.chat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// A committed message. `id` orders a chat's history; `revision` is the snapshot version of the
/// chat at the message's last change.
public record Message(
    long id,
    ChatId chatId,
    Role role,
    List<Part> content,
    Instant createdAt,
    Optional<UserId> createdBy,
    Optional<UUID> modelConfigId,
    long revision,
    OptionalLong queuedMessageId,
    Optional<Usage> usage) {}
